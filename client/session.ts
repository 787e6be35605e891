/** Where and as whom to sign in. */
export interface SessionOptions {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  /** Sends one request, with its deadline. */
  readonly send: (request: Request) => Promise<Response>;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

/** One member of staff who is signed in, for as long as anybody asks. */
export interface Session {
  /** A token that is good for a while yet, or the answer that says why there is none. */
  token(): Promise<string | Response>;
  /** Says that a token was refused; the next call of `token()` gets another one. */
  refused(token: string): void;
  /** Ends the session, if there is one. */
  end(): Promise<void>;
}

interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly renewAtMs: number;
  readonly expiresAtMs: number;
}

/** A token is renewed when a fifth of its life is left, at most a minute: clocks and networks are not exact. */
const RENEW_SHARE = 0.2;
const RENEW_BEFORE_MS_MAX = 60_000;
/** While renewing fails and the token is still good, it is tried this often and not with every call. */
const RENEW_AGAIN_MS = 1_000;

/** Signs in when a token is first asked for, renews it in time, and signs in again when the session has ended. */
export function createSession({ url, email, password, send, now }: SessionOptions): Session {
  let tokens: Tokens | undefined;
  let renewal: Promise<Tokens | Refusal> | undefined;
  let renewNotBeforeMs = 0;

  async function renew(): Promise<Tokens | Refusal> {
    const refreshToken = tokens?.refreshToken;
    const renewed = refreshToken === undefined ? undefined : await ask("/auth/refresh", { refreshToken });
    // 401: the session was ended, is too old, or its tokens were used by somebody else.
    const dead = renewed === undefined || "text" in renewed && renewed.status === 401;
    const outcome = dead ? await ask("/auth/login", { email, password }) : renewed;
    if (!("text" in outcome)) tokens = outcome;
    return outcome;
  }

  async function ask(path: string, body: Record<string, string>): Promise<Tokens | Refusal> {
    const askedMs = now();
    const response = await send(
      new Request(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        // Whoever is redirected to must not be told the password.
        redirect: "manual",
      }),
    );
    const text = await response.text();
    if (response.status !== 200) return { status: response.status, headers: response.headers, text };
    const { token, refreshToken, expiresIn } = JSON.parse(text);
    const lifeMs = expiresIn * 1_000;
    return {
      token,
      refreshToken,
      renewAtMs: askedMs + lifeMs - Math.min(lifeMs * RENEW_SHARE, RENEW_BEFORE_MS_MAX),
      expiresAtMs: askedMs + lifeMs,
    };
  }

  /** One renewal at a time: a refresh token is good for one use. */
  function renewOnce(): Promise<Tokens | Refusal> {
    return renewal ??= renew().finally(() => renewal = undefined);
  }

  return {
    token: async () => {
      const nowMs = now();
      const good = tokens !== undefined && nowMs < tokens.expiresAtMs ? tokens : undefined;
      if (good !== undefined && (nowMs < good.renewAtMs || nowMs < renewNotBeforeMs)) return good.token;
      try {
        const outcome = await renewOnce();
        if (!("text" in outcome)) return outcome.token;
        if (good === undefined) return responseOf(outcome);
      } catch (error) {
        if (good === undefined) throw error;
      }
      // Tokens are checked without the service that gives them, so while that one is down the old one serves.
      renewNotBeforeMs = now() + RENEW_AGAIN_MS;
      return good.token;
    },
    refused: (token) => {
      if (tokens?.token === token) tokens = { ...tokens, renewAtMs: 0, expiresAtMs: 0 };
    },
    end: async () => {
      if (tokens === undefined) return;
      const { refreshToken } = tokens;
      tokens = undefined;
      await ask("/auth/logout", { refreshToken });
    },
  };
}

/** An answer that several calls may wait for: each gets a copy. */
interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

function responseOf({ status, headers, text }: Refusal): Response {
  return new Response(text, { status, headers });
}
