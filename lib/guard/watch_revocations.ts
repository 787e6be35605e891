import { AuthService } from "@pms/proto";
import type { Revocations, ServiceTokens } from "../auth/mod.ts";
import { follow } from "../grpc/mod.ts";
import { rest } from "../service/mod.ts";
import type { Logger, Metrics } from "../telemetry/mod.ts";

export interface WatchOptions {
  /** `host:port` of auth's gRPC. */
  readonly target: string;
  readonly tokens: ServiceTokens;
  /** Where to put what is revoked. */
  readonly revocations: Revocations;
  readonly metrics: Pick<Metrics, "gauge">;
  readonly log: Logger;
}

export interface RevocationWatch extends AsyncDisposable {
  /** Whether the log was read to its end once. */
  known(): boolean;
  /** Whether new revocations arrive. While they do not, tokens are honoured until they expire. */
  live(): boolean;
}

/** Auth gives a sign of life every second. */
const SILENCE_MS = 3_500;
const RETRY_MS = 100;
const RETRY_MS_MAX = 1_000;

/** Follows auth's log of revocations, for ever: after each loss it goes on at the last position that it has. */
export function watchRevocations({ target, tokens, revocations, metrics, log }: WatchOptions): RevocationWatch {
  const stop = new AbortController();
  const up = metrics.gauge("auth_revocation_stream_up", "Whether revocations of sessions arrive from auth");
  const options = { target, tokens, what: "The auth service", silenceMs: SILENCE_MS, signal: stop.signal };
  let position = 0;
  let known = false;
  let live = false;
  let retryMs = RETRY_MS;
  up.set(0);

  async function followOnce(): Promise<void> {
    for await (const message of follow(AuthService.watchRevocations, { since: position }, options)) {
      revocations.add((message.revocations ?? []).map(({ sessionId, keepMs, forgetAtMs }) => ({
        sessionId: sessionId ?? "",
        keepMs: Math.max(keepMs ?? 0, (forgetAtMs ?? 0) - Date.now()), // An auth of before says only the time.
      })));
      position = message.position ?? 0;
      if (message.complete !== true) continue;
      if (!live) log.info("revocations arrive");
      known = live = true;
      up.set(1);
      retryMs = RETRY_MS;
    }
  }

  const watching = (async () => {
    while (!stop.signal.aborted) {
      await followOnce().catch((error: unknown) => {
        if (live) log.warn("revocations no longer arrive", { error });
        live = false;
        up.set(0);
      });
      await rest(retryMs, stop.signal);
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
    }
  })();

  return {
    known: () => known,
    live: () => live,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await watching;
    },
  };
}
