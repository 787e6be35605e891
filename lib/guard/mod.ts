import {
  createRevocations,
  createServiceTokens,
  createVerifier,
  type ServiceTokens,
  type Verifier,
} from "../auth/mod.ts";
import type { Service } from "../service/mod.ts";
import { watchRevocations } from "./watch_revocations.ts";

export { type RevocationWatch, type WatchOptions, watchRevocations } from "./watch_revocations.ts";

export interface GuardOptions {
  /** Auth's REST, for its public keys and our own token. */
  readonly authUrl: string;
  /** Auth's gRPC, `host:port`, for what it revokes. */
  readonly authGrpcTarget: string;
  /** The service's own client at auth: by its name. */
  readonly clientSecret: string;
}

export interface Guard {
  /** For the service's doors: who calls, unless the session behind the token has ended. */
  readonly verifier: Verifier;
  /** The service's own tokens, for its calls. */
  readonly tokens: ServiceTokens;
}

/**
 * What each service checks its callers with. It is not ready until it has auth's keys and has read the revocations once.
 * Afterwards it does without auth: it only shows that revocations do not arrive.
 */
export function startGuard(
  { name, health, metrics, log, use }: Service,
  { authUrl, authGrpcTarget, clientSecret }: GuardOptions,
): Guard {
  const tokens = createServiceTokens({ tokenUrl: `${authUrl}/auth/token`, clientId: name, clientSecret });
  const revocations = createRevocations();
  const watch = use(watchRevocations({ target: authGrpcTarget, tokens, revocations, metrics, log }));
  const verifier = use(createVerifier({ jwksUrl: `${authUrl}/auth/.well-known/jwks.json`, revocations, log }));
  health.check("keys", () => verifier.ready() && watch.known());
  health.show("revocations", () => watch.live());
  return { verifier, tokens };
}
