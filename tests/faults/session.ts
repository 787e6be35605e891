import { rest } from "@pms/lib/service";
import type { Api } from "./api.ts";

/** A signed-in client's headers, renewed from time to time. */
export interface Session {
  headers(): Promise<Record<string, string>>;
}

const RETRY_MS = 100;
const RENEW_AFTER_MS = 6_000;
/** A used refresh token is good once more for 10 s; what comes close to that proves nothing. */
const REPEATABLE_MS = 8_000;

const ACCOUNT = { email: "admin@example.com", password: "password123" };

/** Signs in, and trades its refresh token every few seconds: a lost answer must not end the session. */
export function createSession(api: Api, violate: (sentence: string) => void, stop: AbortSignal): Session {
  let token = "";
  let refreshToken = "";
  let renewAtMs = 0;

  function take(body: { token: string; refreshToken: string }): void {
    ({ token, refreshToken } = body);
    renewAtMs = Date.now() + RENEW_AFTER_MS;
  }

  async function signIn(): Promise<void> {
    while (!stop.aborted) {
      const answer = await api.send("POST", "/auth/login", { body: ACCOUNT });
      if (answer?.status === 200) return take(answer.body);
      await rest(RETRY_MS, stop);
    }
  }

  async function refresh(): Promise<void> {
    const firstMs = Date.now();
    while (!stop.aborted) {
      const answer = await api.send("POST", "/auth/refresh", { body: { refreshToken } });
      if (answer?.status === 200) return take(answer.body);
      if (answer?.status === 401) {
        if (Date.now() - firstMs < REPEATABLE_MS) {
          violate("A session was lost: its refresh token was refused though its successor was never received");
        }
        return await signIn();
      }
      await rest(RETRY_MS, stop);
    }
  }

  return {
    headers: async () => {
      if (token === "") await signIn();
      else if (Date.now() >= renewAtMs) await refresh();
      return { authorization: `Bearer ${token}` };
    },
  };
}
