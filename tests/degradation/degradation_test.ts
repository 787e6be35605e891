import { openDatabase } from "@pms/lib/db";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { type Answer, type Client, signIn } from "../e2e/client.ts";
import { type DatabaseName, PATIENCE_MS, startSystem, type System } from "./system.ts";

/** What people come for; each needs some of the parts and must not miss the others. */
const WORK = ["registering", "reading", "billing", "numbers", "signing in"] as const;
type Work = (typeof WORK)[number];

interface Staff {
  readonly system: System;
  /** The gateway's answer to somebody who comes for this. */
  come(work: Work): Promise<Answer>;
  /** A patient registered now; its id. */
  register(): Promise<string>;
  /** The billing accounts of a patient. */
  accountsOf(patientId: string): Promise<unknown[]>;
  registrar: Client;
  analyst: Client;
}

const SETTLE_MS_MAX = 30_000;
/** Each piece of what is said on a line comes so much later. */
const SLOW_MS = 200;
const TOO_SLOW_MS = PATIENCE_MS + 500;
const NOBODY = { name: "Ada Example", dateOfBirth: "1990-12-10" };

Deno.test("what needs a part that is down, hung or slow is a 503, all else is served, and recovery needs no hand", async (t) => {
  await using system = await startSystem();
  const staff = await meetStaff(system);
  const { services, databases, kafka, lines } = system;
  await allWorks(staff);

  for (
    const [name, missing] of [["billing", ["billing"]], ["analytics", ["numbers"]], ["auth", ["signing in"]]] as const
  ) {
    await t.step(`${name} is down`, async () => {
      await services[name].kill();
      await onlyMissing(staff, missing);
      await gatewayShows(system, name, "down");
      await services[name].start();
      await allWorks(staff);
      await gatewayShows(system, name, "up");
    });
    await t.step(`${name} hangs, with many who wait for it`, async () => {
      services[name].hang();
      try {
        const waiting = Array.from({ length: 50 }, () => staff.come(missing[0]));
        await onlyMissing(staff, missing);
        for (const answer of await Promise.all(waiting)) isUnavailable(answer);
        await gatewayShows(system, name, "down");
      } finally {
        services[name].resume();
      }
      await allWorks(staff);
    });
  }

  await t.step("patient is down", async () => {
    await services.patient.kill();
    await onlyMissing(staff, ["registering", "reading"]);
    await gatewayShows(system, "patient", "down");
    await services.patient.start();
    await allWorks(staff);
  });
  await t.step("patient hangs, with many who wait for it", async () => {
    services.patient.hang();
    try {
      const waiting = Array.from({ length: 50 }, () => staff.come("reading"));
      await onlyMissing(staff, ["registering", "reading"]);
      for (const answer of await Promise.all(waiting)) isUnavailable(answer);
    } finally {
      services.patient.resume();
    }
    await allWorks(staff);
  });

  await t.step("who registers while billing is down or hangs gets an account afterwards", async () => {
    await services.billing.kill();
    const first = await staff.register();
    const shown = async () => (await readiness(system, "patient")).checks["billing"];
    await eventually(async () => await shown() === "down", { deadlineMs: SETTLE_MS_MAX });
    await services.billing.start();
    await eventually(async () => await shown() === "up", { deadlineMs: SETTLE_MS_MAX });
    services.billing.hang();
    let second: string;
    try {
      second = await staff.register();
    } finally {
      services.billing.resume();
    }
    for (const id of [first, second]) {
      await eventually(async () => (await staff.accountsOf(id)).length === 1, { deadlineMs: SETTLE_MS_MAX });
    }
  });

  await t.step("the line to billing is slow, then too slow", async () => {
    try {
      lines.billing.slow(SLOW_MS);
      await allWorks(staff);
      lines.billing.slow(TOO_SLOW_MS);
      await onlyMissing(staff, ["billing"]);
    } finally {
      lines.billing.mend();
    }
    await allWorks(staff);
  });

  const spoiltKafka = {
    "is down": [() => kafka.kill(), () => kafka.start()],
    "hangs": [() => kafka.hang(), () => kafka.resume()],
    "is slow": [() => lines.kafka.slow(SLOW_MS), () => lines.kafka.mend()],
  } as const;
  for (const [what, [spoil, heal]] of Object.entries(spoiltKafka)) {
    await t.step(`Kafka ${what}: all is served, and the numbers come right afterwards`, async () => {
      await spoil();
      try {
        await staff.register();
        await onlyMissing(staff, []);
        if (what === "is down") {
          await eventually(async () => (await readiness(system, "analytics")).checks["consumer"] === "down");
        }
      } finally {
        await heal();
      }
      await numbersComeRight(staff);
    });
  }

  const needs: Readonly<Record<DatabaseName, readonly Work[]>> = {
    auth: ["signing in"],
    patient: ["registering", "reading"],
    billing: ["billing"],
    analytics: ["numbers"],
  };
  for (const [name, missing] of Object.entries(needs) as [DatabaseName, readonly Work[]][]) {
    const { line } = databases[name];
    for (const [what, spoil] of [["is down", () => line.cut()], ["hangs", () => line.hang()]] as const) {
      await t.step(`${name}'s database ${what}`, async () => {
        await spoil();
        try {
          await onlyMissing(staff, missing);
          await databaseShows(system, name, "down");
        } finally {
          line.mend();
        }
        await allWorks(staff);
        await databaseShows(system, name, "up");
      });
    }
  }
  await t.step("all databases are slow, then too slow", async () => {
    const names = Object.keys(needs) as DatabaseName[];
    try {
      for (const name of names) databases[name].line.slow(SLOW_MS / 4);
      await allWorks(staff);
      for (const name of names) databases[name].line.slow(TOO_SLOW_MS);
      await onlyMissing(staff, WORK);
      for (const name of names) await databaseShows(system, name, "down");
    } finally {
      for (const name of names) databases[name].line.mend();
    }
    await allWorks(staff);
    for (const name of names) await databaseShows(system, name, "up");
  });

  await t.step("a statement ends when the gateway's patience does, long before its own time-out", async () => {
    await using locked = await lockedAccounts(system);
    isUnavailable(await staff.come("billing"));
    await eventually(async () => await locked.waiting() === 0, { deadlineMs: 2_000 });
  });

  await t.step("a client who goes away takes the statement along", async () => {
    await eventually(async () => (await staff.come("billing")).status === 200);
    await using locked = await lockedAccounts(system);
    const leave = new AbortController();
    const url = `http://${system.endpoints.billing.http}/api/billing/accounts`;
    const asked = fetch(url, { headers: { authorization: staff.registrar.authorization }, signal: leave.signal });
    const left = assert.rejects(asked, { name: "AbortError" });
    await eventually(async () => await locked.waiting() === 1);
    leave.abort();
    await left;
    await eventually(async () => await locked.waiting() === 0, { deadlineMs: 3_000 });
  });

  await t.step("a storm of sign-ins keeps nobody else waiting", async () => {
    const storm = Array.from({ length: 100 }, () => staff.come("signing in"));
    for (let round = 0; round < 10; round++) {
      for (const work of ["registering", "reading", "billing", "numbers"] as const) {
        const { status } = await staff.come(work);
        assert.ok(status < 300, `${work}: ${status}`);
      }
    }
    for (const answer of await Promise.all(storm)) if (answer.status !== 200) isUnavailable(answer);
    await allWorks(staff);
  });
});

async function meetStaff(system: System): Promise<Staff> {
  const registrar = await eventually(() => signIn(system.url, "registrar@example.com"));
  const analyst = await signIn(system.url, "analyst@example.com");
  const { body } = await registrar.send("POST", "/api/patients", NOBODY);
  const known = `/api/patients/${body.id}`;
  const come = {
    "registering": () => registrar.send("POST", "/api/patients", NOBODY),
    "reading": () => registrar.get(known),
    "billing": () => registrar.get("/api/billing/accounts?pageSize=1"),
    "numbers": () => analyst.get("/api/analytics/summary"),
    "signing in": () => tryToSignIn(system.url),
  };
  return {
    system,
    registrar,
    analyst,
    come: (work) => come[work](),
    register: async () => {
      const { status, body } = await come["registering"]();
      assert.equal(status, 201);
      return body.id;
    },
    accountsOf: async (id) => (await registrar.get(`/api/billing/accounts?patientId=${id}`)).body.accounts,
  };
}

async function tryToSignIn(url: string): Promise<Answer> {
  const response = await fetch(`${url}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "registrar@example.com", password: "password123" }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Everybody gets what they come for, after a while. */
async function allWorks({ come }: Staff): Promise<void> {
  for (const work of WORK) {
    await eventually(async () => (await come(work)).status < 300, { deadlineMs: SETTLE_MS_MAX });
  }
}

/** What is missing is a 503 each time, and all else is served each time. */
async function onlyMissing({ come }: Staff, missing: readonly Work[]): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await Promise.all(WORK.map(async (work) => {
      const answer = await come(work);
      if (missing.includes(work)) isUnavailable(answer);
      else assert.ok(answer.status < 300, `${work}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }));
  }
}

function isUnavailable({ status, headers, body }: Answer): void {
  assert.equal(status, 503, JSON.stringify(body));
  assert.match(headers.get("retry-after") ?? "", /^\d+$/);
  assert.equal(headers.get("content-type"), "application/problem+json");
  assert.equal(body.type, "/problems/unavailable");
}

async function numbersComeRight({ analyst, registrar, system }: Staff): Promise<void> {
  await using database = openDatabase({ url: system.databases.patient.url, poolMax: 1, applicationName: "test" });
  await eventually(async () => {
    const [row] = await database.query<{ count: number }>`select count(*)::integer from patient`;
    const { body } = await analyst.get("/api/analytics/summary");
    assert.deepEqual([body.patientsTotal, body.eventLag], [row?.count, 0]);
    return true;
  }, { deadlineMs: SETTLE_MS_MAX });
  assert.equal((await registrar.get("/api/patients?pageSize=1")).status, 200);
}

interface Readiness {
  readonly status: "up" | "down";
  readonly checks: Readonly<Record<string, "up" | "down">>;
}

async function readiness(system: System, name: DatabaseName | "gateway"): Promise<Readiness> {
  const response = await fetch(`http://${system.endpoints[name].http}/readyz`);
  const body = await response.json();
  assert.equal(response.status, body.status === "up" ? 200 : 503);
  return body;
}

/** The gateway itself stays ready: without one of them it serves the others. */
async function gatewayShows(system: System, name: string, state: "up" | "down"): Promise<void> {
  await eventually(async () => {
    const { status, checks } = await readiness(system, "gateway");
    assert.deepEqual([status, checks[name]], ["up", state]);
    return true;
  });
}

/** A service is as ready as its database. */
async function databaseShows(system: System, name: DatabaseName, state: "up" | "down"): Promise<void> {
  await eventually(async () => {
    const { status, checks } = await readiness(system, name);
    assert.deepEqual([status, checks["database"]], [state, state]);
    return true;
  });
}

/** Billing's accounts, which nobody can read for the time being. */
async function lockedAccounts(system: System) {
  const { url } = system.databases.billing;
  const operator = openDatabase({ url, poolMax: 2, applicationName: "operator", statementTimeoutMs: 60_000 });
  const release = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holding = operator.transaction(async (query) => {
    await query`lock table account in access exclusive mode`;
    locked.resolve();
    await release.promise;
  });
  await Promise.race([locked.promise, holding]);
  return {
    /** How many of the service's reads wait for it. */
    waiting: async () => {
      const [row] = await operator.query<{ count: number }>`
        select count(*)::integer from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%select%account%'`;
      return row?.count;
    },
    [Symbol.asyncDispose]: async () => {
      release.resolve();
      await holding;
      await operator[Symbol.asyncDispose]();
    },
  };
}
