import assert from "node:assert/strict";
import { createLogger } from "../telemetry/mod.ts";
import { eventually } from "../testing/mod.ts";
import { every } from "./every.ts";

Deno.test("periodic work is done again and again, also after a failure, which is logged", async () => {
  const lines: string[] = [];
  let times = 0;
  {
    const work = () => ++times === 1 ? Promise.reject(new Error("Ada Lovelace")) : Promise.resolve();
    await using _ = every(1, work, createLogger("test", "info", (line) => lines.push(line)));
    await eventually(() => times >= 3);
  }
  assert.equal(lines.length, 1);
  assert.equal(lines.join().includes("Lovelace"), false);
});

Deno.test("disposing does not wait for the pause to pass, but for the work that runs", async () => {
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  let done = false;
  const work = async () => {
    begun.resolve();
    await release.promise;
    done = true;
  };
  const periodic = every(60_000, work, createLogger("test", "error", () => {}));
  await begun.promise;
  const disposed = periodic[Symbol.asyncDispose]();
  release.resolve();
  await disposed;
  assert.equal(done, true);
});
