import { createVerifier } from "@pms/lib/auth";
import { openDatabase } from "@pms/lib/db";
import { serveGrpc } from "@pms/lib/grpc";
import { createApp, serveHttp } from "@pms/lib/http";
import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { billingService } from "./grpc/billing_service.ts";
import { accountEndpoints } from "./http/accounts.ts";

await runService("billing", readConfig, async ({ log, metrics, health, use }, config) => {
  const database = use(openDatabase({
    url: config.DATABASE_URL_BILLING,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "billing",
    metrics,
  }));
  const verifier = use(createVerifier({ jwksUrl: `${config.AUTH_URL}/auth/.well-known/jwks.json` }));
  health.check("database", () => database.ping());
  health.check("keys", () => verifier.ready());

  const handlers = billingService({ query: database.query, currency: config.BILLING_CURRENCY });
  const listen = { hostname: config.BILLING_GRPC_HOST, port: config.BILLING_GRPC_PORT };
  use(await serveGrpc(handlers, { ...listen, verifier, health, log, metrics }));

  const app = createApp(accountEndpoints({ query: database.query }), { log, metrics, health, verifier });
  use(serveHttp(app, { hostname: config.BILLING_HTTP_HOST, port: config.BILLING_HTTP_PORT, log }));
});
