import { callThrough } from "../call_through.ts";
import type { Context } from "../context.ts";
import {
  type Definition,
  describeDefinition,
  describeServices,
  provenBefore,
  revisionOfImage,
  updateService,
} from "../ecs.ts";
import { explainRollout } from "../explain.ts";
import { DeployError } from "../failure.ts";
import { type Change, restore } from "../restore.ts";
import { shortRevision } from "../revision.ts";
import type { Service, ServiceName } from "../topology.ts";
import { inOrder } from "../topology_faults.ts";
import { untilServing } from "../watch.ts";

export interface RolledBack {
  readonly service: string;
  readonly revision: string;
}

interface Step {
  readonly service: Service;
  readonly from: Definition;
  readonly to: Definition;
}

/**
 * Back to the revision that had proved itself before the one of now: of one service, or of all that the last `up`
 * changed. Databases stay as they are; migrations work with the revision before.
 */
export async function rollback(context: Context, only: ServiceName | undefined): Promise<RolledBack[]> {
  const { topology, aws, progress } = context;
  const steps = only === undefined ? await lastUp(context) : await stepsOf(context, [only]);
  if (steps.length === 0) {
    throw new DeployError(
      `${only ?? "No service"} has no earlier revision that had proved itself. Nothing was changed.`,
    );
  }
  const changes: Change[] = [];
  for (const { service, from, to } of steps.toReversed()) {
    const change: Change = { service, wanted: to.arn, sinceMs: Date.now(), before: from };
    progress.step(service.name, `going back to ${shortRevision(revisionOfImage(to.image))}`);
    await updateService(aws, topology, service.name, { taskDefinition: to.arn });
    changes.push(change);
    const why = await untilServing(context, change);
    if (why !== undefined) {
      const explanation = await explainRollout(context, change, why);
      throw new DeployError([explanation, ...await restore(context, changes)].join("\n"));
    }
    progress.done(service.name, `serves ${shortRevision(revisionOfImage(to.image))}`);
  }
  await callThrough(context);
  return steps.map(({ service, to }) => ({ service: service.name, revision: revisionOfImage(to.image) }));
}

async function stepsOf({ aws, topology }: Context, names: readonly string[]): Promise<Step[]> {
  const there = await describeServices(aws, topology);
  const steps = await Promise.all(
    inOrder(topology, names).map(async (service): Promise<Step[]> => {
      const arn = there.get(service.name)?.taskDefinition;
      const from = arn === undefined ? undefined : await describeDefinition(aws, arn);
      if (from === undefined) return [];
      for await (const to of provenBefore(aws, from.family, from.number)) return [{ service, from, to }];
      return [];
    }),
  );
  return steps.flat();
}

/** The services whose revision came with the newest `up`. */
async function lastUp(context: Context): Promise<Step[]> {
  const steps = await stepsOf(context, []);
  const newest = steps.map(({ from }) => from.deployed ?? "").sort().at(-1);
  return steps.filter(({ from }) => from.deployed === newest);
}
