import assert from "node:assert/strict";
import { createLogger, describeError } from "./log.ts";

function recorder(level?: "debug" | "info" | "warn" | "error") {
  const lines: string[] = [];
  return { lines, log: createLogger("patient", level, (line) => lines.push(line)) };
}

Deno.test("a log line is one JSON object with time, level, service, event and its fields", () => {
  const { lines, log } = recorder();
  log.info("patient registered", { patientId: "0198", status: 201 });
  assert.equal(lines.length, 1);
  const { time, ...rest } = JSON.parse(lines[0] ?? "");
  assert.deepEqual(rest, {
    level: "info",
    service: "patient",
    event: "patient registered",
    patientId: "0198",
    status: 201,
  });
  assert.ok(Math.abs(Date.now() - Date.parse(time)) < 60_000);
});

Deno.test("a log line stays one line whatever its fields hold", () => {
  const { lines, log } = recorder();
  log.info("a\nb", { reason: 'c\r\n{"level":"error"}' });
  assert.equal(lines[0]?.includes("\n"), false);
});

Deno.test("what is below the level is not written", () => {
  const { lines, log } = recorder("warn");
  log.debug("no");
  log.info("no");
  log.warn("yes");
  log.error("yes");
  assert.deepEqual(lines.map((line) => JSON.parse(line).level), ["warn", "error"]);
});

Deno.test("an error is logged with its kind, code, place and cause, and without any message", () => {
  const { lines, log } = recorder();
  const cause = Object.assign(new SyntaxError("Unexpected token in Ada Lovelace"), { code: "22P02" });
  log.error("request met a defect", { error: new Error("cannot read Ada Lovelace", { cause }) });
  const { error } = JSON.parse(lines[0] ?? "");
  assert.equal(error.name, "Error");
  assert.match(error.at[0], /log_test\.ts/);
  assert.equal(error.cause.name, "SyntaxError");
  assert.equal(error.cause.code, "22P02");
  assert.equal(lines[0]?.includes("Lovelace"), false);
});

Deno.test("a message that looks like a stack frame is not logged either", () => {
  const error = new Error("row is\n    at Ada Lovelace");
  assert.equal(JSON.stringify(describeError(error)).includes("Lovelace"), false);
});

Deno.test("an error that causes itself is described all the same", () => {
  const error = new Error("round and round");
  error.cause = error;
  assert.equal(describeError(error).name, "Error");
});

Deno.test("what is no error is described by its type alone", () => {
  assert.deepEqual(describeError("Ada Lovelace"), { name: "string" });
});
