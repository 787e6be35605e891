import { createKafka, createPublisher, PATIENT_EVENTS, PATIENT_EVENTS_DEAD_LETTERS } from "@pms/lib/events";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { newDataDir, PARTS, startSystem } from "../e2e/system.ts";
import { type Installation, installationOf, SERVICES } from "../leash/installation.ts";
import { startReceiver } from "../telemetry/receiver.ts";
import { startDebugServices } from "./debug_services.ts";
import { type Gateway, gatewayAt } from "./gateway.ts";
import { type Canary, inventPeople, VALUES } from "./people.ts";
import { databaseOf, logsOf, metricsOf, type Places, topicText } from "./places.ts";
import { createSearch, type Search } from "./search.ts";
import { sendEverywhere, sendToken } from "./traffic.ts";

const AT_ONCE = 4;
const SETTLE_MS_MAX = 60_000;
const USUAL_PASSWORD = "password123";

Deno.test("nothing of what 200 invented values say about people is found where it does not belong", async (t) => {
  const people = inventPeople();
  const dataDir = await newDataDir();
  await using receiver = startReceiver();
  const system = await startSystem(dataDir, [], receiver.variables);
  try {
    const installation = await installationOf(dataDir);
    await using debug = await startDebugServices(installation);
    const secrets = createSecrets(installation);
    const values = people.flatMap((canary) => Object.values(canary));
    assert.equal(new Set(values).size, VALUES);
    // Tokens join them as they are given out.
    let search = createSearch([...values, ...secrets.all()]);
    const gateways: Gateway[] = [];
    for (const [url, email] of [[system.url, "clinician@example.com"], [debug.url, "privacy@example.com"]] as const) {
      const token = await goThroughSession(url, email, secrets, installation, people[0]?.password ?? "");
      search = createSearch([...values, ...secrets.all()]);
      gateways.push(gatewayAt(url, token, () => search));
    }

    await t.step("no answer that refuses a call, no header and no page token holds one", async () => {
      const waiting = people.entries();
      await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        for (const [index, canary] of waiting) {
          const gateway = gateways[index % gateways.length];
          const other = people[(index + 1) % people.length];
          if (gateway !== undefined && other !== undefined) await sendEverywhere(gateway, canary, other);
        }
      }));
      for (const gateway of gateways) {
        for (const token of secrets.tokens()) await sendToken(gateway, token);
      }
    });

    await t.step("every call of the contract was answered both well and with a refusal", async () => {
      const document = await Deno.readTextFile(new URL("../../services/gateway/openapi.json", import.meta.url));
      const { paths } = JSON.parse(document) as { paths: Record<string, Record<string, { operationId: string }>> };
      const all = Object.values(paths).flatMap((operations) => Object.values(operations)).map((each) =>
        each.operationId
      );
      const session = [
        ...["signIn", "refreshSession", "signOut", "changePassword", "resetPassword", "issueToken", "validateToken"],
        ...["getMe", "endSession"],
      ];
      for (const { seen } of gateways) {
        for (const operation of session) seen.get(operation)?.add("good"); // goThroughSession() saw to it.
        const both = all.filter((operation) => seen.get(operation)?.size === 2);
        assert.deepEqual(both, all);
      }
    });

    const unreadable = await sendUnreadable(installation);
    await untilQuiet(installation, people.length);

    await t.step("the register has them, so they did get through, and the search finds them there", async () => {
      const found = search(await databaseOf(installation, "patient"));
      for (const { givenName, address, dateOfBirth, phone } of people) {
        for (const value of [givenName, address, dateOfBirth, phone]) assert.ok(found.includes(value), value);
      }
    });

    await t.step("the register and auth's database keep no password, token or secret as it is", async () => {
      const noneOfThese = createSearch([...secrets.all(), ...people.map(({ password }) => password)]);
      for (const name of ["auth", "patient"]) assert.deepEqual(noneOfThese(await databaseOf(installation, name)), []);
    });

    // Where somebody else's servers are used there are fewer than seven.
    const parts = (await Promise.all(PARTS.map(async (part) => await system.pidOf(part) === undefined ? [] : [part])))
      .flat();
    const logs: Places = await logsOf(dataDir);
    for (const [name, text] of Object.entries(debug.logs())) logs[`debug log of ${name}`] = text;
    logs["what the launcher printed"] = system.output();
    await t.step("no log holds one, not even at the level debug", () => {
      for (const part of parts) assert.ok(logs[`log ${part}.log`] !== undefined, part);
      for (const name of SERVICES) {
        assert.ok(logs[`log ${name}.log`]?.includes("service started"), name);
        assert.ok(logs[`debug log of ${name}`]?.includes("service started"), name);
      }
      assert.ok(logs["debug log of gateway"]?.includes("request served"));
      findsNothing(search, logs);
      findsNothing(createSearch([unreadable]), logs);
    });

    await t.step("no span holds one, of a request that was answered well or badly", async () => {
      const last = await eventually(() => receiver.spans().findLast(({ name }) => name === "POST /api/patients"));
      await eventually(() =>
        receiver.spans().some(({ traceId, service }) => {
          return traceId === last.traceId && service === "gateway";
        })
      );
      for (const name of SERVICES) assert.ok(receiver.spans().some(({ service }) => service === name), name);
      assert.ok(receiver.spans().length >= people.length * 20, `${receiver.spans().length} spans`);
      findsNothing(search, { spans: receiver.text() });
      findsNothing(createSearch([unreadable]), { spans: receiver.text() });
    });

    await t.step("no metric holds one", async () => {
      const places = {
        ...await metricsOf(installation, "at info"),
        ...await metricsOf(debug, "at debug"),
      };
      assert.ok(places["metrics of patient (at info)"]?.includes(`http_route="/api/patients/{id}"`));
      findsNothing(search, places);
    });

    await t.step("no event holds one in its key, headers or value, and no dead letter adds one", async () => {
      const events = await topicText(installation, PATIENT_EVENTS);
      assert.ok(events.count >= people.length * 5, `${events.count} events`);
      assert.ok(events.values.includes("Neustadt"), "what was read are the events");
      const letters = await topicText(installation, PATIENT_EVENTS_DEAD_LETTERS);
      assert.equal(letters.count, 1);
      assert.match(letters.headers, /dlt-reason: The value is no PatientEvent/);
      const places = { keys: events.keys, headers: events.headers, values: events.values };
      findsNothing(search, { ...places, "dead letters": letters.keys + letters.headers + letters.values });
      const planted = createSearch([unreadable]);
      assert.deepEqual(planted(letters.values), [unreadable], "as it came, or nobody could repair it");
      findsNothing(planted, { "dead letters": letters.keys + letters.headers });
    });

    await t.step("billing's and analytics' databases hold none", async () => {
      const billing = await databaseOf(installation, "billing");
      const analytics = await databaseOf(installation, "analytics");
      assert.ok(billing.includes("ACTIVE") || billing.includes("EUR"), "there are accounts");
      assert.ok(analytics.includes("Neustadt"), "there are states");
      findsNothing(search, { billing, analytics });
    });

    await t.step("a value planted into any of these places is found, in each of the forms it may take", async () => {
      const spans = receiver.text().slice(0, 100_000);
      const copies = { ...logs, ...await metricsOf(installation, "copied"), spans };
      for (const [place, text] of Object.entries(copies)) plantInto(place, text, people, search);
    });
  } finally {
    await system.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

function findsNothing(search: Search, places: Places): void {
  for (const [place, text] of Object.entries(places)) {
    const found = search(text);
    if (found.length === 0) continue;
    const line = text.split("\n").find((each) => search(each).length > 0);
    assert.fail(`${found} found in ${place}: ${line?.slice(0, 1_000)}`);
  }
}

/** Shows that a search which found nothing in a place would have found something. */
function plantInto(place: string, text: string, people: readonly Canary[], search: Search): void {
  const planted = DISGUISES.flatMap((disguise, index) => {
    const canary = people[index];
    return canary === undefined ? [] : [disguise(canary)];
  });
  const middle = Math.floor(text.length / 2);
  const copy = [text.slice(0, middle), ...planted.map(([text]) => text), text.slice(middle)].join("\n");
  assert.deepEqual(search(copy).sort(), planted.map(([, value]) => value).sort(), place);
  assert.throws(() => findsNothing(search, { [place]: copy }), /found in/);
}

/** Ways in which a value may be written: as it is, in capitals, in a URL, a form, JSON, base64 and hexadecimal. */
const DISGUISES: readonly ((canary: Canary) => [text: string, value: string])[] = [
  ({ familyName }) => [familyName, familyName],
  ({ familyName }) => [familyName.toUpperCase(), familyName],
  ({ email }) => [encodeURIComponent(email), email],
  ({ address }) => [new URLSearchParams({ address }).toString(), address],
  ({ givenName }) => [JSON.stringify({ name: `${givenName} "Nick"` }), givenName],
  ({ phone }) => [`tel=${phone.slice(1)}`, phone],
  ({ password }) => [btoa(`someone:${password}`), password],
  ({ email }) => [btoa(JSON.stringify({ a: email })).replaceAll("+", "-").replace(/=+$/, ""), email],
  ({ dateOfBirth }) => [new TextEncoder().encode(dateOfBirth).toHex(), dateOfBirth],
];

interface Secrets {
  keepToken(token: string): void;
  tokens(): readonly string[];
  all(): string[];
}

/** What opens doors: the installation's own secrets, and every token that is given out. */
function createSecrets({ secrets }: Installation): Secrets {
  const { databases, ...others } = secrets;
  const tokens: string[] = [];
  return {
    keepToken: (token) => void tokens.push(token),
    tokens: () => tokens,
    all: () => [...Object.values(others), ...Object.values(databases), ...tokens],
  };
}

/** Each call about sessions as it should be, with a password of a canary; returns the token of an administrator. */
async function goThroughSession(
  url: string,
  email: string,
  secrets: Secrets,
  installation: Installation,
  password: string,
): Promise<string> {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const keep = (answer: { token: string; refreshToken: string }) => {
    secrets.keepToken(answer.token);
    secrets.keepToken(answer.refreshToken);
    return answer;
  };
  const signIn = async (who: string, password: string) =>
    keep(await call("POST", "/auth/login", { email: who, password }));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  const first = await signIn("testuser@test.com", USUAL_PASSWORD);
  await call("GET", "/auth/me", undefined, bearer(first.token));
  await call("GET", "/auth/validate", undefined, bearer(first.token));
  const aside = await signIn("testuser@test.com", USUAL_PASSWORD);
  const { sessions } = await call("GET", "/auth/sessions", undefined, bearer(aside.token));
  const { id } = sessions.find(({ current }: { current: boolean }) => current);
  await call("DELETE", `/auth/sessions/${id}`, undefined, bearer(first.token));
  const before = await signIn(email, USUAL_PASSWORD);
  const passwords = { currentPassword: USUAL_PASSWORD, newPassword: password };
  await call("POST", "/auth/password", passwords, bearer(before.token));
  const second = await signIn(email, password);
  const third = keep(await call("POST", "/auth/refresh", { refreshToken: second.refreshToken }));
  await call("POST", "/auth/logout", { refreshToken: third.refreshToken }, bearer(third.token));
  const person = { email: `${crypto.randomUUID()}@example.com`, displayName: "Kim Sample", roles: ["ANALYST"] };
  const { passwordReset } = await call("POST", "/auth/users", person, bearer(first.token));
  secrets.keepToken(passwordReset.token);
  await call("POST", "/auth/password-reset", { token: passwordReset.token, newPassword: password });

  const response = await fetch(`${url}/auth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`patient:${installation.secrets.patientClient}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token } = await response.json();
  assert.equal(response.status, 200);
  secrets.keepToken(access_token);
  return first.token;
}

/** Puts a record into the topic that nobody can read, and returns what it says. */
async function sendUnreadable({ endpoints }: Installation): Promise<string> {
  const value = "Unlesbar Zwqlonka";
  await using publisher = createPublisher(createKafka({ brokers: endpoints.kafka.split(","), clientId: "test" }));
  const record = { key: crypto.randomUUID(), value: new TextEncoder().encode(value), headers: { ce_id: "1" } };
  await publisher.publish(PATIENT_EVENTS, [record]);
  return value;
}

/** Waits until everything that follows from the registrations has happened. */
async function untilQuiet(installation: Installation, patients: number): Promise<void> {
  const count = (text: string, tag: string) => text.split(`<${tag}>`).length - 1;
  await eventually(async () => {
    const outbox = await databaseOf(installation, "patient");
    assert.equal(count(outbox, "destination"), 0, "the outbox is empty");
    assert.ok(count(await databaseOf(installation, "analytics"), "birth_year") >= patients);
    assert.ok((await topicText(installation, PATIENT_EVENTS_DEAD_LETTERS)).count >= 1);
    return true;
  }, { deadlineMs: SETTLE_MS_MAX });
}
