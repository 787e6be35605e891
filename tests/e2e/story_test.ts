import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { type Client, signIn } from "./client.ts";
import { type Person, readPeople } from "./people.ts";
import { registrationStory, SETTLE_MS_MAX, summaryIs } from "./story.ts";
import { newDataDir, PARTS, startSystem, type System } from "./system.ts";

const SENDERS = 8;

Deno.test("a registered patient becomes an account, an event and a number, and stays", async (t) => {
  const dataDir = await newDataDir();
  let system = await startSystem(dataDir);
  try {
    const registrar = await signIn(system.url, "registrar@example.com");
    const analyst = await signIn(system.url, "analyst@example.com");
    await t.step("no process may do everything, or reach every host, file or variable", async () => {
      for (const part of PARTS) {
        const line = await commandLine(await system.pidOf(part));
        assert.doesNotMatch(line, / (-A|--allow-all|--allow-(net|read|write|env|run|ffi|sys))( |$)/, part);
      }
    });

    const path = await registrationStory(t, registrar, analyst);

    await t.step("roles get what they may and no more", async () => {
      assert.equal((await analyst.get("/api/patients")).status, 403);
      assert.equal((await registrar.get("/api/analytics/summary")).status, 403);
      const nobody = await fetch(`${system.url}/api/patients`);
      await nobody.body?.cancel();
      assert.equal(nobody.status, 401);
    });

    await t.step("stopping exits 0 and leaves no process behind; the next start has everything", async () => {
      const pids = await Promise.all(PARTS.map((part) => system.pidOf(part)));
      assert.equal(await system.stop(), 0);
      for (const pid of pids) assert.equal(await commandLine(pid), "");

      system = await startSystem(dataDir);
      const again = await signIn(system.url, "registrar@example.com");
      assert.equal((await again.get(path)).body.version, 4);
      await summaryIs(await signIn(system.url, "analyst@example.com"), { patientsTotal: 1, eventLag: 0 });
    });
  } finally {
    await system.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("of 1,000 people 956 are registered exactly once, whatever is killed meanwhile", async (t) => {
  const people = await readPeople();
  const dataDir = await newDataDir();
  let system = await startSystem(dataDir);
  try {
    await t.step("956 are registered, 44 refused for their birth date, while each part is killed in turn", async () => {
      const registrar = await signIn(system.url, "registrar@example.com");
      const statuses = await registerAll(registrar, people, killEachInTurn(system, people.length));
      assert.deepEqual(statuses, { 201: 956, 400: 44 });
    });

    await t.step("the list, the accounts and the numbers agree", () => everythingAgrees(system));

    await t.step("the same after kill -9 of everything, the launcher too", async () => {
      await system.killEverything();
      system = await startSystem(dataDir);
      await everythingAgrees(system);
    });

    await t.step("sending all of it again registers nobody twice", async () => {
      const registrar = await signIn(system.url, "registrar@example.com");
      assert.deepEqual(await registerAll(registrar, people, () => Promise.resolve()), { 201: 956, 400: 44 });
      await everythingAgrees(system);
    });
  } finally {
    await system.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

/** Sends everybody, eight at a time, each under a key of their own, and counts the answers by status. */
async function registerAll(
  client: Client,
  people: readonly Person[],
  before: (index: number) => Promise<void>,
): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  const waiting = people.entries();
  await Promise.all(Array.from({ length: SENDERS }, async () => {
    for (const [index, person] of waiting) {
      await before(index);
      const key = { "idempotency-key": `dataset1:${index}` };
      const { status, body } = await client.persist("POST", "/api/patients", person, key);
      if (status === 400) {
        assert.deepEqual(body.errors.map((fault: { pointer: string }) => fault.pointer), ["/dateOfBirth"]);
      }
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }));
  return statuses;
}

/** Kill -9 of one part after another, spread over the run. */
function killEachInTurn(system: System, count: number): (index: number) => Promise<void> {
  const every = Math.floor(count / (PARTS.length + 1));
  return async (index) => {
    const part = index % every === 0 ? PARTS[index / every - 1] : undefined;
    if (part !== undefined) await system.kill(part, "SIGKILL");
  };
}

async function everythingAgrees(system: System): Promise<void> {
  const registrar = await signIn(system.url, "registrar@example.com");
  const analyst = await signIn(system.url, "analyst@example.com");
  const count = 956;
  const patients = new Set(await allOf(registrar, "/api/patients", "patients", "id"));
  assert.equal(patients.size, count);
  await eventually(async () => {
    const accounts = await allOf(registrar, "/api/billing/accounts", "accounts", "patientId");
    assert.deepEqual([accounts.length, new Set(accounts).symmetricDifference(patients).size], [count, 0]);
    return true;
  }, { deadlineMs: SETTLE_MS_MAX });
  await summaryIs(analyst, { patientsTotal: count, eventLag: 0 });
  const { body } = await analyst.get("/api/analytics/demographics");
  for (const counts of [body.bySex, body.byAgeGroup, body.byCountry, body.byCity]) {
    assert.equal(counts.reduce((sum: number, each: { count: number }) => sum + each.count, 0), count);
  }
}

/** One member of everything in a list, page after page. */
async function allOf(client: Client, path: string, list: string, member: string): Promise<string[]> {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const next = token === undefined ? "" : `&pageToken=${token}`;
    const { status, body } = await client.get(`${path}?pageSize=100${next}`);
    assert.equal(status, 200, JSON.stringify(body));
    found.push(...body[list].map((each: Record<string, string>) => each[member]));
    token = body.nextPageToken;
  } while (token !== undefined);
  return found;
}

/** Empty when there is no such process. */
async function commandLine(pid: number | undefined): Promise<string> {
  if (pid === undefined) return "";
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/cmdline`], stderr: "null" }).output();
  return new TextDecoder().decode(stdout).replaceAll("\0", " ");
}
