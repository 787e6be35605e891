import type { Context } from "./context.ts";
import { describeServices, type EcsService, type Task, tasksOf } from "./ecs.ts";
import { hostOfEngine, hostPort } from "./places.ts";
import { endedByItself } from "./reasons.ts";
import { standing } from "./standing.ts";
import { ask } from "./smoke.ts";
import type { Service } from "./topology.ts";

/** How long a rollout may take until its tasks run and are ready. Fargate needs some minutes for a task. */
const SERVING_MS_MAX = { local: 180_000, aws: 900_000 } as const;
const POLL_MS = 500;
const STOPPED_MS_MAX = 10_000;
/** Times may be given in whole seconds: a task may look as if it was made just before its rollout began. */
const WHOLE_SECOND_MS = 1_000;
/** More than that in one rollout, and it does not come up. The circuit breaker is mostly faster. */
const CRASHES_MAX = 3;

/** A rollout that is under way, or has come to its end and is still looked at. */
export interface Rollout {
  readonly service: Service;
  /** The task definition's ARN. */
  readonly wanted: string;
  readonly sinceMs: number;
}

/** Waits until the tasks of a rollout run and are ready. Returns why that does not come, or undefined. */
export async function untilServing(context: Context, rollout: Rollout): Promise<string | undefined> {
  const { target, topology, aws, progress } = context;
  const { service: { name }, wanted } = rollout;
  const end = Date.now() + SERVING_MS_MAX[target.name];
  let detail = "";
  while (Date.now() < end) {
    const now = standing((await describeServices(aws, topology)).get(name), wanted);
    if (now.state === "failed") return now.why;
    if (now.state === "serving") {
      const unready = await whyNotReady(context, rollout.service);
      if (unready === undefined) return undefined;
      detail = `its task runs, but ${unready}`;
    } else {
      detail = now.detail;
    }
    if ((await crashesOf(context, rollout)).length > CRASHES_MAX) return "its tasks end again and again";
    progress.step(name, detail);
    await pause();
  }
  return `it was not ready within ${SERVING_MS_MAX[target.name] / 1_000} s: ${detail}`;
}

/**
 * Goes on looking at what has come up: an emulator calls a task steady after a second, and ECS after its health check,
 * but a program may fall over a little later. Returns the first that did, and how.
 */
export async function untilProven(
  context: Context,
  rollouts: readonly Rollout[],
  watchMs: number,
): Promise<{ readonly rollout: Rollout; readonly why: string } | undefined> {
  const end = Date.now() + watchMs;
  do {
    const services = await describeServices(context.aws, context.topology);
    for (const rollout of rollouts) {
      const why = await whyFallen(context, rollout, services.get(rollout.service.name));
      if (why !== undefined) return { rollout, why };
    }
    await pause();
  } while (Date.now() < end);
  return undefined;
}

async function whyFallen(
  context: Context,
  rollout: Rollout,
  service: EcsService | undefined,
): Promise<string | undefined> {
  const now = standing(service, rollout.wanted);
  if (now.state === "failed") return now.why;
  // A task that has just ended may be missing among the running ones before it is among the stopped ones.
  const crashed = await hasCrashed(context, rollout, now.state === "waiting" ? STOPPED_MS_MAX : 0);
  if (crashed) return "it came up, but does not stay up";
  return now.state === "waiting" ? `it came up, but ${now.detail}` : undefined;
}

async function hasCrashed(context: Context, rollout: Rollout, waitMs: number): Promise<boolean> {
  const end = Date.now() + waitMs;
  while ((await crashesOf(context, rollout)).length === 0) {
    if (Date.now() >= end) return false;
    await pause();
  }
  return true;
}

/** The tasks of a rollout that ended by themselves, newest first. */
export async function crashesOf({ aws, topology }: Context, { service, wanted, sinceMs }: Rollout): Promise<Task[]> {
  const stopped = await tasksOf(aws, topology, service.name, "STOPPED");
  return stopped.filter((task) =>
    task.taskDefinitionArn === wanted && endedByItself(task) &&
    (task.createdAt?.getTime() ?? 0) > sinceMs - WHOLE_SECOND_MS
  );
}

/** An emulator does not apply health checks; its tasks have ports on its host, so they are asked themselves. */
async function whyNotReady({ target }: Context, service: Service): Promise<string | undefined> {
  if (target.name !== "local") return undefined;
  const answer = await ask(`http://${hostOfEngine(target)}:${hostPort(service, "http", target)}/readyz`);
  if (typeof answer === "string") return `its /readyz ${answer}`;
  return answer.status === 200 ? undefined : `its /readyz answers ${answer.status}${answer.says}`;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
