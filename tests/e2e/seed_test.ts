import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startChild } from "../../tools/child.ts";
import { type Client, signIn } from "./client.ts";
import { newDataDir, startSystem } from "./system.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FIXTURE = "tests/fixtures/dataset1.csv";

/** `deno task seed`, as somebody types it. */
function seed(args: readonly string[], env: Record<string, string> = {}) {
  const child = startChild(Deno.execPath(), ["task", "--quiet", "seed", ...args], { cwd: ROOT, env });
  const ended = child.ended.then((code) => ({ code, lines: child.output().trimEnd().split("\n") }));
  return { ...child, ended };
}

Deno.test("deno task seed registers a file's people, whatever happens meanwhile, and nobody twice", async (t) => {
  const dataDir = await newDataDir();
  const here = ["--data-dir", dataDir];
  await using system = await startSystem(dataDir);
  const registrar = await signIn(system.url, "registrar@example.com");

  await t.step("nothing is sent where the arguments, the header or the password are not right", async () => {
    const file = `${dataDir}/people.csv`;
    await Deno.writeTextFile(file, "name,dateOfBirth,naem\nAda Example,1990-12-10,x\n");
    const { code, lines } = await seed([file, ...here]).ended;
    assert.equal(code, 1);
    assert.match(lines.join("\n"), /^The header has unknown columns: "naem"/);

    const refused = await seed([FIXTURE, ...here], { SEED_PASSWORD: "wrong" }).ended;
    assert.equal(refused.code, 1);
    assert.match(refused.lines.join("\n"), /^Nobody can be registered here\. Unauthenticated: /);
    assert.equal((await seed([FIXTURE, "--email", "analyst@example.com", ...here]).ended).code, 1);
    assert.equal((await seed(["--file", FIXTURE]).ended).code, 1);
    assert.equal((await registeredBy(registrar)).size, 0);
  });

  await t.step("956 are registered and 44 refused, while the gateway is killed", async () => {
    const before = await system.pidOf("gateway");
    const run = seed([FIXTURE, ...here]);
    await eventually(async () => (await registeredBy(registrar).catch(() => new Set())).size > 50, {
      deadlineMs: 60_000,
    });
    await system.kill("gateway", "SIGKILL");
    const { code, lines } = await run.ended;
    assert.deepEqual([code, lines.at(-1)], [0, "956 registered, 44 refused"], lines.slice(-5).join("\n"));
    assert.notEqual(await system.pidOf("gateway"), before);

    const refused = lines.filter((line) => line.startsWith("line "));
    assert.equal(refused.length, 44);
    for (const line of refused) {
      assert.match(line, /^line \d+: \/dateOfBirth Is not a day of the calendar, written YYYY-MM-DD$/);
    }
    assert.equal((await registeredBy(registrar)).size, 956);
  });

  await t.step("again, it says the same and registers nobody", async () => {
    const { code, lines } = await seed([FIXTURE, ...here]).ended;
    assert.deepEqual([code, lines.at(-1)], [0, "956 registered, 44 refused"]);
    assert.equal((await registeredBy(registrar)).size, 956);
  });

  await t.step("a copy elsewhere with one line put right registers the one person who was missing", async () => {
    const copy = `${dataDir}/copy.csv`;
    const file = await Deno.readTextFile(`${ROOT}${FIXTURE}`);
    await Deno.writeTextFile(copy, file.replace(/, *,( *\d+ *)$/m, ",19900101,$1")); // The first without a birth date.
    const { code, lines } = await seed([copy, "--url", system.url]).ended;
    assert.deepEqual([code, lines.at(-1)], [0, "957 registered, 43 refused"]);
    assert.equal((await registeredBy(registrar)).size, 957);
  });

  await t.step("rows that are no rows are refused, and the others registered", async () => {
    const before = (await registeredBy(registrar)).size;
    const file = `${dataDir}/people.csv`;
    const rows = [
      "Ada Example,1990-12-10",
      '"Bob,1991-01-01',
      "Eve Example",
      "Zoë Example,2090-01-01",
      "Dan Example,1992-02-02",
    ];
    await Deno.writeTextFile(file, `\ufeffname,dateOfBirth\r\n${rows.join("\r\n")}\r\n`);
    const { code, lines } = await seed([file, ...here]).ended;
    assert.equal(code, 0);
    assert.deepEqual(lines.slice(0, -1).sort(), [
      "line 3: has a quote that does not end",
      "line 4: has 1 cells where the header has 2",
      "line 5: /dateOfBirth Is in the future",
    ]);
    assert.equal(lines.at(-1), "2 registered, 3 refused");
    assert.equal((await registeredBy(registrar)).size, before + 2);
  });

  await t.step("200 invented people are registered, and more of them are the same and others", async () => {
    const before = (await registeredBy(registrar)).size;
    assert.deepEqual(await seed(["--generate", "200", ...here]).ended, {
      code: 0,
      lines: ["200 registered, 0 refused"],
    });
    const more = await seed(["--generate", "300", ...here]).ended;
    assert.equal(more.lines.at(-1), "300 registered, 0 refused");
    assert.equal((await registeredBy(registrar)).size, before + 300);
  });

  await t.step("Ctrl-C ends it with the counts so far", async () => {
    const before = (await registeredBy(registrar)).size;
    const run = seed(["--generate", "100000", "--seed", "2", ...here]);
    await eventually(async () => (await registeredBy(registrar)).size > before + 50, { deadlineMs: 60_000 });
    run.kill("SIGINT");
    const { code, lines } = await run.ended;
    assert.equal(code, 130, lines.join("\n"));
    const registered = Number(/^(\d+) registered, 0 refused$/.exec(lines.at(-1) ?? "")?.[1]);
    assert.equal((await registeredBy(registrar)).size, before + registered);
  });

  await system.stop();
  await Deno.remove(dataDir, { recursive: true });
});

/** The ids of everybody in the register. */
async function registeredBy(registrar: Client): Promise<Set<string>> {
  const ids = new Set<string>();
  let token: string | undefined;
  do {
    const next: string = token === undefined ? "" : `&pageToken=${token}`;
    const { status, body } = await registrar.get(`/api/patients?pageSize=200${next}`);
    assert.equal(status, 200, JSON.stringify(body));
    for (const { id } of body.patients) ids.add(id);
    token = body.nextPageToken;
  } while (token !== undefined);
  return ids;
}
