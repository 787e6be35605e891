import type { Context } from "./context.ts";
import {
  type Definition,
  describeDefinition,
  describeService,
  type EcsService,
  provenBefore,
  revisionOfImage,
  updateService,
} from "./ecs.ts";
import { shortRevision } from "./revision.ts";
import { type Rollout, untilServing } from "./watch.ts";

/** What a service is to go back to: the definition it has, if that had proved itself, or the last one that had. */
export async function provenDefinition(
  { aws }: Context,
  service: EcsService | undefined,
): Promise<Definition | undefined> {
  const current = service?.taskDefinition === undefined
    ? undefined
    : await describeDefinition(aws, service.taskDefinition);
  if (current === undefined || current.deployed !== undefined) return current;
  for await (const definition of provenBefore(aws, current.family, current.number)) return definition;
  return undefined;
}

export interface Change extends Rollout {
  /** Undefined where this was the first rollout. */
  readonly before: Definition | undefined;
}

/**
 * Undoes the rollouts of one run, the last one first, so that all services are of one time again. Says for each what
 * serves now. ECS may have gone back by itself already; then this only waits for it.
 */
export async function restore(context: Context, changes: readonly Change[]): Promise<string[]> {
  const lines: string[] = [];
  for (const change of changes.toReversed()) lines.push(await restoreOne(context, change));
  return lines;
}

async function restoreOne(context: Context, { service, before }: Change): Promise<string> {
  const { aws, topology, progress } = context;
  const { name } = service;
  if (before === undefined) {
    await updateService(aws, topology, name, { desiredCount: 0 });
    progress.done(name, "stopped");
    return `${name}: stopped. There is no earlier revision to go back to.`;
  }
  const revision = shortRevision(revisionOfImage(before.image));
  progress.step(name, `going back to ${revision}`);
  const now = await describeService(aws, topology, name);
  if (now?.taskDefinition !== before.arn) await updateService(aws, topology, name, { taskDefinition: before.arn });
  const why = await untilServing(context, { service, wanted: before.arn, sinceMs: Date.now() });
  progress.done(name, why === undefined ? `serves ${revision} again` : `does not serve: ${why}`);
  return why === undefined
    ? `${name}: revision ${revision} serves again.`
    : `${name}: it could NOT go back to revision ${revision}: ${why}. See docs/runbook.md.`;
}
