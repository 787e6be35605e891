import assert from "node:assert/strict";

const FIXTURE = new URL("run_fixture.ts", import.meta.url).pathname;

interface Ended {
  readonly code: number;
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
  readonly output: string;
}

/** Runs the fixture to its end; `signal` is sent once it says that it has started. */
async function run(start: string, signal?: Deno.Signal): Promise<Ended> {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-env=NODE_V8_COVERAGE", FIXTURE, start],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  let stdout = "";
  let sent = signal === undefined;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    stdout += chunk;
    if (sent || !stdout.includes("service started")) continue;
    sent = true;
    child.kill(signal);
  }
  const { code } = await child.status;
  const lines = stdout.trim().split("\n").map((line): Record<string, unknown> => JSON.parse(line));
  return { code, lines, stderr: await stderr, output: stdout + await stderr };
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`on ${signal} a service is no longer ready, stops its parts in reverse order and exits 0`, async () => {
    const { code, lines } = await run("well", signal);
    assert.equal(code, 0);
    const stopped = lines.filter(({ event }) => event === "part stopped");
    assert.deepEqual(stopped.map(({ part }) => part), ["server", "relay", "database"]);
    assert.deepEqual(stopped.map(({ reason }) => reason), ["not ready", "not ready", "not ready"]);
    assert.equal(lines.find(({ event }) => event === "service stopping")?.["signal"], signal);
    assert.equal(lines.at(-1)?.["event"], "service stopped");
  });
}

Deno.test("a start with bad variables exits 1 and says which", async () => {
  const { code, stderr } = await run("config-error");
  assert.equal(code, 1);
  assert.match(stderr, /^The fixture service cannot start with these variables:\n {2}PORT: bad$/m);
});

Deno.test("a start that fails otherwise exits 1 and repeats no message", async () => {
  const { code, lines, output } = await run("defect");
  assert.equal(code, 1);
  assert.equal(lines.at(-1)?.["event"], "service failed");
  assert.equal(output.includes("hunter2"), false);
});

Deno.test("a part that cannot stop costs exit code 1, but the others stop all the same", async () => {
  const { code, lines, output } = await run("failing", "SIGTERM");
  assert.equal(code, 1);
  assert.deepEqual(lines.filter(({ event }) => event === "part stopped").map(({ part }) => part), [
    "server",
    "relay",
    "database",
  ]);
  assert.equal(output.includes("hunter2"), false);
});

Deno.test("a part that never stops does not keep the process for ever", async () => {
  const startedMs = performance.now();
  const { code, lines } = await run("hanging", "SIGTERM");
  assert.equal(code, 1);
  assert.deepEqual(lines.slice(-2).map(({ event }) => event), ["part stopped", "service failed"]);
  assert.ok(performance.now() - startedMs < 15_000);
});
