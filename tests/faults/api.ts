/** What the gateway answered, or undefined when no answer came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- bodies are looked into by name, and each value is held against what is known.
  readonly body: any;
}

export interface Api {
  send(method: string, path: string, options?: Sent): Promise<Answer | undefined>;
  readonly outcomes: ReadonlyMap<string, number>;
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const DEADLINE_MS = 15_000;
/** In no answer that is an error: the words of a stack, of SQL, of a path or of an address with a password. */
const INNARDS =
  /\bat \S+ \(|\b(select|insert into|update|delete from)\b.*\b(from|values|set|where)\b|postgres:\/\/|file:\/\/|\.ts:\d+/i;

/** Calls through the gateway. Answers that no client may ever get are told to `violate`. */
export function createApi(url: string, canary: string, violate: (sentence: string) => void): Api {
  const outcomes = new Map<string, number>();

  function judge(what: string, status: number, text: string): void {
    if (status >= 500 && status !== 503) violate(`An answer was a defect: ${what} was answered with ${status}`);
    if (status < 400) return;
    if (text.includes(canary)) violate(`An answer leaked: ${what} (${status}) held a person's data`);
    if (INNARDS.test(text)) violate(`An answer leaked: ${what} (${status}) held the system's innards`);
  }

  async function call(method: string, path: string, { body, headers = {} }: Sent): Promise<Answer> {
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const response = await fetch(url + path, {
      method,
      headers: { ...(body !== undefined && { "content-type": type }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await response.text();
    judge(`${method} ${path.replace(/[0-9a-f-]{36}/g, "{id}")}`, response.status, text);
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  return {
    outcomes,
    send: async (method, path, options = {}) => {
      const answer = await call(method, path, options).catch(() => undefined);
      const outcome = answer === undefined ? "no answer" : String(answer.status);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      return answer;
    },
  };
}
