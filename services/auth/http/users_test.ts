import { issueAccessToken } from "@pms/lib/auth";
import assert from "node:assert/strict";
import { addStaff, EMAIL, faultsOf, PASSWORD, refusalOf, type TestApp, testApp } from "../testing.ts";

const PATH = "/auth/users";
const NEW = { email: "Robin@example.org", displayName: "Robin Sample", roles: ["REGISTRAR"] };
const NOBODY = "00000000-0000-7000-8000-000000000000";

async function reasonOf(response: Response, status: number): Promise<string> {
  assert.equal(response.status, status);
  return (await response.json()).type.replace("/problems/", "");
}

/** An administrator's token, and one of another administrator. */
async function administrators(app: TestApp) {
  await addStaff(app.db, "second@example.org", ["ADMIN"]);
  return await bothSignedIn(app);
}

async function bothSignedIn(app: TestApp) {
  const [one, other] = [await app.signIn(), await app.signIn("second@example.org")];
  return { one: { token: one.token, id: one.user.id }, other: { token: other.token, id: other.user.id } };
}

const invite = async (app: TestApp, token: string, body: object = NEW) => {
  const response = await app.send("POST", PATH, { token, body });
  assert.equal(response.status, 201);
  return await response.json();
};

Deno.test("who is invited is listed, but cannot sign in until the link was used, and then has just the roles given", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token } = await app.signIn();
  const response = await app.send("POST", PATH, { token, body: { ...NEW, roles: ["ANALYST", "REGISTRAR"] } });
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("etag"), '"1"');
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { passwordReset, ...account } = await response.json();
  assert.equal(response.headers.get("location"), `${PATH}/${account.id}`);
  const { id: _, createdAt, updatedAt, ...rest } = account;
  assert.deepEqual(rest, {
    ...{ email: NEW.email, displayName: NEW.displayName, roles: ["REGISTRAR", "ANALYST"], disabled: false },
    ...{ passwordChangeRequired: false, passwordSet: false, version: 1 },
  });
  assert.ok(Date.now() - Date.parse(createdAt) < 60_000 && createdAt === updatedAt);
  assert.match(passwordReset.token, /^[\w-]{43}$/);
  assert.equal(passwordReset.link, `/password-reset#${passwordReset.token}`);
  const lifeMs = Date.parse(passwordReset.expiresAt) - Date.now();
  assert.ok(lifeMs > 3_500_000 && lifeMs <= 3_600_000);

  for (const password of [PASSWORD, passwordReset.token, "null"]) {
    await refusalOf(await app.send("POST", "/auth/login", { body: { email: NEW.email, password } }));
  }
  const chosen = { token: passwordReset.token, newPassword: "quiet invented kettle" };
  assert.equal((await app.send("POST", "/auth/password-reset", { body: chosen })).status, 204);
  const { user } = await app.signIn("robin@EXAMPLE.org", chosen.newPassword);
  assert.deepEqual(user.roles, ["REGISTRAR", "ANALYST"]);
  const { users } = await (await app.send("GET", PATH, { token })).json();
  assert.deepEqual(users.map(({ email, passwordSet }: Record<string, unknown>) => [email, passwordSet]), [
    [EMAIL, true],
    [NEW.email, true],
  ]);
});

Deno.test("an e-mail is one account's, whatever its case, also of two invited at once", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token } = await app.signIn();
  const taken = await app.send("POST", PATH, { token, body: { ...NEW, email: EMAIL.toUpperCase() } });
  assert.equal(await reasonOf(taken, 409), "email-taken");
  const both = await Promise.all(
    ["robin@example.org", "ROBIN@example.org"].map((email) =>
      app.send("POST", PATH, { token, body: { ...NEW, email } })
    ),
  );
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [201, 409]);
  const { id, ...other } = await invite(app, token, { ...NEW, email: "kim@example.org" });
  assert.equal(other.version, 1);
  const moved = await app.send("PATCH", `${PATH}/${id}`, { token, body: { email: "Robin@Example.org" } });
  assert.equal(await reasonOf(moved, 409), "email-taken");
  const recased = await app.send("PATCH", `${PATH}/${id}`, { token, body: { email: "KIM@example.org" } });
  assert.equal((await recased.json()).email, "KIM@example.org");
});

Deno.test("what is no account is bad input with every fault, and nothing more is taken than there is", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token, user } = await app.signIn();
  const bad: [object, string[]][] = [
    [{}, ["/displayName", "/email", "/roles"]],
    [{ email: "robin", displayName: "", roles: [] }, ["/displayName", "/email", "/roles"]],
    [{ ...NEW, roles: ["ROOT"] }, ["/roles/0"]],
    [{ ...NEW, roles: ["ANALYST", "ANALYST"] }, ["/roles"]],
    [{ ...NEW, roles: "ADMIN" }, ["/roles"]],
    [{ ...NEW, displayName: "x".repeat(101), email: `${"x".repeat(65)}@example.org` }, ["/displayName", "/email"]],
    [{ ...NEW, displayName: "a\u0000" }, ["/displayName"]],
    [{ ...NEW, id: NOBODY, password: PASSWORD, passwordHash: "x", disabled: false, version: 1 }, [
      ...["/disabled", "/id", "/password", "/passwordHash", "/version"],
    ]],
  ];
  for (const [body, pointers] of bad) {
    assert.deepEqual(await faultsOf(await app.send("POST", PATH, { token, body })), pointers, JSON.stringify(body));
  }
  const patch = (body: object) => app.send("PATCH", `${PATH}/${user.id}`, { token, body });
  for (const member of ["email", "displayName", "roles", "disabled"]) {
    assert.deepEqual(await faultsOf(await patch({ [member]: null })), [`/${member}`]);
  }
  const given = { id: NOBODY, version: 7, passwordSet: false, createdAt: "x", updatedAt: "y" };
  assert.deepEqual(await faultsOf(await patch(given)), Object.keys(given).map((name) => `/${name}`).toSorted());
  assert.deepEqual(await faultsOf(await patch({ scope: "user:write", passwordHash: "x" })), [
    "/passwordHash",
    "/scope",
  ]);
  assert.deepEqual(await faultsOf(await app.send("GET", `${PATH}?email=x`, { token })), ["/email"]);
  assert.deepEqual(await faultsOf(await app.send("GET", `${PATH}/x`, { token })), ["/id"]);
  assert.equal(await reasonOf(await app.send("GET", `${PATH}/${NOBODY}`, { token }), 404), "user-not-found");
  assert.equal(
    await reasonOf(await app.send("PATCH", `${PATH}/${NOBODY}`, { token, body: {} }), 404),
    "user-not-found",
  );
  const reset = await app.send("POST", `${PATH}/${NOBODY}/password-reset`, { token });
  assert.equal(await reasonOf(reset, 404), "user-not-found");
});

Deno.test("an account is read and changed by version, and what changes nothing makes none", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token } = await app.signIn();
  const { passwordReset: _, ...account } = await invite(app, token);
  const path = `${PATH}/${account.id}`;
  const read = await app.send("GET", path, { token });
  assert.equal(read.headers.get("etag"), '"1"');
  assert.deepEqual(await read.json(), account);
  const known = await app.send("GET", path, { token, headers: { "if-none-match": '"1"' } });
  assert.equal(known.status, 304);

  const change = (body: object, match: string) =>
    app.send("PATCH", path, { token, body, headers: { "if-match": match } });
  const changed = await change({ displayName: " Robin Other ", roles: ["CLINICIAN"] }, '"1"');
  assert.equal(changed.headers.get("etag"), '"2"');
  const after = await changed.json();
  assert.deepEqual([after.displayName, after.roles, after.version], ["Robin Other", ["CLINICIAN"], 2]);
  assert.equal(await reasonOf(await change({ displayName: "x" }, '"1"'), 412), "stale-version");
  assert.equal(await reasonOf(await change({ displayName: "x" }, "2"), 412), "stale-version");
  assert.deepEqual(await (await change(after, "*")).json(), after); // All of it sent back: nothing changes.
});

Deno.test("the list comes in pages, oldest account first", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token } = await app.signIn();
  for (let nth = 0; nth < 4; nth++) await addStaff(app.db, `${nth}@example.org`, ["ANALYST"]);
  const emails: string[] = [];
  let next: string | undefined = "";
  for (let pages = 0; next !== undefined && pages < 9; pages++) {
    const page: string = next === "" ? "" : `&pageToken=${next}`;
    const body: { users: { email: string }[]; nextPageToken?: string } =
      await (await app.send("GET", `${PATH}?pageSize=2${page}`, { token })).json();
    emails.push(...body.users.map(({ email }) => email));
    next = body.nextPageToken;
  }
  assert.deepEqual(emails, [EMAIL, ...[0, 1, 2, 3].map((nth) => `${nth}@example.org`)]);
  assert.deepEqual(await faultsOf(await app.send("GET", `${PATH}?pageToken=x&pageSize=0`, { token })), ["/pageSize"]);
  assert.deepEqual(await faultsOf(await app.send("GET", `${PATH}?pageToken=x`, { token })), ["/pageToken"]);
});

Deno.test("a repeated invitation gives the first answer, its link too, also of ten at once", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token } = await app.signIn();
  const { other } = await administrators(app);
  const send = (key: string, body: object = NEW, by = token) =>
    app.send("POST", PATH, { token: by, body, headers: { "idempotency-key": key } });
  const answers = await Promise.all(Array.from({ length: 10 }, async () => await (await send("one")).json()));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.deepEqual(await (await send("one", Object.fromEntries(Object.entries(NEW).toReversed()))).json(), answers[0]);
  assert.equal(await reasonOf(await send("one", { ...NEW, displayName: "Other" }), 422), "idempotency-key-reused");
  assert.equal(await reasonOf(await send("two"), 409), "email-taken");
  assert.equal((await send("two", { ...NEW, email: "kim@example.org" })).status, 201); // The failure was not kept.
  assert.equal(await reasonOf(await send("one", NEW, other.token), 409), "email-taken"); // Keys are each account's own.
  const [kept] = await app.db.query<{ sealedAnswer: Uint8Array }>`select sealed_answer from idempotency_key limit 1`;
  assert.ok(!new TextDecoder().decode(kept?.sealedAnswer).includes("example"));
});

Deno.test("only who holds the scope sees or changes accounts, and a right that is gone is gone at once", async () => {
  await using app = await testApp(["ADMIN"]);
  const { one, other } = await administrators(app);
  await addStaff(app.db, "desk@example.org", ["REGISTRAR", "CLINICIAN", "BILLING_CLERK", "ANALYST", "PRIVACY_OFFICER"]);
  const { token: desk, user } = await app.signIn("desk@example.org");
  const calls: [string, string, object?][] = [
    ["GET", PATH],
    ["GET", `${PATH}/${user.id}`],
    ["POST", PATH, NEW],
    ["PATCH", `${PATH}/${user.id}`, { roles: ["ADMIN"] }],
    ["POST", `${PATH}/${one.id}/password-reset`],
  ];
  for (const [method, path, body] of calls) {
    const sending = body === undefined ? {} : { body };
    assert.equal(await reasonOf(await app.send(method, path, { ...sending, token: desk }), 403), "scope-missing");
    await refusalOf(await app.send(method, path, sending));
  }
  // Nobody told this token's holder that the role is gone.
  await app.db.query`update staff set roles = array['ANALYST'] where id = ${other.id}`;
  for (const [method, path, body] of calls.slice(2)) {
    const sending = { ...(body !== undefined && { body }), token: other.token };
    assert.equal(await reasonOf(await app.send(method, path, sending), 403), "scope-missing");
  }
  assert.equal((await app.db.query`select from staff`).length, 3);
});

Deno.test("nobody changes their own roles, disables themselves or resets their own password", async () => {
  await using app = await testApp(["ADMIN"]);
  const { one } = await administrators(app);
  const path = `${PATH}/${one.id}`;
  for (const body of [{ roles: ["ADMIN", "CLINICIAN"] }, { roles: ["ANALYST"] }, { disabled: true }]) {
    assert.equal(await reasonOf(await app.send("PATCH", path, { token: one.token, body }), 409), "own-account");
  }
  const reset = await app.send("POST", `${path}/password-reset`, { token: one.token });
  assert.equal(await reasonOf(reset, 409), "own-account");
  const same = { roles: ["ADMIN"], disabled: false, displayName: "Ada Other" };
  assert.equal((await app.send("PATCH", path, { token: one.token, body: same })).status, 200);
});

Deno.test("another role, disabling and an asked-for change of password end the sessions; other changes do not", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token } = await app.signIn();
  await addStaff(app.db, "desk@example.org", ["REGISTRAR"]);
  const { user } = await app.signIn("desk@example.org");
  const path = `${PATH}/${user.id}`;
  const changes: [object, number][] = [
    [{ displayName: "Kim Sample", email: "Desk@example.org" }, 200],
    [{ roles: ["CLINICIAN"] }, 401],
    [{ passwordChangeRequired: true }, 401],
    [{ passwordChangeRequired: false }, 401],
    [{ disabled: true }, 401],
  ];
  for (const [body, status] of changes) {
    const { refreshToken } = await app.signIn("desk@example.org");
    assert.equal((await app.send("PATCH", path, { token, body })).status, 200);
    assert.equal((await app.refresh(refreshToken)).status, status, JSON.stringify(body));
  }
  const login = { body: { email: "desk@example.org", password: PASSWORD } };
  await refusalOf(await app.send("POST", "/auth/login", login));
  assert.equal((await app.send("PATCH", path, { token, body: { disabled: false } })).status, 200);
  await app.signIn("desk@example.org");
});

Deno.test("the token of a disabled account is nobody's any more where auth looks at the account", async () => {
  await using app = await testApp(["ADMIN"]);
  const { one, other } = await administrators(app);
  const path = `${PATH}/${other.id}`;
  assert.equal((await app.send("PATCH", path, { token: one.token, body: { disabled: true } })).status, 200);
  await refusalOf(await app.send("GET", "/auth/me", { token: other.token }));
  const body = { currentPassword: PASSWORD, newPassword: "quiet invented kettle" };
  await refusalOf(await app.send("POST", "/auth/password", { token: other.token, body }));
});

Deno.test("of two administrators who put each other out at once one is left, however they do it", async () => {
  await using app = await testApp(["ADMIN"]);
  await administrators(app);
  const ways = [
    (by: string, id: string) => app.send("PATCH", `${PATH}/${id}`, { token: by, body: { roles: ["ANALYST"] } }),
    (by: string, id: string) => app.send("PATCH", `${PATH}/${id}`, { token: by, body: { disabled: true } }),
    (by: string, id: string) => app.send("POST", `${PATH}/${id}/password-reset`, { token: by }),
  ];
  const hashes = await app.db.query<{ passwordHash: string }>`select password_hash from staff limit 1`;
  for (let round = 0; round < 9; round++) {
    const [first, second] = [ways[round % 3], ways[Math.floor(round / 3)]];
    assert.ok(first && second);
    const { one, other } = await bothSignedIn(app); // The round before ended their sessions.
    const answers = await Promise.all([first(one.token, other.id), second(other.token, one.id)]);
    const statuses = answers.map(({ status }) => status).toSorted();
    assert.equal(statuses[0], 200, String(statuses));
    assert.ok(statuses[1] === 403 || statuses[1] === 409, String(statuses));
    const left = await app.db.query`
      select from staff where 'ADMIN' = any(roles) and disabled_at is null and password_hash is not null`;
    assert.equal(left.length, 1);
    await app.db.query`
      update staff set roles = array['ADMIN'], disabled_at = null, password_hash = ${hashes[0]?.passwordHash ?? ""}`;
  }
});

Deno.test("a program with the scope administers staff, but not the last administrator away", async () => {
  await using app = await testApp(["ADMIN"]);
  const { user } = await app.signIn();
  const grant = { subject: "service:personnel", scopes: ["user:read", "user:write"], lifetimeS: 60 };
  const token = await issueAccessToken(app.keys.current(), grant);
  await invite(app, token, { ...NEW, roles: ["ADMIN"] }); // Without a password that one does not count yet.
  const path = `${PATH}/${user.id}`;
  for (const body of [{ roles: ["ANALYST"] }, { disabled: true }]) {
    assert.equal(await reasonOf(await app.send("PATCH", path, { token, body }), 409), "last-administrator");
  }
  assert.equal(await reasonOf(await app.send("POST", `${path}/password-reset`, { token }), 409), "last-administrator");
  await app.signIn();
});

Deno.test("what administrators do is logged with ids, whose and by whom", async () => {
  await using app = await testApp(["ADMIN"]);
  const { token, user } = await app.signIn();
  const { id } = await invite(app, token);
  await app.send("PATCH", `${PATH}/${id}`, { token, body: { disabled: true, roles: ["ANALYST"] } });
  await app.send("POST", `${PATH}/${id}/password-reset`, { token });
  const events = app.lines.map((line) => JSON.parse(line)).filter(({ actorId }) => actorId === user.id);
  assert.deepEqual(events.map(({ event, userId, part }) => [event, userId, part]), [
    ["account made", id, undefined],
    ["account changed", id, "roles"],
    ["account changed", id, "disabled"],
    ["password reset issued", id, undefined],
  ]);
});
