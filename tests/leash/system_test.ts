import { billing, BillingService, HealthService, patient, PatientService } from "@pms/proto";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { commandLineOf } from "../../tools/dev/process.ts";
import { type Client, signIn } from "../e2e/client.ts";
import { newDataDir, startSystem } from "../e2e/system.ts";
import { framed, rawCall, STATUS, type StatusName } from "./grpc_call.ts";
import { type Installation, installationOf, launchedParts, SERVICES } from "./installation.ts";
import { badTokens, claims, serviceToken, signed, signingKeyOf } from "./tokens.ts";

const MESSAGE_BYTES_MAX = 1_048_576;
const TCP_MS_MAX = 5_000;
const BILLING = "service:billing.accounts";
const PATIENT = "service:patient.read";

Deno.test("the running system takes nothing at its inner doors but what belongs there", async (t) => {
  const dataDir = await newDataDir();
  const system = await startSystem(dataDir);
  try {
    const installation = await installationOf(dataDir);
    const registrar = await signIn(system.url, "registrar@example.com");
    await registerSomebody(registrar);
    await t.step("each service runs with exactly the rights and variables that it says it needs", async () => {
      for (const [name, { args, env = {} }] of launchedParts(installation)) {
        const pid = await system.pidOf(name);
        assert.ok(pid !== undefined, name);
        const line = await commandLineOf(pid) ?? "";
        assert.ok(line.endsWith(`deno ${args.join(" ")}`), line);
        if (Deno.build.os !== "linux") continue;
        assert.deepEqual((await variablesOf(pid)).sort(), Object.keys(env).sort(), name);
      }
    });
    await attackGrpc(t, installation, registrar);
    await attackHttp(t, installation, registrar);
    await t.step("none of this was a defect to anybody", async () => {
      for (const name of SERVICES) {
        const log = await Deno.readTextFile(`${dataDir}/logs/${name}.log`);
        assert.doesNotMatch(log, /"level":"error"/, log);
      }
    });
  } finally {
    await system.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

async function registerSomebody(registrar: Client): Promise<void> {
  const { status, body } = await registrar.send("POST", "/api/patients", {
    name: "Ada Example",
    dateOfBirth: "1990-12-10",
  });
  assert.equal(status, 201, JSON.stringify(body));
  await eventually(async () => {
    return (await registrar.get(`/api/billing/accounts?patientId=${body.id}`)).body.accounts.length === 1;
  });
}

async function variablesOf(pid: number): Promise<string[]> {
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/environ`] }).output();
  const entries = new TextDecoder().decode(stdout).split("\0").filter((entry) => entry !== "");
  return entries.map((entry) => entry.slice(0, entry.indexOf("=")));
}

/** How many there are, page after page. */
async function count(client: Client, path: string, things: string): Promise<number> {
  let total = 0;
  let token: string | undefined;
  do {
    const { status, body } = await client.get(
      `${path}?pageSize=200${token === undefined ? "" : `&pageToken=${token}`}`,
    );
    assert.equal(status, 200, JSON.stringify(body));
    total += body[things].length;
    token = body.nextPageToken;
  } while (token !== undefined);
  return total;
}

async function attackGrpc(t: Deno.TestContext, installation: Installation, registrar: Client): Promise<void> {
  const { endpoints } = installation;
  const key = await signingKeyOf(installation);
  const admin = await tokenOf(installation, "admin@example.com");
  const tokens = {
    [BILLING]: await serviceToken(installation, BILLING),
    [PATIENT]: await serviceToken(installation, PATIENT),
  };
  const accounts = () => count(registrar, "/api/billing/accounts", "accounts");
  const before = await accounts();

  const doors = [
    {
      name: "billing",
      target: endpoints.billing.grpc,
      path: BillingService.batchCreateBillingAccounts.path,
      scope: BILLING,
      otherScope: PATIENT,
      // Each would open an account if it were taken.
      message: () => billing.BatchCreateBillingAccountsRequest.encode({ patientIds: [crypto.randomUUID()] }).finish(),
    },
    {
      name: "patient",
      target: endpoints.patient.grpc,
      path: PatientService.getPatientState.path,
      scope: PATIENT,
      otherScope: BILLING,
      message: () => patient.GetPatientStateRequest.encode({ patientId: crypto.randomUUID() }).finish(),
    },
  ] as const;

  for (const { name, target, path, scope, otherScope, message } of doors) {
    const healthy = () =>
      eventually(async () => {
        const { status, message } = await rawCall(target, HealthService.check.path, framed(new Uint8Array()));
        assert.deepEqual([status, [...message ?? []]], [STATUS.OK, [8, 1]], `${name} is SERVING`);
        return true;
      });
    /** Calls with bytes of a frame that may be no frame, and expects a status and a server that lives on. */
    const refused = async (
      expected: StatusName,
      bytes: Uint8Array,
      headers: Record<string, string>,
      at: string = path,
    ) => {
      // Once a server's process was seen to end under such calls, by a fault below our code: the launcher brings it back
      // at once, and then the answer must be the right one.
      const { status, words } = await eventually(() => rawCall(target, at, bytes, headers));
      assert.equal(status, STATUS[expected], words);
      await healthy();
    };
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const own = bearer(tokens[scope]);

    await t.step(`${name}'s gRPC takes a good call, so a refusal means something`, async () => {
      const { status, words } = await rawCall(target, path, framed(message()), own);
      // Nobody has this id, and to say so takes the register itself.
      assert.equal(status, name === "billing" ? STATUS.OK : STATUS.NOT_FOUND, words);
      const made = await signed(key, claims(scope));
      assert.equal((await rawCall(target, path, framed(message()), bearer(made))).status, status, "one we signed");
    });

    const badFrames: Record<string, [StatusName, Uint8Array, Record<string, string>?]> = {
      "bytes that are no protobuf": ["INVALID_ARGUMENT", framed(new Uint8Array([0x0a, 0xff, 0x01]))],
      "a text that is not UTF-8": ["INVALID_ARGUMENT", framed(new Uint8Array([0x0a, 0x02, 0xff, 0xfe]))],
      "a frame shorter than its message": [
        "INVALID_ARGUMENT",
        framed(message(), { length: message().byteLength - 1 }),
      ],
      "a frame longer than its message": ["UNIMPLEMENTED", framed(message(), { length: 1_000 })],
      "half of a frame's prefix": ["UNIMPLEMENTED", new Uint8Array(3)],
      "no frame at all": ["UNIMPLEMENTED", new Uint8Array()],
      "two frames where one is due": ["UNIMPLEMENTED", new Uint8Array([...framed(message()), ...framed(message())])],
      "a message of more than a MiB": ["RESOURCE_EXHAUSTED", framed(new Uint8Array(MESSAGE_BYTES_MAX + 1))],
      "a message that says it has 4 GiB": ["RESOURCE_EXHAUSTED", framed(message(), { length: 2 ** 32 - 1 })],
      "a message that unpacks to 64 MiB": [
        "RESOURCE_EXHAUSTED",
        framed(await gzip(new Uint8Array(64 * MESSAGE_BYTES_MAX)), { compressed: 1 }),
        { "grpc-encoding": "gzip" },
      ],
      "a packing that nobody knows": [
        "UNIMPLEMENTED",
        framed(message(), { compressed: 1 }),
        { "grpc-encoding": "zz" },
      ],
      "a packed message that is not packed": [
        "INTERNAL", // By the library.
        framed(message(), { compressed: 1 }),
        { "grpc-encoding": "gzip" },
      ],
    };
    for (const [what, [expected, bytes, headers]] of Object.entries(badFrames)) {
      await t.step(`${name}'s gRPC answers ${what} with ${expected}`, async () => {
        await refused(expected, bytes, { ...own, ...headers });
      });
    }

    for (const at of [`${path}s`, "/patient_management.audit.v1.AuditService/List", "/", "/api/patients"]) {
      await t.step(`${name}'s gRPC answers a call of ${at} with UNIMPLEMENTED`, async () => {
        await refused("UNIMPLEMENTED", framed(message()), own, at);
      });
    }

    const malformed = { "no token": {}, "a Basic header": { authorization: `Basic ${btoa("patient:secret")}` } };
    const bad = await badTokens(key, scope, tokens[scope]);
    const unauthenticated = Object.entries(bad).map(([what, token]) => [`a token ${what}`, bearer(token)] as const);
    for (const [what, headers] of [...Object.entries(malformed), ...unauthenticated]) {
      await t.step(`${name}'s gRPC answers ${what} with UNAUTHENTICATED`, async () => {
        await refused("UNAUTHENTICATED", framed(message()), { ...headers });
      });
    }

    const denied = {
      "an administrator's token": admin,
      "another service's token": tokens[otherScope],
      "a token without a scope": await signed(key, claims("")),
      "a token whose scope only begins like the right one": await signed(key, claims(`${scope}s`)),
    };
    for (const [what, token] of Object.entries(denied)) {
      await t.step(`${name}'s gRPC answers ${what} with PERMISSION_DENIED`, async () => {
        await refused("PERMISSION_DENIED", framed(message()), bearer(token));
      });
    }

    const noHttp2 = {
      "an HTTP/1.1 request": "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "a TLS handshake": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".padEnd(200, "\x42"),
      "a thousand NULs": "\0".repeat(1_000),
      "HTTP/2 that goes on as something else": `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${"\xff".repeat(200)}`,
    };
    for (const [what, text] of Object.entries(noHttp2)) {
      await t.step(`${name}'s gRPC hangs up on ${what} and lives on`, async () => {
        await hangsUp(target, text);
        await healthy();
      });
    }
  }

  await t.step(
    "of all these calls only the good ones opened an account, and patient still reaches billing",
    async () => {
      assert.equal(await accounts(), before + 2);
      await registerSomebody(registrar);
      assert.equal(await accounts(), before + 3);
    },
  );
}

async function tokenOf({ endpoints }: Installation, email: string): Promise<string> {
  const response = await fetch(`http://${endpoints.auth.http}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: "password123" }),
  });
  const { token } = await response.json();
  assert.equal(response.status, 200);
  return token;
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Sends these bytes and reads to the end of the connection, which must come. */
async function hangsUp(target: string, text: string): Promise<void> {
  const [hostname = "", port] = target.split(":");
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("The connection stays open")), TCP_MS_MAX);
  try {
    await Promise.race([readToEnd(connection), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function readToEnd(connection: Deno.Conn): Promise<void> {
  const chunk = new Uint8Array(4_096);
  try {
    while (await connection.read(chunk) !== null);
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
  }
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly isPublic: boolean;
}

/** Every operation of the API document, at the door of the service that answers it. */
async function routesOf({ endpoints }: Installation): Promise<Route[]> {
  const file = new URL("../../services/gateway/openapi.json", import.meta.url);
  const { paths } = JSON.parse(await Deno.readTextFile(file));
  const owners = Object.entries({
    "/auth/": endpoints.auth,
    "/api/patients": endpoints.patient,
    "/api/billing/": endpoints.billing,
    "/api/analytics/": endpoints.analytics,
  });
  return Object.entries<Record<string, { security?: readonly unknown[] }>>(paths).flatMap(([pattern, operations]) => {
    const owner = owners.find(([prefix]) => pattern.startsWith(prefix));
    if (owner === undefined) return []; // The gateway's own.
    const path = pattern.replace("{id}", crypto.randomUUID());
    return Object.entries(operations).map(([method, { security }]) => {
      return { method: method.toUpperCase(), path, address: owner[1].http, isPublic: security?.length === 0 };
    });
  });
}

async function attackHttp(t: Deno.TestContext, installation: Installation, registrar: Client): Promise<void> {
  const routes = await routesOf(installation);
  const key = await signingKeyOf(installation);
  const service = await serviceToken(installation, BILLING);
  const privacy = await tokenOf(installation, "privacy@example.com");
  const bad = await badTokens(key, "patient:read patient:write billing:read analytics:read", service);
  const patients = () => count(registrar, "/api/patients", "patients");
  const before = await patients();

  await t.step("the document has every route, and only sign-in and its like are open to everybody", () => {
    assert.ok(routes.length >= 21, `${routes.length} routes`);
    assert.deepEqual(routes.filter(({ isPublic }) => isPublic).map(({ method, path }) => `${method} ${path}`).sort(), [
      "GET /auth/.well-known/jwks.json",
      "POST /auth/login",
      "POST /auth/logout",
      "POST /auth/password-reset",
      "POST /auth/refresh",
      "POST /auth/token",
    ]);
  });

  for (const route of routes.filter(({ isPublic }) => !isPublic)) {
    const what = `${route.method} ${route.path.replace(/[0-9a-f-]{36}/, "{id}")}`;
    await t.step(`past the gateway, ${what} without a good token is 401`, async () => {
      await answers(route, 401, undefined);
      for (const [fault, token] of Object.entries(bad)) await answers(route, 401, token, fault);
    });
    if (route.path.startsWith("/auth/")) continue; // One's own account takes no scope.
    await t.step(`past the gateway, ${what} with a token of another scope is 403`, async () => {
      await answers(route, 403, privacy);
      await answers(route, 403, service);
      await answers(route, 403, await signed(key, claims("")));
    });
  }

  await t.step("of all these requests none registered anybody", async () => {
    assert.equal(await patients(), before);
  });
}

async function answers(route: Route, status: 401 | 403, token: string | undefined, fault = "none"): Promise<void> {
  const { method, path, address } = route;
  const takesBody = method !== "GET" && method !== "DELETE";
  const response = await fetch(`http://${address}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(takesBody && { "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json" }),
    },
    ...(takesBody && { body: JSON.stringify({ name: "Eve Example", dateOfBirth: "1990-12-10" }) }),
  });
  const problem = await response.json();
  assert.equal(response.status, status, `${fault}: ${JSON.stringify(problem)}`);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer /);
}
