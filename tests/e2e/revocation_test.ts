import { openDatabase } from "@pms/lib/db";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { installationOf } from "../leash/installation.ts";
import { signIn, tokenOf } from "./client.ts";
import { newDataDir, startSystem, type System } from "./system.ts";

/** What is promised, and what it takes a loaded machine to look. */
const EVERYWHERE_MS = 5_000;
const LOOKED_FOR_MS = 30_000;

const ANSWERING = ["gateway", "patient", "billing", "analytics"] as const;

Deno.test("a session that ends is over everywhere within five seconds, also across auth's death", async (t) => {
  const dataDir = await newDataDir();
  await using system = await startSystem(dataDir);
  const installation = await installationOf(dataDir);
  const doors = doorsOf(system, installation.endpoints);
  const servicesAtFirst = await pids(system);

  async function refusedEverywhere(token: string): Promise<void> {
    const startedMs = performance.now();
    await eventually(async () => {
      for (const door of doors) assert.equal(await ask(door, token), 401, door);
      return true;
    });
    const tookMs = performance.now() - startedMs;
    assert.ok(tookMs < EVERYWHERE_MS, `it took ${tookMs} ms`);
  }

  async function takenEverywhere(token: string): Promise<void> {
    for (const door of doors) assert.notEqual(await ask(door, token), 401, door);
  }

  async function revocations(): Promise<string[]> {
    return await Promise.all(ANSWERING.map(async (name) => {
      const response = await fetch(`http://${installation.endpoints[name].http}/readyz`);
      const { checks } = await response.json();
      return `${response.status} ${checks.revocations}`;
    }));
  }
  const all = (state: string) => ANSWERING.map(() => `200 ${state}`);

  await t.step("signing out with the access token alone", async () => {
    const token = await tokenOf(system.url, "registrar@example.com");
    await takenEverywhere(token);
    assert.equal((await fetch(`${system.url}/auth/logout`, { method: "POST", headers: bearer(token) })).status, 204);
    await refusedEverywhere(token);
  });

  await t.step("an administrator ends somebody's session, and only that one", async () => {
    const [ended, other] = [
      await tokenOf(system.url, "clinician@example.com"),
      await tokenOf(system.url, "clinician@example.com"),
    ];
    const admin = await signIn(system.url, "admin@example.com");
    const { sub } = claimsOf(ended);
    const { sessions } = (await admin.get(`/auth/sessions?userId=${sub}`)).body;
    assert.equal(sessions.length, 2);
    assert.equal((await admin.send("DELETE", `/auth/sessions/${claimsOf(ended).sid}`)).status, 204);
    await refusedEverywhere(ended);
    await takenEverywhere(other);
  });

  await t.step("five accounts whose sessions end at once, in the middle of traffic", async () => {
    const names = ["registrar", "clinician", "billing", "analyst", "privacy"];
    const tokens = await Promise.all(names.map((name) => tokenOf(system.url, `${name}@example.com`)));
    using _traffic = keepAsking(system.url, await tokenOf(system.url, "admin@example.com"));
    await using database = openDatabase({
      url: installation.databaseUrls["auth"] ?? "",
      poolMax: 1,
      applicationName: "test",
    });
    await database.query`
      update session set ended_at = now()
      where ended_at is null and staff_id in (select id from staff where not 'ADMIN' = any(roles))`;
    await Promise.all(tokens.map(refusedEverywhere));
  });

  await t.step("while auth is gone tokens are honoured, and readiness says that nothing new arrives", async () => {
    const [token, ended] = [
      await tokenOf(system.url, "registrar@example.com"),
      await tokenOf(system.url, "registrar@example.com"),
    ];
    assert.equal((await fetch(`${system.url}/auth/logout`, { method: "POST", headers: bearer(ended) })).status, 204);
    await refusedEverywhere(ended);
    await system.kill("auth", "SIGSTOP"); // It holds its connections: only the silence tells.
    await eventually(async () => (assert.deepEqual(await revocations(), all("down")), true));
    for (const name of ANSWERING.slice(1)) {
      assert.match(await metricsOf(installation.endpoints[name].http), /^auth_revocation_stream_up\{[^}]*\} 0$/m, name);
    }
    for (const door of doors.slice(0, -1)) {
      assert.notEqual(await ask(door, token), 401, door);
      assert.equal(await ask(door, ended), 401, door);
    }

    await using database = openDatabase({
      url: installation.databaseUrls["auth"] ?? "",
      poolMax: 1,
      applicationName: "test",
    });
    await database.query`update session set ended_at = now() where id = ${claimsOf(token).sid}`;
    await system.kill("auth", "SIGKILL");
    await eventually(async () => (assert.deepEqual(await revocations(), all("up")), true), {
      deadlineMs: LOOKED_FOR_MS,
    });
    await refusedEverywhere(token);
    await refusedEverywhere(ended);
  });

  await t.step("a service that starts anew knows what was revoked before", async () => {
    const token = await tokenOf(system.url, "registrar@example.com");
    assert.equal((await fetch(`${system.url}/auth/logout`, { method: "POST", headers: bearer(token) })).status, 204);
    await refusedEverywhere(token);
    const before = await system.pidOf("billing");
    await system.kill("billing", "SIGKILL");
    await eventually(async () => {
      assert.notEqual(await system.pidOf("billing"), before);
      return (await revocations())[ANSWERING.indexOf("billing")] === "200 up";
    }, { deadlineMs: LOOKED_FOR_MS });
    await refusedEverywhere(token);
  });

  await t.step("no other service ended by any of this", async () => {
    const now = await pids(system);
    for (const name of ["gateway", "patient", "analytics"]) assert.equal(now[name], servicesAtFirst[name], name);
  });
  await system.stop();
  await Deno.remove(dataDir, { recursive: true });
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A path of each service, asked directly and through the gateway; auth's own last. */
function doorsOf(
  system: System,
  endpoints: {
    patient: { http: string };
    billing: { http: string };
    analytics: { http: string };
    auth: { http: string };
  },
): string[] {
  return [
    `${system.url}/api/patients`,
    `${system.url}/api/analytics/summary`,
    `http://${endpoints.patient.http}/api/patients`,
    `http://${endpoints.billing.http}/api/billing/accounts`,
    `http://${endpoints.analytics.http}/api/analytics/summary`,
    `http://${endpoints.auth.http}/auth/me`,
  ];
}

async function ask(url: string, token: string): Promise<number> {
  const response = await fetch(url, { headers: bearer(token) });
  await response.body?.cancel();
  return response.status;
}

function claimsOf(token: string): { readonly sub: string; readonly sid: string } {
  const [, payload = ""] = token.split(".");
  return JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(payload, { alphabet: "base64url" })));
}

async function metricsOf(address: string): Promise<string> {
  return await (await fetch(`http://${address}/metrics`)).text();
}

/** Requests one after another, as they come in a clinic, until disposed. */
function keepAsking(url: string, token: string): Disposable {
  let going = true;
  (async () => {
    while (going) assert.equal(await ask(`${url}/api/patients`, token), 200);
  })();
  return {
    [Symbol.dispose]: () => {
      going = false;
    },
  };
}

async function pids(system: System): Promise<Record<string, number | undefined>> {
  return Object.fromEntries(await Promise.all(ANSWERING.map(async (name) => [name, await system.pidOf(name)])));
}
