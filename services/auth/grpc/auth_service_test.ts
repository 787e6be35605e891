import { createRevocations, type ServiceTokens } from "@pms/lib/auth";
import { follow, serveGrpc } from "@pms/lib/grpc";
import { watchRevocations } from "@pms/lib/guard";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { eventually, testDatabase, testVerifier, tokenFor } from "@pms/lib/testing";
import { AuthService } from "@pms/proto";
import assert from "node:assert/strict";
import { followRevocations } from "../domain/revocation_log.ts";
import { endSession, insertSession } from "../sql/sessions.ts";
import { findStaffByEmail } from "../sql/staff.ts";
import { addStaff, EMAIL } from "../testing.ts";
import { authService } from "./auth_service.ts";

const silent = createLogger("auth", "error", () => {});
const tokens: ServiceTokens = { get: () => tokenFor("service:auth.revocations"), discard: () => {} };

function watch(port: number) {
  const revocations = createRevocations();
  const target = `127.0.0.1:${port}`;
  const watching = watchRevocations({ target, tokens, revocations, metrics: createMetrics("test"), log: silent });
  return { ...watching, has: revocations.has };
}

async function serve(database: Awaited<ReturnType<typeof testDatabase>>, streamsMax: number) {
  const log = followRevocations(database.query, 960, silent);
  const server = await serveGrpc(authService({ revocations: log, streamsMax }), {
    hostname: "127.0.0.1",
    port: 0,
    verifier: await testVerifier(),
    health: createHealth(),
    log: silent,
  });
  return {
    port: server.port,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await log[Symbol.asyncDispose]();
    },
  };
}

Deno.test("a session that ends in the database is revoked at everybody who watches, whichever auth they watch", async () => {
  await using db = await testDatabase("auth");
  await addStaff(db, EMAIL, ["REGISTRAR"]);
  const staff = await findStaffByEmail(db.query, EMAIL);
  assert.ok(staff !== undefined && staff.passwordHash !== null);
  const owner = { id: staff.id, passwordHash: staff.passwordHash };
  const sessions: string[] = [];
  for (const fill of [1, 2]) {
    sessions.push(await insertSession(db.query, owner, new Uint8Array(32).fill(fill)) ?? assert.fail("no session"));
  }
  const [ended = "", other = ""] = sessions;
  await using one = await serve(db, 10);
  await using two = await serve(db, 10);
  await using first = watch(one.port);
  await using second = watch(one.port);
  await using third = watch(two.port);
  const all = [first, second, third];
  await eventually(() => all.every(({ live }) => live()));
  await endSession(db.query, ended);
  await eventually(() => all.every(({ has }) => has(ended)));
  assert.deepEqual(all.map(({ has }) => has(other)), [false, false, false]);
});

Deno.test("no more may watch at once than is configured, and one that goes makes room", async () => {
  await using db = await testDatabase("auth");
  await using auth = await serve(db, 2);
  await using first = watch(auth.port);
  const second = watch(auth.port);
  await eventually(() => first.live() && second.live());
  const options = { what: "The auth service", tokens, silenceMs: 10_000, signal: new AbortController().signal };
  const target = `127.0.0.1:${auth.port}`;
  const refused = follow(AuthService.watchRevocations, { since: 0 }, { ...options, target });
  await assert.rejects(refused.next(), { reason: "too-many-requests" });
  await assert.rejects(follow(AuthService.watchRevocations, { since: -1 }, { ...options, target }).next(), {
    reason: "invalid-input",
  });

  await using third = watch(auth.port);
  const [live] = await Promise.all([
    eventually(() => third.live()).then(() => "in time"),
    second[Symbol.asyncDispose](),
  ]);
  assert.equal(live, "in time");
  assert.equal(first.live(), true);
});
