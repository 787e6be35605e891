import { DomainError } from "@pms/lib/errors";
import { serverStream } from "@pms/lib/grpc";
import { AuthService } from "@pms/proto";
import type { RevocationLog } from "../domain/revocation_log.ts";

export interface AuthServiceDeps {
  readonly revocations: Pick<RevocationLog, "watch">;
  /** Streams at once, in this process. */
  readonly streamsMax: number;
}

/** Auth's gRPC front door. */
export function authService({ revocations, streamsMax }: AuthServiceDeps) {
  let streams = 0;

  async function* watch(since: number, signal: AbortSignal) {
    if (streams >= streamsMax) {
      throw new DomainError("too-many-requests", `No more than ${streamsMax} may watch at once`, {
        headers: { "retry-after": "1" },
      });
    }
    streams++;
    try {
      for await (const { revocations: given, ...rest } of revocations.watch(since, signal)) {
        yield { ...rest, revocations: given.map((one) => ({ ...one, forgetAtMs: Date.now() + one.keepMs })) };
      }
    } finally {
      streams--;
    }
  }

  return [
    serverStream(AuthService.watchRevocations, "service:auth.revocations", (request, { signal }) => {
      const since = request.since ?? 0;
      if (since < 0) throw new DomainError("invalid-input", "A position is 0 or more");
      return watch(since, signal);
    }),
  ];
}
