import type { Client, components } from "@pms/client";
import { rest } from "@pms/lib/service";
import type { Entry, Sendable } from "./entry.ts";

type Problem = components["schemas"]["Problem"];

/** What became of one entry. */
export type Outcome =
  | { readonly kind: "registered" }
  | { readonly kind: "refused"; readonly reason: string }
  /** Whether it is registered is not known, unless by sending it again. */
  | { readonly kind: "unanswered"; readonly reason: string };

export interface Bounds {
  readonly requestsAtOnce: number;
  /** How long one entry is sent again while there is no answer. */
  readonly persistMs: number;
  /** The first wait between two tries; it doubles up to the last. */
  readonly waitMs: number;
  readonly waitMsMax: number;
}

export const BOUNDS: Bounds = { requestsAtOnce: 16, persistMs: 120_000, waitMs: 100, waitMsMax: 5_000 };

/** Statuses that decide nothing about the person: the same call may succeed in a moment. */
const NOT_NOW = [408, 429, 500, 502, 503, 504];
/** Statuses that say something about this one person. Any other one would meet all the others too. */
const REFUSED = [400, 409, 413, 422];

export interface Run {
  readonly client: Client;
  readonly bounds: Bounds;
  /** No entry is begun and no call repeated after it fired; calls under way may still be answered. */
  readonly signal: AbortSignal;
  readonly onOutcome: (entry: Entry, outcome: Outcome) => void;
}

/**
 * Registers everybody, some at a time, each under a key of their own, and resolves with whether all were sent. It ends
 * early at the signal, and when nobody at all was answered for as long as one entry is persisted with. Throws when there
 * is no sense in going on: the account may not, or this is no gateway of ours.
 */
export async function registerAll(entries: AsyncIterable<Entry> | Iterable<Entry>, run: Run): Promise<boolean> {
  const ending = new AbortController();
  const signal = AbortSignal.any([run.signal, ending.signal]);
  const waiting = Symbol.asyncIterator in entries ? entries[Symbol.asyncIterator]() : entries[Symbol.iterator]();
  let complete = false;
  let answeredMs = Date.now();

  async function work(): Promise<void> {
    try {
      while (!signal.aborted) {
        const { value: entry, done } = await waiting.next();
        if (done === true) return void (complete = true);
        const outcome = await register(entry, { ...run, signal });
        run.onOutcome(entry, outcome);
        if (outcome.kind !== "unanswered") answeredMs = Date.now();
        else if (Date.now() - answeredMs > run.bounds.persistMs) ending.abort();
      }
    } catch (error) {
      ending.abort();
      throw error;
    }
  }

  const workers = await Promise.allSettled(Array.from({ length: run.bounds.requestsAtOnce }, work));
  await waiting.return?.(undefined);
  const failure = workers.find((worker) => worker.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  return complete;
}

async function register(entry: Entry, { client, bounds, signal }: Omit<Run, "onOutcome">): Promise<Outcome> {
  if ("fault" in entry) return { kind: "refused", reason: entry.fault };
  const deadlineMs = Date.now() + bounds.persistMs;
  for (let tries = 0;; tries++) {
    const answer = await send(client, entry);
    if (!("notNow" in answer)) return answer;
    if (signal.aborted) return { kind: "unanswered", reason: "stopped before there was an answer" };
    // Half of it by chance, so that senders who failed together do not come again together.
    const waitMs = Math.min(bounds.waitMs * 2 ** tries, bounds.waitMsMax) * (0.5 + Math.random() / 2) + answer.restMs;
    if (Date.now() + waitMs > deadlineMs) {
      return { kind: "unanswered", reason: `no answer within ${bounds.persistMs / 1_000} s: ${answer.notNow}` };
    }
    await rest(waitMs, signal);
  }
}

interface NotNow {
  readonly notNow: string;
  /** How long the gateway asks us to stay away. */
  readonly restMs: number;
}

async function send(client: Client, { key, person }: Sendable): Promise<Outcome | NotNow> {
  try {
    const { response, error } = await client.POST("/api/patients", {
      // Whoever is in the file is meant to be registered, also beside somebody much like them.
      params: { query: { allowDuplicate: "true" }, header: { "Idempotency-Key": key } },
      body: person,
    });
    // An answer without a body has no `error` either.
    return response.ok ? { kind: "registered" } : readFailure(response, error ?? "");
  } catch (error) {
    if (!isLoss(error)) throw error;
    return { notNow: error.message, restMs: 0 };
  }
}

function readFailure({ status, headers }: Response, problem: Partial<Problem> | string): Outcome | NotNow {
  const { title = `status ${status}`, detail = "", errors = [] } = typeof problem === "string" ? {} : problem;
  const words = detail === "" ? title : `${title}: ${detail}`;
  if (NOT_NOW.includes(status)) return { notNow: words, restMs: retryAfterMs(headers) };
  if (!REFUSED.includes(status)) throw new Error(`Nobody can be registered here. ${words}`);
  // A pointer names a member of the API; neither it nor the detail holds what was sent.
  const faults = errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  return { kind: "refused", reason: faults.length === 0 ? words : faults.join("; ") };
}

/** No connection, or one that broke, or the client's deadline, or its end. */
function isLoss(error: unknown): error is Error {
  return error instanceof TypeError ||
    error instanceof DOMException && ["TimeoutError", "AbortError"].includes(error.name);
}

const RETRY_AFTER_MS_MAX = 60_000;

function retryAfterMs(headers: Headers): number {
  const given = headers.get("retry-after") ?? "0";
  const ms = /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - Date.now();
  return Math.min(Math.max(ms || 0, 0), RETRY_AFTER_MS_MAX);
}
