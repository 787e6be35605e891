import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { makeKey } from "../../services/auth/domain/make_key.ts";
import { insertFirstKey } from "../../services/auth/sql/signing_keys.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ENCRYPTION_KEY = new Uint8Array(32).fill(3);

/** `deno task auth …` as an operator runs it in production, with variables. */
async function run(url: string, args: readonly string[], key: Uint8Array = ENCRYPTION_KEY) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "auth", ...args],
    cwd: ROOT,
    env: { DATABASE_URL_AUTH: url, AUTH_KEY_ENCRYPTION_KEY: key.toBase64(), NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, said: text(stdout), complained: text(stderr) };
}

Deno.test("deno task auth keys lists the signing keys and makes a next one, once", async () => {
  await using db = await testDatabase("auth");
  const first = await makeKey(ENCRYPTION_KEY);
  await insertFirstKey(db, first);
  const before = await run(db.url, ["keys", "list"]);
  assert.match(before.said, new RegExp(`^${first.kid}  signing  made \\S+Z  signs from \\S+Z$`));

  const wrong = await run(db.url, ["keys", "rotate"], new Uint8Array(32));
  assert.deepEqual([wrong.code, (await db.query`select from signing_key`).length], [1, 1]);
  assert.match(wrong.complained, /not the one that the signing keys are sealed with/);

  const rotated = await run(db.url, ["keys", "rotate"]);
  assert.equal(rotated.code, 0, rotated.complained);
  assert.match(rotated.said, /^A next key is published\. It signs in 15 minutes/);
  assert.match((await run(db.url, ["keys", "rotate"])).said, /waiting already/);
  const lines = (await run(db.url, ["keys", "list"])).said.split("\n");
  assert.deepEqual(lines.map((line) => / {2}(next|signing|old) /.exec(line)?.[1]), ["next", "signing"]);
  assert.ok(lines[1]?.startsWith(first.kid));
});

Deno.test("deno task auth says how it is used", async () => {
  for (const args of [[], ["keys"], ["keys", "remove"], ["keys", "list", "more"], ["bootstrap"], ["bootstrap", "me"]]) {
    const { code, complained } = await run("postgres://nobody@127.0.0.1:1/auth", args);
    assert.deepEqual([code, complained.startsWith("Use: deno task auth")], [1, true], args.join(" "));
  }
});
