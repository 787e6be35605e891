import assert from "node:assert/strict";
import { type Canary, nameOf } from "./people.ts";
import type { Answer, Gateway, Sending } from "./gateway.ts";

const BODY_BYTES_MAX = 1_048_576;

/** What everybody's program may put into headers; some of it is read, none of it is anybody's business. */
function chatter({ email, note, familyName, givenName }: Canary): Record<string, string> {
  return {
    "user-agent": `${givenName}/1.0`,
    "traceparent": `00-${note}-${familyName}-01`,
    "tracestate": `vendor=${note}`,
    "baggage": `user=${encodeURIComponent(email)}`,
    "referer": `https://example.org/?patient=${familyName}`,
    "x-request-id": note,
    "x-forwarded-for": familyName,
    "from": email,
    "cookie": `name=${familyName}`,
    "accept-language": familyName,
  };
}

/** Sends one person's values through every call of the contract, where they belong and where they do not. */
export async function sendEverywhere(gateway: Gateway, canary: Canary, other: Canary): Promise<void> {
  const extra = chatter(canary);
  const send = (sending: Sending) => gateway.send({ ...sending, headers: { ...extra, ...sending.headers } });
  const path = await register(send, canary, other);
  await look(send, canary, path);
  await change(send, canary, other, path);
  await countAndBill(send, canary, path);
  await administer(send, canary);
  await signIn(send, canary);
  await sendNonsense(gateway, canary);
}

type Send = (sending: Sending) => Promise<Answer>;

async function register(send: Send, canary: Canary, other: Canary): Promise<string> {
  const { familyName, givenName, email, phone, address, dateOfBirth, note } = canary;
  const name = nameOf(canary);
  const person = {
    name,
    familyName,
    givenName,
    email,
    phone,
    address,
    dateOfBirth,
    sex: "female",
    city: "Neustadt",
    country: "DE",
  };
  const post = (body: unknown, headers: Record<string, string> = {}, more: Partial<Sending> = {}) =>
    send({ operation: "registerPatient", method: "POST", path: "/api/patients", body, headers, ...more });

  const key = { "idempotency-key": note };
  const { status, body } = await post(person, key);
  assert.equal(status, 201, JSON.stringify(body));
  assert.equal((await post(person, key)).status, 201);
  assert.equal((await post({ ...person, name: nameOf(other) }, key)).status, 422);

  const bad: unknown[] = [
    {},
    [name],
    name,
    { ...person, dateOfBirth: familyName },
    { ...person, email: address },
    { ...person, phone: familyName },
    { ...person, phone: email },
    { ...person, sex: givenName },
    { ...person, country: familyName },
    { ...person, language: address },
    { ...person, registeredDate: email },
    { ...person, name: { first: givenName, last: familyName } },
    { ...person, name: [name] },
    { ...person, name: `${name}\0` },
    { ...person, name: `${name}\ud800` },
    { ...person, name: name.repeat(20) },
    { ...person, address: address.repeat(100) },
    { ...person, id: note },
    { ...person, mrn: familyName },
    { ...person, nickname: givenName },
    { ...person, note: { text: address } },
    { name: dateOfBirth, dateOfBirth: name },
    ...`{"name": "${name}", "email": ${email}}|{"name": "${name}"|"${name}|${name}|{"a": "${name}", "a": "${email}"}`
      .split("|"),
    "[".repeat(40) + JSON.stringify(name) + "]".repeat(40),
    Uint8Array.from([...new TextEncoder().encode(`{"name": "${name}`), 0xff, 0x22, 0x7d]),
    JSON.stringify({ name: name.padEnd(BODY_BYTES_MAX, familyName) }),
  ];
  for (const each of bad) assert.match(String((await post(each)).status), /^(400|413)$/);
  await post({ ...person, [familyName]: 1, [email]: { [address]: note } }, {}, { namesMember: true });
  await post(person, { "idempotency-key": `${name} ${note}` }); // A space is none of a key's characters.
  await post(person, { "content-type": `text/${familyName}` });
  await post(person, { "content-type": `application/json; charset=${familyName}` });
  await post(person, { "content-encoding": note });
  await post(person, { expect: familyName });
  await post(person, {}, { path: `/api/patients?allowDuplicate=${familyName}` });
  await post(person, {}, { path: `/api/patients?name=${encodeURIComponent(name)}&email=${email}` });
  await post(person, {}, { path: `/api/patients?${encodeURIComponent(email)}=1`, namesMember: true });
  for (const token of [null, note, familyName]) await post(person, {}, { token });
  return `/api/patients/${body.id}`;
}

async function look(send: Send, canary: Canary, path: string): Promise<void> {
  const { familyName, givenName, email, phone, address, dateOfBirth, note } = canary;
  const name = nameOf(canary);
  const get = (query: string, more: Partial<Sending> = {}) =>
    send({ operation: "listPatients", method: "GET", path: `/api/patients${query}`, ...more });
  const first = await get("?pageSize=1");
  assert.equal(first.status, 200);
  await get("?sort=name&pageSize=2");
  for (const parameter of ["sort", "pageToken", "pageSize", "name", "query", "filter"]) {
    await get(`?${parameter}=${encodeURIComponent(name)}`);
    await get(`?${parameter}=${encodeURIComponent(email)}`);
  }
  await get(`?pageSize=1&pageSize=${familyName}`);
  await get(`?${familyName}=${givenName}`, { namesMember: true });
  await get("", { token: note });

  const search = (body: unknown, more: Partial<Sending> = {}) =>
    send({ operation: "searchPatients", method: "POST", path: "/api/patients/search", body, ...more });
  for (const filter of [{ name }, { email }, { phone }, { dateOfBirth }, { name, email, phone, dateOfBirth }]) {
    const { status, body } = await search(filter);
    assert.deepEqual([status, body.patients.length > 0], [200, true]);
  }
  await search({ pageSize: 1, sort: "-name" });
  await search({ mrn: familyName });
  const bad = [
    { phone: familyName },
    { dateOfBirth: name },
    { name: [name] },
    { email: { is: email } },
    { sort: givenName },
    { pageSize: familyName },
    { pageToken: note },
    { pageToken: btoa(JSON.stringify({ after: name, list: email })) },
    { address },
    `{"name": "${name}"`,
  ];
  for (const each of bad) assert.equal((await search(each)).status, 400, JSON.stringify(each));
  await search({ [name]: email }, { namesMember: true });
  await search({ name }, { path: `/api/patients/search?name=${familyName}` });
  await search({ name }, { token: null });

  const one = (at: string, more: Partial<Sending> = {}) =>
    send({ operation: "getPatient", method: "GET", path: at, ...more });
  assert.equal((await one(path)).status, 200);
  await one(path, { headers: { "if-none-match": `"${familyName}"` } });
  await one(`${path}?name=${familyName}`);
  for (
    const id of [familyName, encodeURIComponent(name), email, phone, encodeURIComponent(address), dateOfBirth, note]
  ) {
    assert.equal((await one(`/api/patients/${id}`)).status, 400);
    for (const token of [null, note]) assert.equal((await one(`/api/patients/${id}`, { token })).status, 401);
    // None of these is a path of ours.
    for (const at of [`/${id}`, `/api/${id}`, `/api/patients/${id}/visits`, `${path}/${id}`, `/api/patients%2f${id}`]) {
      await send({ method: "GET", path: at });
      await send({ method: "POST", path: at, body: { name }, token: null });
    }
    await send({ method: "OPTIONS", path: `/api/patients/${id}` });
    await send({ method: "PUT", path: `/auth/${id}`, body: { name } });
  }
}

async function change(send: Send, canary: Canary, other: Canary, path: string): Promise<void> {
  const { familyName, givenName, email, address, dateOfBirth, note } = canary;
  const name = nameOf(canary);
  const put = (body: unknown, more: Partial<Sending> = {}) =>
    send({ operation: "replacePatient", method: "PUT", path, body, ...more });
  const person = { name: nameOf(other), dateOfBirth, email, address: other.address, city: "Neustadt" };
  assert.equal((await put(person)).status, 200);
  await put({ ...person, mrn: familyName });
  await put({ ...person, createdAt: dateOfBirth, version: name });
  await put({ ...person, dateOfBirth: email });
  await put(`{"name": "${name}"`);
  await put(person, { headers: { "if-match": `"${note}"` } });
  await put(person, { headers: { "if-match": familyName } });
  await put(person, { path: `/api/patients/${familyName}` });
  await put(person, { token: null, path: `/api/patients/${encodeURIComponent(name)}` });

  const patch = (body: unknown, more: Partial<Sending> = {}) =>
    send({ operation: "patchPatient", method: "PATCH", path, body, ...more });
  assert.equal((await patch({ name, givenName, familyName: other.familyName, email: null })).status, 200);
  await patch({ email: name });
  await patch({ dateOfBirth: address, phone: email });
  await patch({ [familyName]: null }, { namesMember: true });
  await patch({ name }, { headers: { "content-type": "application/json" } });
  await patch({ name }, { path: `/api/patients/${email}` });
  await patch({ name }, { headers: { "if-match": `W/"${familyName}"` } });

  const remove = (more: Partial<Sending> = {}) => send({ operation: "deletePatient", method: "DELETE", path, ...more });
  const restore = (more: Partial<Sending> = {}) =>
    send({ operation: "restorePatient", method: "POST", path: `${path}/restore`, ...more });
  await remove({ headers: { "if-match": `"${familyName}"` } });
  await remove({ path: `/api/patients/${familyName}` });
  await remove({ path: `${path}?reason=${encodeURIComponent(name)}` });
  await restore();
  assert.equal((await remove()).status, 204);
  assert.equal((await remove()).status, 404);
  await restore({ path: `/api/patients/${familyName}/restore` });
  await restore({ body: { name, email } });
  await restore({ headers: { "if-match": note } });
  await restore();
  assert.equal((await send({ method: "GET", path })).status, 200, "restored one way or the other");
}

async function countAndBill(send: Send, canary: Canary, path: string): Promise<void> {
  const { familyName, givenName, email, address, dateOfBirth, note } = canary;
  const get = (operation: string, at: string, token?: string) =>
    send({ operation, method: "GET", path: at, ...(token !== undefined && { token }) });
  const accounts = "/api/billing/accounts";
  const { status, body } = await get("listBillingAccounts", `${accounts}?pageSize=1`);
  assert.equal(status, 200);
  await get("listBillingAccounts", `${accounts}?patientId=${path.split("/").at(-1)}`);
  const [account] = body.accounts;
  if (account !== undefined) await get("getBillingAccount", `${accounts}/${account.id}`);
  for (const value of [familyName, encodeURIComponent(address), email, note]) {
    await get("listBillingAccounts", `${accounts}?patientId=${value}`);
    await get("listBillingAccounts", `${accounts}?name=${value}`);
    await get("getBillingAccount", `${accounts}/${value}`);
    await get("getBillingAccount", `${accounts}/${value}`, note);
    await get("getAnalyticsSummary", `/api/analytics/summary?city=${value}`);
    await get("getDemographics", `/api/analytics/demographics?name=${value}`);
    for (const parameter of ["interval", "from", "to", "timeZone", "patient"]) {
      await get("listRegistrations", `/api/analytics/registrations?interval=day&${parameter}=${value}`);
    }
    await get("listKeys", `/auth/.well-known/jwks.json?kid=${value}`);
  }
  await get("listRegistrations", `/api/analytics/registrations?interval=month&from=${dateOfBirth}&to=${dateOfBirth}`);
  await get("listRegistrations", `/api/analytics/registrations?interval=month&timeZone=${givenName}/${familyName}`);
  await get("listRegistrations", "/api/analytics/registrations?interval=day");
  await get("getAnalyticsSummary", "/api/analytics/summary");
  await get("getDemographics", "/api/analytics/demographics");
  await get("listKeys", "/auth/.well-known/jwks.json");
}

async function administer(send: Send, canary: Canary): Promise<void> {
  const { familyName, email, address, password, note } = canary;
  const users = "/auth/users";
  const call = (operation: string, method: string, path: string, body?: unknown, more: Partial<Sending> = {}) =>
    send({ operation, method, path, body, ...more });

  const person = { email, displayName: nameOf(canary), roles: ["ANALYST"] };
  const { status, body } = await call("inviteUser", "POST", users, person, { headers: { "idempotency-key": note } });
  assert.equal(status, 201);
  await call("inviteUser", "POST", users, person);
  await call("inviteUser", "POST", users, { ...person, roles: [familyName], password });
  await call("inviteUser", "POST", users, { ...person, email: address }, { token: null });
  await call("listUsers", "GET", `${users}?pageSize=1`);
  await call("listUsers", "GET", `${users}?email=${email}`);
  const path = `${users}/${body.id}`;
  await call("getUser", "GET", path);
  await call("getUser", "GET", `${users}/${familyName}`);
  await call("patchUser", "PATCH", path, { displayName: familyName, disabled: true });
  await call("patchUser", "PATCH", path, { email: address, displayName: [familyName], hint: password });
  await call("startPasswordReset", "POST", `${path}/password-reset`);
  await call("startPasswordReset", "POST", `${users}/${familyName}/password-reset`);
  const choice = { token: note, newPassword: `${password}${note}` };
  await call("resetPassword", "POST", "/auth/password-reset", choice, { token: null });
}

async function signIn(send: Send, canary: Canary): Promise<void> {
  const { familyName, email, password, note } = canary;
  const post = (operation: string, path: string, body: unknown, more: Partial<Sending> = {}) =>
    send({ operation, method: "POST", path, body, token: null, ...more });

  await post("signIn", "/auth/login", { email, password });
  await post("signIn", "/auth/login", { email: password, password: email });
  await post("signIn", "/auth/login", { email, password, name: nameOf(canary) });
  await post("signIn", "/auth/login", { email: [email], password: { is: password } });
  await post("signIn", "/auth/login", `{"email": "${email}", "password": "${password}`);
  await post("signIn", "/auth/login", { email, password }, { headers: { "content-type": "text/plain" } });
  await post("signIn", `/auth/login?email=${email}&password=${password}`, { email });
  await post("signIn", "/auth/login", new URLSearchParams({ email, password }));
  await post("refreshSession", "/auth/refresh", { refreshToken: note });
  await post("refreshSession", "/auth/refresh", { refreshToken: password.repeat(20) });
  await post("refreshSession", "/auth/refresh", { token: password });
  await post("signOut", "/auth/logout", { refreshToken: [note] });
  await post("signOut", "/auth/logout", { [note]: password }, { namesMember: true });
  await post("signOut", "/auth/logout", undefined, { token: note });
  const both = { currentPassword: password, newPassword: `${password}${note}` };
  await post("changePassword", "/auth/password", both);
  await post("changePassword", "/auth/password", { ...both, newPassword: password.slice(0, 5), hint: password }, {
    token: note,
  });
  for (const operation of ["validateToken", "getMe"]) {
    const path = operation === "getMe" ? "/auth/me" : "/auth/validate";
    await send({ operation, method: "GET", path, token: note });
    await send({ operation, method: "GET", path: `${path}?token=${note}` });
    await send({
      operation,
      method: "GET",
      path,
      token: null,
      headers: { authorization: `Basic ${btoa(`${email}:${password}`)}` },
    });
  }
  await send({ operation: "listSessions", method: "GET", path: "/auth/sessions" });
  for (const value of [familyName, email, note]) {
    await send({ operation: "listSessions", method: "GET", path: `/auth/sessions?userId=${value}` });
    await send({ operation: "endSession", method: "DELETE", path: `/auth/sessions/${value}` });
  }
  const form = (members: Record<string, string>, headers = {}) =>
    post("issueToken", "/auth/token", new URLSearchParams(members), { headers });
  await form({ grant_type: familyName });
  await form({ grant_type: "password", username: email, password });
  await form({ grant_type: "client_credentials", client_id: email, client_secret: password });
  await form({ grant_type: "client_credentials" }, { authorization: `Basic ${btoa(`${email}:${password}`)}` });
  await form({ grant_type: "client_credentials", client_id: "patient", client_secret: password, scope: familyName });
  await post("issueToken", "/auth/token", { client_id: email, client_secret: password });
}

/** Sends a token where none belongs. */
export async function sendToken({ send }: Gateway, token: string): Promise<void> {
  const headers = { "user-agent": token, "x-request-id": token, "traceparent": token, "cookie": `session=${token}` };
  for (const path of ["/api/patients/", "/api/billing/accounts/", "/auth/", "/"]) {
    await send({ method: "GET", path: path + token, headers });
    await send({ method: "GET", path: path + token, headers, token: null });
  }
  for (const parameter of ["pageToken", "access_token", "sort"]) {
    await send({ method: "GET", path: `/api/patients?${parameter}=${token}`, headers });
  }
  const key = { ...headers, "idempotency-key": token };
  await send({ method: "POST", path: "/api/patients", body: { name: 7, email: token, phone: token }, headers: key });
  await send({ method: "POST", path: "/api/patients", body: `{"token": ${token}}`, headers });
  await send({ method: "POST", path: "/api/patients/search", body: { pageToken: token }, headers });
  await send({ method: "POST", path: "/auth/logout", body: { token }, headers, token: null });
  const scheme = { ...headers, authorization: `Token ${token}` };
  await send({ method: "GET", path: "/api/patients", headers: scheme, token: null });
  const changed = token.slice(0, -2); // Good but for its signature's end.
  await send({ method: "GET", path: "/api/patients", headers, token: changed });
  await send({ method: "POST", path: "/auth/refresh", body: { refreshToken: changed }, headers, token: null });
}

/** What the HTTP parser itself refuses: it holds what it read, and must not show it. */
async function sendNonsense(gateway: Gateway, { familyName, givenName, email, note, password }: Canary): Promise<void> {
  const host = `Host: ${gateway.host}\r\n`;
  await gateway.raw(`GET /api/patients/${givenName} ${familyName} HTTP/1.1\r\n${host}\r\n`);
  await gateway.raw(`${familyName.toUpperCase()} /api/patients HTTP/1.1\r\n${host}\r\n`);
  await gateway.raw(`${familyName} ${email}\r\n\r\n`);
  await gateway.raw(`GET http://${email}:${password}@example.org/ HTTP/1.1\r\n${host}\r\n`);
  await gateway.raw(`GET / HTTP/1.1\r\nHost: ${familyName}\r\n\r\n`);
  await gateway.raw(`GET / HTTP/1.1\r\n${host}${familyName} ${note}\r\n\r\n`);
  await gateway.raw(`GET / HTTP/1.1\r\n${host}Content-Length: ${familyName}\r\n\r\n`);
  await gateway.raw(`GET / HTTP/1.1\r\n${host}Transfer-Encoding: ${familyName}\r\n\r\n`);
  await gateway.raw(`GET / ${familyName}/1.1\r\n${host}\r\n`);
  await gateway.raw(`GET /${familyName.repeat(2_000)} HTTP/1.1\r\n${host}\r\n`);
  await gateway.raw(`GET /api/patients HTTP/1.1\r\n${host}X-Name: ${familyName.repeat(4_000)}\r\n\r\n`);
  await gateway.raw(`POST /auth/login HTTP/1.1\r\n${host}Content-Length: 500\r\n\r\n{"email": "${email}", `);
  await gateway.raw(`POST /auth/login HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${familyName}\r\n\r\n`);
}
