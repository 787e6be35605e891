/** Calls of the benchmark itself, one at a time, through the gateway. */
export interface Api {
  readonly token: string;
  // deno-lint-ignore no-explicit-any -- answers are read by name, and a wrong one fails the run.
  get(path: string): Promise<any>;
  // deno-lint-ignore no-explicit-any -- the same.
  post(path: string, body: string): Promise<any>;
}

const DEADLINE_MS = 15_000;
export const SIGN_IN = JSON.stringify({ email: "admin@example.com", password: "password123" });

/** Signs in as the development administrator. */
export async function signIn(url: string): Promise<Api> {
  const { token } = await call(url, "/auth/login", { method: "POST", body: SIGN_IN });
  return {
    token,
    get: (path) => call(url, path, {}, token),
    post: (path, body) => call(url, path, { method: "POST", body }, token),
  };
}

async function call(url: string, path: string, init: RequestInit, token?: string) {
  const response = await fetch(url + path, {
    ...init,
    headers: {
      ...(init.body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return await response.json();
}
