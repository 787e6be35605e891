import assert from "node:assert/strict";

/** One request to an operation, and the status that must be its answer. */
export interface Call {
  readonly status: number;
  /** Who calls; the administrator when left out. */
  readonly as?: string;
  /** Another one than the operation's. */
  readonly method?: string;
  /** For `{id}` in the path. */
  readonly id?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into bodies by name and assert what they find.
  readonly body: any;
}

/** Calls one operation; whatever comes back is held against the document. */
export type Send = (call: Call) => Promise<Reply>;

/** Where any operation can be called, for what has to be there before. */
export interface World {
  readonly send: (operationId: string, call: Call) => Promise<Reply>;
  readonly accountOf: (patientId: string) => Promise<string>;
}

const NOBODY = "00000000-0000-7000-8000-000000000000";
const PERSON = {
  name: "Ada Example",
  familyName: "Example",
  givenName: "Ada",
  dateOfBirth: "1990-12-10",
  sex: "female",
  email: "ada@example.com",
  phone: "+49 30 901820",
  address: "1 Example Street",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
  language: "de-DE",
  registeredDate: "2024-02-29",
};
const LEAST = { name: "Bob Example", dateOfBirth: "1985-01-02" };
const BAD_PERSON = {
  name: "",
  dateOfBirth: "1985-02-30",
  sex: "f",
  email: "a",
  phone: "1",
  country: "XX",
  naem: "Ada",
};

const login = (email: string, password = "password123") => ({ email: `${email}@example.com`, password });
const invited = () => ({
  email: `${crypto.randomUUID()}@example.com`,
  displayName: "Robin Sample",
  roles: ["REGISTRAR"],
});
const registered = async (world: World, person: unknown = PERSON): Promise<string> =>
  (await world.send("registerPatient", { status: 201, body: person })).body.id;

/**
 * For each operation of the document the requests, good and bad, that meet all it may answer by itself. What every
 * operation has in common (no token, another content type and the like) is asked elsewhere.
 */
export const OPERATIONS: Readonly<Record<string, (send: Send, world: World) => Promise<void>>> = {
  async signIn(send) {
    await send({ status: 200, body: login("registrar") });
    await send({ status: 401, body: login("registrar", "wrong") });
    await send({ status: 401, body: login("nobody") });
    await send({ status: 400, body: { email: "", password: "", remember: true } });
    await send({ status: 400, body: {} });
    await send({ status: 400, body: null });
  },

  async refreshSession(send, world) {
    const { body: { refreshToken } } = await world.send("signIn", { status: 200, body: login("billing") });
    await send({ status: 200, body: { refreshToken } });
    await send({ status: 401, body: { refreshToken: "made up" } });
    await send({ status: 400, body: { refreshToken: 7 } });
  },

  async signOut(send, world) {
    const one = await world.send("signIn", { status: 200, body: login("billing") });
    await send({ status: 204, headers: { authorization: `Bearer ${one.body.token}` } });
    const two = await world.send("signIn", { status: 200, body: login("billing") });
    await send({ status: 204, as: "nobody", body: { refreshToken: two.body.refreshToken } });
    await send({ status: 401, as: "nobody" });
    await send({ status: 400, as: "nobody", body: { refreshToken: "" } });
  },

  async changePassword(send) {
    const newPassword = "correct horse battery staple";
    await send({ status: 400, as: "clinician", body: { currentPassword: "password123", newPassword: "short" } });
    const wrong = await send({ status: 400, as: "clinician", body: { currentPassword: "wrong", newPassword } });
    assert.equal(wrong.body.errors.length, 1);
    await send({ status: 204, as: "clinician", body: { currentPassword: "password123", newPassword } });
  },

  async listSessions(send, world) {
    const two = [await world.send("signIn", { status: 200, body: login("billing") })];
    two.push(await world.send("signIn", { status: 200, body: login("billing") }));
    const headers = { authorization: `Bearer ${two[0]?.body.token}` };
    const { body } = await send({ status: 200, headers, query: "pageSize=1" });
    await send({ status: 200, headers, query: `pageSize=1&pageToken=${body.nextPageToken}` });
    await send({ status: 400, headers, query: "pageSize=0&userId=7" });
    await send({ status: 403, headers, query: `userId=${NOBODY}` });
    await send({ status: 200, query: `userId=${two[0]?.body.user.id}` });
  },

  async endSession(send, world) {
    const { body } = await world.send("signIn", { status: 200, body: login("billing") });
    const headers = { authorization: `Bearer ${body.token}` };
    const { body: { sessions } } = await world.send("listSessions", { status: 200, headers });
    const { id } = sessions.find(({ current }: { current: boolean }) => current);
    await send({ status: 404, as: "analyst", id });
    await send({ status: 204, id, headers });
    await send({ status: 404, id });
  },

  async resetPassword(send, world) {
    const { body: { passwordReset: { token } } } = await world.send("inviteUser", { status: 201, body: invited() });
    const newPassword = "correct horse battery staple";
    await send({ status: 400, as: "nobody", body: { token, newPassword: "password1234" } });
    await send({ status: 400, as: "nobody", body: { token: "made up", newPassword } });
    await send({ status: 204, as: "nobody", body: { token, newPassword } });
    await send({ status: 400, as: "nobody", body: { token, newPassword } });
  },

  async inviteUser(send) {
    const headers = { "idempotency-key": "contract:invite" };
    const body = invited();
    const first = await send({ status: 201, headers, body });
    assert.deepEqual((await send({ status: 201, headers, body })).body, first.body);
    assert.equal(first.headers.get("location"), `/auth/users/${first.body.id}`);
    await send({ status: 422, headers, body: invited() });
    await send({ status: 409, body });
    await send({ status: 400, body: { email: "a", displayName: "", roles: [], password: "x" } });
  },

  async listUsers(send) {
    const { body } = await send({ status: 200, query: "pageSize=1" });
    await send({ status: 200, query: `pageSize=1&pageToken=${body.nextPageToken}` });
    await send({ status: 400, query: "pageSize=0&pageToken=x" });
  },

  async getUser(send, world) {
    const { body: { id } } = await world.send("inviteUser", { status: 201, body: invited() });
    const { headers } = await send({ status: 200, id });
    await send({ status: 304, id, headers: { "if-none-match": headers.get("etag") ?? "" } });
    await send({ status: 404, id: NOBODY });
  },

  async patchUser(send, world) {
    const { body: { id, email } } = await world.send("inviteUser", { status: 201, body: invited() });
    const { body } = await send({ status: 200, id, headers: { "if-match": '"1"' }, body: { roles: ["CLINICIAN"] } });
    await send({ status: 200, id, body });
    await send({ status: 200, id, body: { disabled: true, passwordChangeRequired: true } });
    await send({ status: 412, id, headers: { "if-match": '"1"' }, body: { displayName: "x" } });
    await send({ status: 400, id, body: { roles: null, version: 7, scope: "user:write" } });
    await send({ status: 404, id: NOBODY, body: {} });
    const { body: { users: [own] } } = await world.send("listUsers", { status: 200, query: "pageSize=1" });
    await send({ status: 409, id: own.id, body: { disabled: true } });
    await send({ status: 409, id: own.id, body: { email } });
  },

  async startPasswordReset(send, world) {
    const { body: { id } } = await world.send("inviteUser", { status: 201, body: invited() });
    await send({ status: 200, id });
    await send({ status: 404, id: NOBODY });
    const { body: { users: [own] } } = await world.send("listUsers", { status: 200, query: "pageSize=1" });
    await send({ status: 409, id: own.id });
  },

  async issueToken(send) {
    const form = (members: Record<string, string>) => new URLSearchParams(members);
    await send({ status: 400, as: "nobody", body: form({}) });
    await send({ status: 400, as: "nobody", body: form({ grant_type: "password" }) });
    const unknown = { grant_type: "client_credentials", client_id: "nobody", client_secret: "none" };
    await send({ status: 401, as: "nobody", body: form(unknown) });
    await send({ status: 400, as: "nobody", body: new URLSearchParams("grant_type=a&grant_type=b") });
  },

  async listKeys(send) {
    const { body } = await send({ status: 200, as: "nobody" });
    assert.ok(body.keys.length > 0);
  },

  async validateToken(send) {
    await send({ status: 200, as: "analyst" });
    await send({ status: 401, headers: { authorization: "Basic YTpi" } });
  },

  async getMe(send) {
    const { body } = await send({ status: 200, as: "analyst" });
    assert.equal(body.email, "analyst@example.com");
  },

  async registerPatient(send) {
    const headers = { "idempotency-key": "contract:1" };
    const first = await send({ status: 201, headers, body: PERSON });
    assert.deepEqual((await send({ status: 201, headers, body: PERSON })).body, first.body);
    assert.equal(first.headers.get("location"), `/api/patients/${first.body.id}`);
    await send({ status: 422, headers, body: LEAST });
    await send({ status: 201, query: "allowDuplicate=true", body: LEAST });
    await send({ status: 400, query: "allowDuplicate=yes", body: LEAST });
    await send({ status: 400, headers: { "idempotency-key": "x".repeat(256) }, body: LEAST });
    await send({ status: 400, body: { ...LEAST, id: NOBODY } });
    const bad = await send({ status: 400, body: BAD_PERSON });
    assert.equal(bad.body.errors.length, Object.keys(BAD_PERSON).length);
  },

  async listPatients(send, world) {
    await registered(world);
    await registered(world, LEAST);
    for (const sort of ["", "&sort=name", "&sort=-name", "&sort=registeredDate", "&sort=-registeredDate"]) {
      const { body } = await send({ status: 200, query: `pageSize=1${sort}` });
      await send({ status: 200, query: `pageSize=1${sort}&pageToken=${body.nextPageToken}` });
      await send({ status: 400, query: `sort=other&pageToken=${body.nextPageToken}` });
    }
    for (const query of ["pageSize=0", "pageSize=201", "pageSize=x", "pageToken=x", "sort=name&sort=name"]) {
      await send({ status: 400, query });
    }
  },

  async searchPatients(send, world) {
    await registered(world);
    for (const filter of [{}, { name: "ada example" }, { email: PERSON.email }, { phone: PERSON.phone }]) {
      await send({ status: 200, body: { ...filter, pageSize: 2 } });
    }
    const { body } = await send({ status: 200, body: { dateOfBirth: PERSON.dateOfBirth, pageSize: 1, sort: "-name" } });
    await send({ status: 400, body: { pageToken: body.nextPageToken ?? "x" } });
    await send({ status: 400, body: { pageSize: "2", name: null, naem: "x" } });
    await send({ status: 200, body: { mrn: "nothing" } });
  },

  async getPatient(send, world) {
    const id = await registered(world);
    const { headers } = await send({ status: 200, id });
    await send({ status: 304, id, headers: { "if-none-match": headers.get("etag") ?? "" } });
    await send({ status: 200, id: await registered(world, LEAST) });
    await send({ status: 404, id: NOBODY });
    await world.send("deletePatient", { status: 204, id });
    await send({ status: 404, id });
  },

  async replacePatient(send, world) {
    const id = await registered(world);
    const { body } = await send({ status: 200, id, headers: { "if-match": '"1"' }, body: LEAST });
    await send({ status: 200, id, body });
    await send({ status: 412, id, headers: { "if-match": '"1"' }, body: LEAST });
    await send({ status: 400, id, body: { ...LEAST, version: 7 } });
    await send({ status: 400, id, body: BAD_PERSON });
    await send({ status: 404, id: NOBODY, body: LEAST });
  },

  async patchPatient(send, world) {
    const id = await registered(world);
    await send({ status: 200, id, headers: { "if-match": "*" }, body: { city: "Hamburg", phone: null } });
    await send({ status: 200, id, body: {} });
    await send({ status: 412, id, headers: { "if-match": "W/x" }, body: { city: "Bremen" } });
    await send({ status: 400, id, body: { name: null, city: "" } });
    await send({ status: 404, id: NOBODY, body: { city: "Bremen" } });
  },

  async deletePatient(send, world) {
    const id = await registered(world);
    await send({ status: 412, id, headers: { "if-match": '"7"' } });
    await send({ status: 204, id, headers: { "if-match": '"1"' } });
    await send({ status: 404, id });
  },

  async restorePatient(send, world) {
    const id = await registered(world);
    await send({ status: 409, id });
    await world.send("deletePatient", { status: 204, id });
    await send({ status: 412, id, headers: { "if-match": '"1"' } });
    await send({ status: 200, id });
    await send({ status: 404, id: NOBODY });
  },

  async listBillingAccounts(send, world) {
    const id = await registered(world);
    await world.accountOf(id);
    await world.accountOf(await registered(world));
    await send({ status: 200, query: `patientId=${id}` });
    await send({ status: 200, query: `patientId=${NOBODY}` });
    const { body } = await send({ status: 200, query: "pageSize=1" });
    await send({ status: 200, query: `pageSize=1&pageToken=${body.nextPageToken}` });
    await send({ status: 400, query: `patientId=${id}&pageToken=${body.nextPageToken}` });
    await send({ status: 400, query: "patientId=7&pageSize=0" });
  },

  async getBillingAccount(send, world) {
    await send({ status: 200, id: await world.accountOf(await registered(world)) });
    await send({ status: 404, id: NOBODY });
  },

  async getAnalyticsSummary(send) {
    await send({ status: 200 });
    await send({ status: 200, as: "analyst", query: "timeZone=Asia/Kathmandu" });
    await send({ status: 400, query: "timeZone=Mars/Olympus" });
  },

  async listRegistrations(send) {
    for (const interval of ["hour", "day", "week", "month"]) await send({ status: 200, query: `interval=${interval}` });
    await send({ status: 200, query: "from=2024-02-01&to=2024-03-01&timeZone=Europe/Berlin" });
    await send({ status: 400, query: "interval=year&from=yesterday&timeZone=x" });
    await send({ status: 400, query: "from=2024-03-01&to=2024-02-01" });
  },

  async getDemographics(send, world) {
    await registered(world);
    await send({ status: 200 });
  },
};
