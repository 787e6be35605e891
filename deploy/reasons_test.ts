import assert from "node:assert/strict";
import { endedByItself, whyStopped } from "./reasons.ts";

Deno.test("what an engine says is told in words that need no knowledge of it", () => {
  const said: [reason: string, words: RegExp][] = [
    ["CannotPullContainerError: manifest unknown", /the image is not in the registry/],
    ["Bind for 0.0.0.0:4000 failed: port is already allocated", /a port that the task needs is in use/],
    ["ResourceInitializationError: unable to pull secrets or registry auth", /a secret is missing/],
    ["Task failed container health checks", /its health check failed/],
    ["OutOfMemoryError: Container killed due to memory usage", /more memory than its task has/],
  ];
  for (const [stoppedReason, words] of said) {
    const text = whyStopped({ stoppedReason });
    assert.match(text, words);
    assert.ok(text.includes(stoppedReason), "what was said stays readable");
  }
});

Deno.test("exit code and time are told where they are known", () => {
  const task = {
    stoppedReason: "Essential container exited",
    startedAt: new Date(0),
    stoppedAt: new Date(11_000),
    containers: [{ exitCode: 137 }],
  };
  assert.equal(
    whyStopped(task),
    "Essential container exited; it ran for 11 s; exit code 137 (it was killed: by hand, or for using more memory than it has)",
  );
  assert.equal(whyStopped({}), "no reason given");
});

Deno.test("a task that a rollout stopped has not failed", () => {
  assert.equal(endedByItself({ stopCode: "EssentialContainerExited" }), true);
  assert.equal(endedByItself({ stopCode: "TaskFailedToStart" }), true);
  assert.equal(endedByItself({ stopCode: "ServiceSchedulerInitiated" }), false);
  assert.equal(endedByItself({ stopCode: "UserInitiated" }), false);
});
