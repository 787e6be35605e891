import { createTokenCheck } from "@pms/lib/auth";
import { openDatabase } from "@pms/lib/db";
import { createApp, serveHttp } from "@pms/lib/http";
import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { createPasswords } from "./domain/password.ts";
import { startSigningKeys } from "./domain/signing_keys.ts";
import { clientCredentialsEndpoint } from "./http/client_credentials.ts";
import { keysEndpoint } from "./http/keys.ts";
import { signInEndpoint } from "./http/sign_in.ts";
import { whoamiEndpoints } from "./http/whoami.ts";

await runService("auth", readConfig, ({ log, metrics, health, use }, config) => {
  const database = use(openDatabase({
    url: config.DATABASE_URL_AUTH,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "auth",
  }));
  const keys = use(startSigningKeys(database, config.AUTH_KEY_ENCRYPTION_KEY, log));
  const passwords = createPasswords(config.ARGON2_LIBRARY, config.PASSWORD_HASHES_MAX);
  health.check("database", () => database.ping());
  health.check("keys", () => keys.ready());

  const { query } = database;
  const lifetimeS = config.ACCESS_TOKEN_LIFETIME_S;
  const endpoints = [
    signInEndpoint({ query, keys, passwords, lifetimeS }),
    clientCredentialsEndpoint({ query, keys, lifetimeS }),
    keysEndpoint(keys),
    ...whoamiEndpoints({ query }),
  ];
  const verifier = { verify: createTokenCheck(keys.find) };
  const listen = { hostname: config.AUTH_HTTP_HOST, port: config.AUTH_HTTP_PORT };
  use(serveHttp(createApp(endpoints, { log, metrics, health, verifier }), { ...listen, log }));
});
