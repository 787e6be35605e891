import { ACCESS_TOKEN_TYPE, AUDIENCE, createVerifier, ISSUER } from "@pms/lib/auth";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics, type Metrics } from "@pms/lib/telemetry";
import { readConfig } from "./config.ts";
import { createApiDocs } from "./http/api_docs.ts";
import { serveGateway } from "./http/gateway.ts";
import { createPages } from "./http/pages.ts";
import type { ReplicasOptions } from "./http/replicas.ts";
import { createUpstreams } from "./http/upstream.ts";

/** One request as an upstream saw it. */
export interface Seen {
  readonly method: string;
  /** Path and query, not normalised any further than the stand-in's server did. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: string;
  /** Resolves when the stand-in stops. */
  readonly stopped: Promise<void>;
}

export interface StandIn extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly seen: Seen[];
}

export type Answer = (seen: Seen) => Response | Promise<Response>;

/** Stands in for a service, which is another process: it records what arrives and answers what the test wants. */
export function standIn(answer: Answer = () => new Response("ok"), port = 0, hostname = "127.0.0.1"): StandIn {
  const seen: Seen[] = [];
  const cut = new AbortController();
  const stopped = Promise.withResolvers<void>();
  const server = Deno.serve(
    { hostname, port, signal: cut.signal, onListen: () => {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      if (pathname === "/readyz") return new Response();
      const one = {
        method: request.method,
        target: pathname + search,
        headers: request.headers,
        body: await request.text(),
        stopped: stopped.promise,
      };
      seen.push(one);
      return await answer(one);
    },
  );
  return {
    url: `http://${hostname}:${server.addr.port}`,
    port: server.addr.port,
    seen,
    [Symbol.asyncDispose]: async () => {
      stopped.resolve();
      cut.abort();
      await server.finished;
    },
  };
}

/** Does not answer as long as the test runs. */
export async function never({ stopped }: Seen): Promise<Response> {
  await stopped;
  return new Response();
}

/** Auth's part: a key, its public half to fetch, and tokens signed with it. */
export interface Issuer {
  readonly jwks: object;
  token(scope: string, claims?: Record<string, unknown>): Promise<string>;
}

export async function createIssuer(): Promise<Issuer> {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("Ed25519 has no pair of keys here");
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return {
    jwks: { keys: [{ kty: jwk.kty, crv: jwk.crv, x: jwk.x, kid: "one", alg: "EdDSA", use: "sig" }] },
    token: async (scope, claims = {}) => {
      const now = Math.floor(Date.now() / 1_000);
      const head = part({ alg: "EdDSA", typ: ACCESS_TOKEN_TYPE, kid: "one" });
      const body = part({
        iss: ISSUER,
        aud: AUDIENCE,
        sub: "0199d7a0-0000-7000-8000-000000000001",
        iat: now,
        nbf: now,
        exp: now + 900,
        jti: crypto.randomUUID(),
        scope,
        ...claims,
      });
      const signature = await crypto.subtle.sign(
        "Ed25519",
        pair.privateKey,
        new TextEncoder().encode(`${head}.${body}`),
      );
      return `${head}.${body}.${base64url(new Uint8Array(signature))}`;
    },
  };
}

function part(value: object): string {
  return base64url(new TextEncoder().encode(JSON.stringify(value)));
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly auth: StandIn;
  readonly patient: StandIn;
  readonly metrics: Metrics;
  /** What was logged, line by line. */
  readonly logged: string[];
  readonly health: ReturnType<typeof createHealth>;
  /** An `Authorization` header of somebody with these scopes. */
  bearer(scope: string, claims?: Record<string, unknown>): Promise<string>;
  /** Asks the gateway with a token for everything about patients and billing. */
  ask(path: string, init?: RequestInit & { headers?: Record<string, string> }): Promise<Response>;
}

/** A gateway as `main.ts` puts it together, in front of stand-ins, with its keys at hand. */
export async function testGateway(
  options: {
    readonly patient?: Answer;
    readonly variables?: Record<string, string>;
    readonly keys?: boolean;
    readonly resolve?: ReplicasOptions["resolve"];
  } = {},
): Promise<TestGateway> {
  const parts = new AsyncDisposableStack();
  const issuer = await createIssuer();
  const auth = parts.use(standIn((seen) => {
    if (seen.target !== "/auth/.well-known/jwks.json") return new Response("auth");
    return options.keys === false ? new Response(null, { status: 503 }) : Response.json(issuer.jwks);
  }));
  const patient = parts.use(standIn(options.patient));
  const variables: Record<string, string> = {
    GATEWAY_HTTP_PORT: "0",
    AUTH_URL: auth.url,
    AUTH_GRPC_TARGET: "127.0.0.1:1", // The stand-in has none: what the guard does has tests of its own.
    GATEWAY_CLIENT_SECRET: "the-secret-of-the-client-gateway",
    PATIENT_URL: patient.url,
    BILLING_URL: patient.url,
    ANALYTICS_URL: patient.url,
    ...options.variables,
  };
  const config = readConfig({ get: (name) => variables[name] });
  const logged: string[] = [];
  const log = createLogger("gateway", "info", (line) => logged.push(line));
  const metrics = createMetrics("gateway");
  const health = createHealth();

  const verifier = parts.use(createVerifier({ jwksUrl: `${config.AUTH_URL}/auth/.well-known/jwks.json`, log }));
  const upstreams = parts.use(createUpstreams(config, { log, metrics, resolve: options.resolve }));
  for (const upstream of upstreams.all) health.show(upstream.name, () => upstream.ready());
  health.check("keys", () => verifier.ready());
  const pages = createPages(health, createApiDocs(config.SWAGGER_UI_DIR));
  const server = parts.use(await serveGateway(config, { log, metrics, pages, verifier, upstreams }));
  if (options.keys !== false) await until(() => verifier.ready());

  const host = `127.0.0.1:${server.port}`;
  const bearer = async (scope: string, claims?: Record<string, unknown>) =>
    `Bearer ${await issuer.token(scope, claims)}`;
  const authorization = await bearer("patient:read patient:write billing:read");
  return {
    url: `http://${host}`,
    host,
    port: server.port,
    auth,
    patient,
    metrics,
    logged,
    health,
    bearer,
    ask: (path, init = {}) =>
      fetch(`http://${host}${path}`, { redirect: "manual", ...init, headers: { authorization, ...init.headers } }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

const UNTIL_DEADLINE_MS = 10_000;

/** Looks again and again until it holds; fails when it does not in time. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + UNTIL_DEADLINE_MS;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`Never came true: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A bare connection: for what no HTTP client would send, and for seeing when it is closed. */
export interface Wire extends Disposable {
  send(text: string | Uint8Array): Promise<void>;
  /** All that came until the text holds this, or until the connection was closed. */
  read(until?: string | RegExp): Promise<string>;
  /** Resolves when the other side closes; what came is dropped. */
  closed(): Promise<void>;
}

const WIRE_DEADLINE_MS = 10_000;

export async function connect(port: number): Promise<Wire> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const timer = setTimeout(() => connection.close(), WIRE_DEADLINE_MS);
  const chunk = new Uint8Array(65_536);
  let text = "";
  let open = true;

  async function more(): Promise<boolean> {
    // A reset is a way of closing, too.
    const length = await connection.read(chunk).catch((error) => {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw new Error("Nothing came in time, and nobody closed", { cause: error });
    });
    if (length !== null) text += new TextDecoder().decode(chunk.subarray(0, length));
    return length !== null;
  }

  return {
    send: async (given) => {
      const bytes = typeof given === "string" ? new TextEncoder().encode(given) : given;
      for (let sent = 0; sent < bytes.byteLength;) sent += await connection.write(bytes.subarray(sent));
    },
    read: async (wanted) => {
      const there = () => typeof wanted === "string" ? text.includes(wanted) : wanted?.test(text) ?? false;
      while (!there() && await more());
      const all = text;
      text = "";
      return all;
    },
    closed: async () => {
      while (await more()) text = "";
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      if (open) {
        open = false;
        try {
          connection.close();
        } catch { /* The deadline closed it already. */ }
      }
    },
  };
}

/** Sends one request as it is and gives everything that comes until the gateway closes. */
export async function exchange(port: number, text: string): Promise<string> {
  using wire = await connect(port);
  await wire.send(text);
  return await wire.read();
}
