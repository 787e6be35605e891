import type { Context } from "./context.ts";
import { describeService, type Task, taskId } from "./ecs.ts";
import { indent } from "./images.ts";
import { lastLines } from "./logs.ts";
import { whyStopped } from "./reasons.ts";
import { crashesOf, type Rollout } from "./watch.ts";

const LINES = 20;
/** What a task printed may arrive after its end. */
const LINES_MS_MAX = 3_000;
const POLL_MS = 300;

/** Everything that helps to see why a rollout failed: how its tasks ended, what they printed last, what ECS says. */
export async function explainRollout(context: Context, rollout: Rollout, why: string): Promise<string> {
  const { service: { name } } = rollout;
  const crashes = await crashesOf(context, rollout);
  const [last] = crashes;
  const event = (await describeService(context.aws, context.topology, name))?.events?.[0]?.message;
  return [
    `${name}: the new revision does not serve: ${why}.`,
    ...(last === undefined ? [] : [await explainTask(context, name, last, crashes.length)]),
    ...(event === undefined ? [] : [`  ECS says: ${event}`]),
  ].join("\n");
}

/** How one task ended and what it printed last. */
export async function explainTask(context: Context, name: string, task: Task, times = 1): Promise<string> {
  const lines = await untilPrinted(context, name, taskId(task));
  const often = times > 1 ? `, ${times} tasks like it` : "";
  return [
    `  Its task ${taskId(task).slice(0, 8)} stopped${often}: ${whyStopped(task)}`,
    ...(lines.length === 0 ? ["  It printed nothing."] : ["  The last that it printed:", indent(lines.join("\n"))]),
  ].join("\n");
}

async function untilPrinted({ aws, topology }: Context, name: string, id: string): Promise<string[]> {
  const end = Date.now() + LINES_MS_MAX;
  while (true) {
    const lines = await lastLines(aws, topology, name, id, LINES);
    if (lines.length > 0 || Date.now() > end) return lines;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
