import { CLOCK_SKEW_S, createTokenCheck } from "@pms/lib/auth";
import { openDatabase, pruneClaims } from "@pms/lib/db";
import { serveGrpc } from "@pms/lib/grpc";
import { createApp, serveHttp } from "@pms/lib/http";
import { every, type Service } from "@pms/lib/service";
import { type Config, signInRules } from "./config.ts";
import { createPasswords } from "./domain/password.ts";
import { followRevocations } from "./domain/revocation_log.ts";
import { createPasswordPolicy } from "./domain/password_policy.ts";
import { createSignInLimit } from "./domain/sign_in_limit.ts";
import { startSigningKeys } from "./domain/signing_keys.ts";
import { authService } from "./grpc/auth_service.ts";
import { authEndpoints } from "./http/endpoints.ts";
import { pruneRevocations } from "./sql/revocations.ts";
import { pruneResets } from "./sql/password_resets.ts";
import { pruneSessions } from "./sql/sessions.ts";
import { pruneLimits, readClock } from "./sql/sign_in_limits.ts";

const PRUNE_EVERY_MS = 60_000;
const PRUNE_ROWS_MAX = 10_000;
const READ_KEYS_EVERY_MS = 5_000;
/** A token may be signed a moment after its session ended, or by another process with the key before. */
const SIGNING_S_MAX = 60;
const DAY_S = 86_400;
/** With failed sign-ins that are remembered at once. */
const FAILING_ACCOUNTS_MAX = 100_000;

/** How the service reaches its servers: an argument, so that a test can put others in place. */
const drivers = { openDatabase };

/** Starts the parts of the service, in this order: connections, endpoints, servers. */
export async function startAuth(
  { log, metrics, health, use }: Service,
  config: Config,
  { openDatabase } = drivers,
): Promise<void> {
  const database = use(openDatabase({
    url: config.DATABASE_URL_AUTH,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "auth",
    metrics,
  }));
  const lifetimeS = config.ACCESS_TOKEN_LIFETIME_S;
  const keepS = lifetimeS + 2 * CLOCK_SKEW_S + SIGNING_S_MAX; // By then no token that was signed before is good.
  const keys = use(startSigningKeys(database, config.AUTH_KEY_ENCRYPTION_KEY, log, {
    rotation: { leadS: config.KEY_LEAD_S, ageS: config.KEY_ROTATE_AFTER_DAYS * DAY_S },
    keepS,
    readEveryMs: READ_KEYS_EVERY_MS,
  }));
  const revocations = use(followRevocations(database.query, keepS, log));
  const passwords = createPasswords(config.ARGON2_LIBRARY, { atOnceMax: config.PASSWORD_HASHES_MAX });
  health.check("database", () => database.ping());
  health.check("keys", () => keys.ready() && revocations.known());

  const limits = {
    idleS: config.SESSION_IDLE_S,
    lifetimeS: config.SESSION_LIFETIME_S,
    repeatS: config.REFRESH_REPEAT_S,
  };
  use(every(PRUNE_EVERY_MS, () => pruneSessions(database.query, limits.lifetimeS, PRUNE_ROWS_MAX), log));
  use(every(PRUNE_EVERY_MS, () => pruneRevocations(database.query, keepS, PRUNE_ROWS_MAX), log));
  use(
    every(
      PRUNE_EVERY_MS,
      async () => pruneLimits(database.query, await readClock(database.query), FAILING_ACCOUNTS_MAX),
      log,
    ),
  );
  use(every(PRUNE_EVERY_MS, () => pruneResets(database.query), log));
  use(every(PRUNE_EVERY_MS, () => pruneClaims(database.query, PRUNE_ROWS_MAX), log));

  const verifier = { verify: createTokenCheck(keys.find, revocations) };
  const handlers = authService({ revocations, streamsMax: config.REVOCATION_STREAMS_MAX });
  const grpc = { hostname: config.AUTH_GRPC_HOST, port: config.AUTH_GRPC_PORT };
  use(await serveGrpc(handlers, { ...grpc, verifier, health, log, metrics }));

  const encryptionKey = config.AUTH_KEY_ENCRYPTION_KEY;
  const endpoints = authEndpoints({
    database,
    keys,
    passwords,
    policy: createPasswordPolicy(),
    signInLimit: createSignInLimit(database, encryptionKey, signInRules(config)),
    verifier: { verify: createTokenCheck(keys.find) }, // Signing out twice is no fault.
    limits,
    lifetimeS,
    resetLifetimeS: config.PASSWORD_RESET_LIFETIME_S,
    encryptionKey,
    log,
  });
  const listen = { hostname: config.AUTH_HTTP_HOST, port: config.AUTH_HTTP_PORT };
  use(serveHttp(createApp(endpoints, { log, metrics, health, verifier }), { ...listen, log }));
}
