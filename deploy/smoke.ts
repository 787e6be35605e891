import { DeployError } from "./failure.ts";

const CALL_MS_MAX = 5_000;
const SETTLE_MS_MAX = 45_000;
const PAUSE_MS = 500;

/** What a healthy system answers through the gateway to somebody without a token, from each service behind it. */
const CALLS: readonly (readonly [path: string, status: number])[] = [
  ["/readyz", 200],
  ["/auth/.well-known/jwks.json", 200],
  ["/api/patients", 401],
  ["/openapi.json", 200],
];

/**
 * Calls through the gateway until every answer is right; services that are meant to be absent may be down. Throws with
 * the last wrong answer when that does not come.
 */
export async function smokeCall(url: string, absent: readonly string[], deadlineMs = SETTLE_MS_MAX): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (true) {
    const wrong = await firstWrong(url, absent);
    if (wrong === undefined) return;
    if (Date.now() > end) throw new DeployError(`Through the gateway at ${url}: ${wrong}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function firstWrong(url: string, absent: readonly string[]): Promise<string | undefined> {
  for (const [path, expected] of CALLS) {
    if (path.startsWith("/auth/") && absent.includes("auth")) continue;
    const answer = await ask(url + path);
    if (typeof answer === "string") return `GET ${path} ${answer}`;
    if (answer.status !== expected) return `GET ${path} answers ${answer.status} instead of ${expected}${answer.says}`;
    const down = path === "/readyz" ? answer.down.filter((name) => !absent.includes(name)) : [];
    if (down.length > 0) return `it does not reach ${down.join(", ")}`;
  }
  return undefined;
}

interface Answer {
  readonly status: number;
  /** Checks of `/readyz` that do not hold. */
  readonly down: readonly string[];
  readonly says: string;
}

/** Why there is no answer, in words, or what it is. */
export async function ask(url: string): Promise<Answer | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(CALL_MS_MAX), redirect: "manual" });
    const body = await response.text();
    const down = downIn(body);
    return { status: response.status, down, says: down.length === 0 ? "" : `: ${down.join(", ")} down` };
  } catch (error) {
    if (error instanceof DOMException) return `has no answer within ${CALL_MS_MAX / 1_000} s`;
    if (error instanceof TypeError) return "has no answer";
    throw error;
  }
}

function downIn(body: string): string[] {
  try {
    const { checks } = JSON.parse(body) as { checks?: Record<string, string> };
    return Object.entries(checks ?? {}).filter(([, state]) => state === "down").map(([name]) => name);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
