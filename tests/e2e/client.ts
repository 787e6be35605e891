import assert from "node:assert/strict";

/** What the gateway answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into bodies by name and assert what they find.
  readonly body: any;
}

export interface Client {
  /** The header that it signs its requests with. */
  readonly authorization: string;
  get(path: string): Promise<Answer>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Again and again until there is an answer other than 503: what a careful client does when a server restarts. */
  persist(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer>;
}

const REQUEST_MS_MAX = 15_000;
const PERSIST_MS_MAX = 60_000;

/** An access token: of one of the development accounts, unless a password is given. */
export async function tokenOf(url: string, email: string, password = "password123"): Promise<string> {
  const answer = await call(url, "POST", "/auth/login", { email, password }, {});
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.token;
}

/** A client who signed in, as tokenOf() does. */
export async function signIn(url: string, email: string, password?: string): Promise<Client> {
  const authorization = `Bearer ${await tokenOf(url, email, password)}`;

  const send: Client["send"] = (method, path, body, headers = {}) =>
    call(url, method, path, body, { authorization, ...headers });
  return {
    authorization,
    get: (path) => send("GET", path),
    send,
    persist: async (method, path, body, headers) => {
      const deadlineMs = Date.now() + PERSIST_MS_MAX;
      while (true) {
        const answer = await send(method, path, body, headers).catch(() => undefined);
        if (answer !== undefined && answer.status !== 503) return answer;
        if (Date.now() > deadlineMs) throw new Error(`no answer to ${method} ${path} for ${PERSIST_MS_MAX} ms`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

async function call(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const response = await fetch(url + path, {
    method,
    headers: { ...(body !== undefined && { "content-type": type }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(REQUEST_MS_MAX),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}
