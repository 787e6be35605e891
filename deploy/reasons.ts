import type { Task } from "./ecs.ts";

/** What AWS, an emulator and the engine say, and what it means to somebody who has not met it before. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /port is already allocated|address already in use|bind: .*in use|Ports are not available/i,
    "a port that the task needs is in use by another program on this machine",
  ],
  [
    /CannotPullContainer|manifest.*(unknown|not found)|No such image|image digest resolution/i,
    "the image is not in the registry, or the registry does not answer",
  ],
  [/unable to (pull|retrieve) secret|secrets or registry auth/i, "a secret is missing, or the task may not read it"],
  [/OutOfMemory/i, "it used more memory than its task has"],
  [/health checks? failed|failed .*health/i, "its health check failed"],
  [/no space left on device/i, "the disk is full"],
  [/exec format error/i, "the image was built for another kind of processor"],
];

/** Exit codes that mean more than "it failed". */
const EXITS: Readonly<Record<number, string>> = {
  1: "it gave up; its last lines say why",
  125: "the engine could not start it",
  126: "its program could not be run",
  127: "its program is not in the image",
  134: "it was aborted, mostly for want of memory",
  137: "it was killed: by hand, or for using more memory than it has",
  139: "it crashed in native code",
  143: "it was asked to stop",
};

/** Why a task stopped, in one line: what was said, what it means, and with which exit code. */
export function whyStopped(task: Task): string {
  const container = task.containers?.[0];
  const said = [task.stoppedReason, container?.reason].filter((text) => text !== undefined && text !== "").join("; ");
  const meaning = MEANINGS.find(([pattern]) => pattern.test(said))?.[1];
  const code = container?.exitCode;
  const exit = code === undefined || code === null
    ? undefined
    : `exit code ${code}${EXITS[code] === undefined ? "" : ` (${EXITS[code]})`}`;
  return [meaning, said || "no reason given", ranFor(task), exit].filter((text) => text !== undefined).join("; ");
}

/** How long it ran, where that tells something. */
function ranFor({ startedAt, stoppedAt }: Task): string | undefined {
  if (startedAt === undefined || stoppedAt === undefined) return undefined;
  const seconds = Math.round((stoppedAt.getTime() - startedAt.getTime()) / 1_000);
  return seconds >= 0 ? `it ran for ${seconds} s` : undefined;
}

/** A task that ended by itself, not because somebody or a rollout ended it. */
export function endedByItself({ stopCode }: Task): boolean {
  return stopCode === "EssentialContainerExited" || stopCode === "TaskFailedToStart";
}
