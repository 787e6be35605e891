import { createTokenCheck } from "@pms/lib/auth";
import { openDatabase } from "@pms/lib/db";
import { createApp, serveHttp } from "@pms/lib/http";
import { every, runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { createPasswords } from "./domain/password.ts";
import { startSigningKeys } from "./domain/signing_keys.ts";
import { authEndpoints } from "./http/endpoints.ts";
import { pruneSessions } from "./sql/sessions.ts";

const PRUNE_EVERY_MS = 60_000;
const PRUNE_ROWS_MAX = 10_000;

await runService("auth", readConfig, ({ log, metrics, health, use }, config) => {
  const database = use(openDatabase({
    url: config.DATABASE_URL_AUTH,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "auth",
    metrics,
  }));
  const keys = use(startSigningKeys(database, config.AUTH_KEY_ENCRYPTION_KEY, log));
  const passwords = createPasswords(config.ARGON2_LIBRARY, config.PASSWORD_HASHES_MAX);
  health.check("database", () => database.ping());
  health.check("keys", () => keys.ready());

  const limits = {
    idleS: config.SESSION_IDLE_S,
    lifetimeS: config.SESSION_LIFETIME_S,
    repeatS: config.REFRESH_REPEAT_S,
  };
  use(every(PRUNE_EVERY_MS, () => pruneSessions(database.query, limits.lifetimeS, PRUNE_ROWS_MAX), log));

  const verifier = { verify: createTokenCheck(keys.find) };
  const lifetimeS = config.ACCESS_TOKEN_LIFETIME_S;
  const endpoints = authEndpoints({ database, keys, passwords, verifier, limits, lifetimeS });
  const listen = { hostname: config.AUTH_HTTP_HOST, port: config.AUTH_HTTP_PORT };
  use(serveHttp(createApp(endpoints, { log, metrics, health, verifier }), { ...listen, log }));
});
