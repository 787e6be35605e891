import assert from "node:assert/strict";
import { addStaff, EMAIL, faultsOf, PASSWORD, RULES, testApp } from "../testing.ts";

const WRONG = "a-wrong-invented-password";
const from = (address: string) => ({ headers: { "x-client-address": address } });

Deno.test("after five wrong passwords also the right one waits, whoever asks, and then signs in and clears the count", async () => {
  await using app = await testApp();
  const login = async (email: string, password: string, address = "192.0.2.1") => {
    const response = await app.send("POST", "/auth/login", { body: { email, password }, ...from(address) });
    return [response.status, response.headers.get("retry-after")] as const;
  };
  for (const email of [EMAIL, "nobody@example.org"]) {
    for (let nth = 0; nth < 5; nth++) assert.deepEqual(await login(email, WRONG), [401, null]);
    assert.deepEqual(await login(email.toUpperCase(), PASSWORD, "192.0.2.99"), [429, "1"]);
    app.pass(1_000);
    assert.deepEqual(await login(email, WRONG), [401, null]);
    assert.deepEqual(await login(email, WRONG), [429, "2"]);
  }
  app.pass(2_000);
  assert.deepEqual(await login(EMAIL, PASSWORD), [200, null]);
  for (let nth = 0; nth < 5; nth++) assert.deepEqual(await login(EMAIL, WRONG), [401, null]);
});

Deno.test("a refusal by the limit is the same for an account and for none, and hashes nothing", async () => {
  await using app = await testApp(["REGISTRAR"], { ...RULES, failuresMax: 1 });
  const problems: unknown[] = [];
  for (const email of [EMAIL, "nobody@example.org"]) {
    await app.send("POST", "/auth/login", { body: { email, password: WRONG } });
    // A hash that argon2 cannot read would be a 500.
    await app.db.query`update staff set password_hash = '$argon2id$broken'`;
    const response = await app.send("POST", "/auth/login", { body: { email, password: PASSWORD } });
    assert.equal(response.status, 429);
    const { traceId: _, ...problem } = await response.json();
    problems.push(problem);
  }
  assert.deepEqual(problems[0], problems[1]);
});

Deno.test("of a hundred right passwords at once all sign in, and of twenty wrong ones at once five are looked at", async () => {
  await using app = await testApp();
  await Promise.all(Array.from({ length: 100 }, () => app.signIn()));
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => {
    return (await app.send("POST", "/auth/login", { body: { email: EMAIL, password: WRONG } })).status;
  }));
  assert.deepEqual(Object.entries(Object.groupBy(statuses, String)).map(([status, all]) => [status, all?.length]), [
    ["401", 5],
    ["429", 15],
  ]);
});

Deno.test("an address that has used its failures up waits, whichever account it tries, and other addresses do not", async () => {
  await using app = await testApp(["REGISTRAR"], { ...RULES, address: { failuresMax: 3, refillMs: 2_000 } });
  const login = async (email: string, password: string, address: string) => {
    return (await app.send("POST", "/auth/login", { body: { email, password }, ...from(address) })).status;
  };
  await addStaff(app.db, "bob@example.org", ["ANALYST"]);
  for (let nth = 0; nth < 3; nth++) assert.equal(await login(`${nth}@example.org`, WRONG, "2001:db8::1"), 401);
  assert.equal(await login("bob@example.org", PASSWORD, "2001:db8::2"), 429); // The same /64.
  assert.equal(await login("bob@example.org", PASSWORD, "2001:db8:0:1::1"), 200);
  app.pass(2_000);
  assert.equal(await login("bob@example.org", PASSWORD, "2001:db8::2"), 200);
});

Deno.test("who has only a token cannot guess the current password any faster", async () => {
  await using app = await testApp(["REGISTRAR"], { ...RULES, failuresMax: 2 });
  const { token } = await app.signIn();
  const change = (currentPassword: string) =>
    app.send("POST", "/auth/password", { token, body: { currentPassword, newPassword: "quiet-invented-kettle" } });
  for (let nth = 0; nth < 2; nth++) assert.deepEqual(await faultsOf(await change(WRONG)), ["/currentPassword"]);
  assert.equal((await change(PASSWORD)).status, 429);
  app.pass(1_000);
  assert.equal((await change(PASSWORD)).status, 204);
});
