import { createTokenCheck } from "@pms/lib/auth";
import { openDatabase, pruneClaims } from "@pms/lib/db";
import { createApp, serveHttp } from "@pms/lib/http";
import { every, runService } from "@pms/lib/service";
import { readConfig, signInRules } from "./config.ts";
import { createPasswords } from "./domain/password.ts";
import { createPasswordPolicy } from "./domain/password_policy.ts";
import { createSignInLimit } from "./domain/sign_in_limit.ts";
import { startSigningKeys } from "./domain/signing_keys.ts";
import { authEndpoints } from "./http/endpoints.ts";
import { pruneResets } from "./sql/password_resets.ts";
import { pruneSessions } from "./sql/sessions.ts";
import { pruneLimits } from "./sql/sign_in_limits.ts";

const PRUNE_EVERY_MS = 60_000;
const PRUNE_ROWS_MAX = 10_000;
/** With failed sign-ins that are remembered at once. */
const FAILING_ACCOUNTS_MAX = 100_000;

await runService("auth", readConfig, ({ log, metrics, health, use }, config) => {
  const database = use(openDatabase({
    url: config.DATABASE_URL_AUTH,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "auth",
  }));
  const keys = use(startSigningKeys(database, config.AUTH_KEY_ENCRYPTION_KEY, log));
  const passwords = createPasswords(config.ARGON2_LIBRARY, { atOnceMax: config.PASSWORD_HASHES_MAX });
  health.check("database", () => database.ping());
  health.check("keys", () => keys.ready());

  const limits = {
    idleS: config.SESSION_IDLE_S,
    lifetimeS: config.SESSION_LIFETIME_S,
    repeatS: config.REFRESH_REPEAT_S,
  };
  use(every(PRUNE_EVERY_MS, () => pruneSessions(database.query, limits.lifetimeS, PRUNE_ROWS_MAX), log));
  use(every(PRUNE_EVERY_MS, () => pruneLimits(database.query, new Date(), FAILING_ACCOUNTS_MAX), log));
  use(every(PRUNE_EVERY_MS, () => pruneResets(database.query), log));
  use(every(PRUNE_EVERY_MS, () => pruneClaims(database.query, PRUNE_ROWS_MAX), log));

  const verifier = { verify: createTokenCheck(keys.find) };
  const encryptionKey = config.AUTH_KEY_ENCRYPTION_KEY;
  const endpoints = authEndpoints({
    database,
    keys,
    passwords,
    policy: createPasswordPolicy(),
    signInLimit: createSignInLimit(database, encryptionKey, signInRules(config), () => new Date()),
    verifier,
    limits,
    lifetimeS: config.ACCESS_TOKEN_LIFETIME_S,
    resetLifetimeS: config.PASSWORD_RESET_LIFETIME_S,
    encryptionKey,
    log,
  });
  const listen = { hostname: config.AUTH_HTTP_HOST, port: config.AUTH_HTTP_PORT };
  use(serveHttp(createApp(endpoints, { log, metrics, health, verifier }), { ...listen, log }));
});
