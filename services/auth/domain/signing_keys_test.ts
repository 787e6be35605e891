import { createTokenCheck, issueAccessToken } from "@pms/lib/auth";
import { createLogger } from "@pms/lib/telemetry";
import { eventually, type TestDatabase, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { assertSilent, ENCRYPTION_KEY } from "../testing.ts";
import { rotateKey } from "./rotate_key.ts";
import { type SigningKeys, startSigningKeys } from "./signing_keys.ts";

const silent = createLogger("auth", "error", () => {});

async function start(db: TestDatabase): Promise<SigningKeys> {
  const keys = startSigningKeys(db, ENCRYPTION_KEY, silent);
  await eventually(() => keys.ready());
  return keys;
}

const grant = { subject: "service:test", scopes: ["patient:read"], lifetimeS: 60 };

Deno.test("ten services that start at once make one key, and all of them sign with it", async () => {
  await using db = await testDatabase("auth");
  const all = await Promise.all(Array.from({ length: 10 }, () => start(db)));
  assert.equal((await db.query`select from signing_key`).length, 1);
  const [first] = all;
  for (const keys of all) {
    assert.deepEqual(keys.published(), first?.published());
    const token = await issueAccessToken(keys.current(), grant);
    const caller = await createTokenCheck(first?.find ?? assert.fail())(token);
    assert.equal(caller.subject, "service:test");
    await keys[Symbol.asyncDispose]();
  }
});

Deno.test("a restart signs with the same key, and honours what was signed before", async () => {
  await using db = await testDatabase("auth");
  const before = await start(db);
  const token = await issueAccessToken(before.current(), grant);
  await before[Symbol.asyncDispose]();

  await using after = await start(db);
  assert.equal(after.current().kid, before.current().kid);
  assert.equal((await createTokenCheck(after.find)(token)).subject, "service:test");
});

Deno.test("the newest key signs, and the older ones are still published", async () => {
  await using db = await testDatabase("auth");
  const old = await start(db);
  const token = await issueAccessToken(old.current(), grant);
  await db.query`update signing_key set signs_from = signs_from - interval '10 minutes'`;
  await using elsewhere = await testDatabase("auth");
  await using other = await start(elsewhere);
  const [row] = await elsewhere.query<{ kid: string; jwk: string; sealed: Uint8Array }>`
    select kid, public_jwk::text as jwk, sealed_private as sealed from signing_key`;
  assert.ok(row);
  await db.query`
    insert into signing_key (kid, public_jwk, sealed_private) values (${row.kid}, ${row.jwk}::text::jsonb, ${row.sealed})`;

  await using rotated = await start(db);
  assert.equal(rotated.current().kid, other.current().kid);
  assert.deepEqual(rotated.published(), [...other.published(), ...old.published()]);
  assert.equal((await createTokenCheck(rotated.find)(token)).subject, "service:test");
  await old[Symbol.asyncDispose]();
});

const DAY_S = 86_400;
const QUICK = { rotation: { leadS: 900, ageS: 90 * DAY_S }, keepS: 960, readEveryMs: 10 };
const ROTATION = { leadS: 900, ageS: 0 };

async function kidsOf(keys: SigningKeys, count: number): Promise<string[]> {
  await eventually(() => keys.published().length === count);
  return keys.published().map(({ kid }) => kid);
}

Deno.test("a next key is published before it signs, signs when its time has come, and the old one stays until its last token has expired", async () => {
  await using db = await testDatabase("auth");
  await using keys = startSigningKeys(db, ENCRYPTION_KEY, silent, QUICK);
  await eventually(() => keys.ready());
  const { kid: first } = keys.current();
  const token = await issueAccessToken(keys.current(), grant);

  assert.equal(await rotateKey(db, ENCRYPTION_KEY, ROTATION), true);
  const [next = ""] = await kidsOf(keys, 2);
  assert.notEqual(next, first);
  assert.equal(keys.current().kid, first);

  const pass = (time: string) => db.query`update signing_key set signs_from = signs_from - ${time}::text::interval`;
  await pass("899 seconds");
  assert.equal(keys.current().kid, first);
  await pass("1 second");
  await eventually(() => keys.current().kid === next);
  assert.deepEqual(await kidsOf(keys, 2), [next, first]);
  assert.equal((await createTokenCheck(keys.find)(token)).subject, "service:test");

  await pass("950 seconds");
  assert.deepEqual(await kidsOf(keys, 2), [next, first]);
  await pass("10 seconds");
  assert.deepEqual(await kidsOf(keys, 1), [next]);
  await eventually(async () => (await db.query`select from signing_key`).length === 1);
  await assert.rejects(async () => await createTokenCheck(keys.find)(token), { reason: "unauthenticated" });
});

Deno.test("when the key is of age a next one is made, one only by however many services", async () => {
  await using db = await testDatabase("auth");
  await using keys = startSigningKeys(db, ENCRYPTION_KEY, silent, QUICK);
  await eventually(() => keys.ready());
  const { kid: first } = keys.current();
  await db.query`update signing_key set signs_from = now() - interval '90 days' + interval '1 minute'`;
  await using other = startSigningKeys(db, ENCRYPTION_KEY, silent, QUICK);
  await using third = startSigningKeys(db, ENCRYPTION_KEY, silent, QUICK);
  await eventually(() => other.ready() && third.ready());
  assert.equal(keys.published().length, 1);
  await db.query`update signing_key set signs_from = signs_from - interval '1 minute'`;
  for (const each of [keys, other, third]) {
    assert.equal((await kidsOf(each, 2))[1], first);
    assert.equal(each.current().kid, first);
  }
  assert.equal((await db.query`select from signing_key`).length, 2);
});

Deno.test("of ten who rotate at once one makes a key, and while it waits nobody makes another", async () => {
  await using db = await testDatabase("auth");
  await using _keys = await start(db);
  const made = await Promise.all(Array.from({ length: 10 }, () => rotateKey(db, ENCRYPTION_KEY, ROTATION)));
  assert.equal(made.filter((each) => each).length, 1);
  assert.equal(await rotateKey(db, ENCRYPTION_KEY, ROTATION), false);
  assert.equal((await db.query`select from signing_key`).length, 2);
});

Deno.test("a key that auth could not open is not made", async () => {
  await using db = await testDatabase("auth");
  await using _keys = await start(db);
  await assert.rejects(rotateKey(db, new Uint8Array(32).fill(9), ROTATION));
  assert.equal((await db.query`select from signing_key`).length, 1);
});

Deno.test("while the database is away the keys at hand sign on", async () => {
  await using db = await testDatabase("auth");
  const lines: string[] = [];
  const log = createLogger("auth", "debug", (line) => lines.push(line));
  await using keys = startSigningKeys(db, ENCRYPTION_KEY, log, QUICK);
  await eventually(() => keys.ready());
  await db.query`alter table signing_key rename to elsewhere`;
  await eventually(() => lines.length > 0);
  const token = await issueAccessToken(keys.current(), grant);
  assert.equal((await createTokenCheck(keys.find)(token)).subject, "service:test");
  await db.query`alter table elsewhere rename to signing_key`;
});

Deno.test("the private half is not in the database, and cannot be taken out of the process", async () => {
  await using db = await testDatabase("auth");
  await using keys = await start(db);
  const [row] = await db.query<{ publicJwk: object; sealedPrivate: Uint8Array }>`
    select public_jwk, sealed_private from signing_key`;
  assert.deepEqual(Object.keys(row?.publicJwk ?? {}).toSorted(), ["alg", "crv", "kid", "kty", "use", "x"]);
  const pkcs8 = Uint8Array.fromHex("302e020100300506032b657004220420"); // How an Ed25519 key begins, RFC 8410.
  assert.ok(!(row?.sealedPrivate ?? pkcs8).toHex().includes(pkcs8.toHex()));
  await assert.rejects(crypto.subtle.exportKey("pkcs8", keys.current().privateKey));
});

Deno.test("with another encryption key the service is not ready, signs nothing, and says so without a secret", async () => {
  await using db = await testDatabase("auth");
  await (await start(db))[Symbol.asyncDispose]();
  const lines: string[] = [];
  const other = new Uint8Array(32).fill(8);
  await using keys = startSigningKeys(db, other, createLogger("auth", "debug", (line) => lines.push(line)));
  await eventually(() => lines.length > 0);
  assert.equal(keys.ready(), false);
  for (const use of [keys.current, keys.published]) assert.throws(use, { reason: "unavailable" });
  assert.equal((await db.query`select from signing_key`).length, 1);

  const [line = ""] = lines;
  assert.equal(JSON.parse(line).event, "signing keys could not be read");
  const [row] = await db.query<{ sealed: string }>`select encode(sealed_private, 'hex') as sealed from signing_key`;
  assertSilent(lines, [row?.sealed ?? "", other.toHex(), other.toBase64(), ENCRYPTION_KEY.toHex()]);
});

Deno.test("while the keys cannot be read it goes on trying", async () => {
  await using db = await testDatabase("auth");
  await db.query`alter table signing_key rename to elsewhere`;
  const lines: string[] = [];
  await using keys = startSigningKeys(db, ENCRYPTION_KEY, createLogger("auth", "debug", (line) => lines.push(line)));
  await eventually(() => lines.length > 0);
  assert.equal(keys.ready(), false);
  await db.query`alter table elsewhere rename to signing_key`;
  await eventually(() => keys.ready());
});
