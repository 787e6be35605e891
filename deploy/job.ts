import type { Context } from "./context.ts";
import { type Definition, DEPLOYED_TAG, describeTask, runJob, tag } from "./ecs.ts";
import { explainTask } from "./explain.ts";
import { DeployError } from "./failure.ts";

const JOB_MS_MAX = 600_000;
const POLL_MS = 500;

/**
 * Runs the job to its end: databases, topics, first administrator. It may run any number of times, so one that was
 * interrupted runs again; the definition is marked once it has succeeded. Throws with what the job said when it fails.
 */
export async function runToEnd(context: Context, definition: Definition, at: string): Promise<void> {
  const { aws, topology, target, progress } = context;
  progress.step("job", "migrations run");
  const started = await runJob(aws, topology, target, definition.arn);
  const arn = started.taskArn ?? "";
  const end = Date.now() + JOB_MS_MAX;
  while (Date.now() < end) {
    const task = await describeTask(aws, topology, arn);
    if (task?.lastStatus === "STOPPED") {
      const [container] = task.containers ?? [];
      if (task.stopCode !== "TaskFailedToStart" && container?.exitCode === 0) {
        await tag(aws, definition.arn, DEPLOYED_TAG, at);
        progress.done("job", "databases and topics are up to date");
        return;
      }
      progress.done("job", "failed");
      throw new DeployError([
        "The migrations failed. No service was changed: what ran before goes on.",
        await explainTask(context, "job", task),
      ].join("\n"));
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new DeployError(`The migrations did not end within ${JOB_MS_MAX / 1_000} s; no service was changed.`);
}
