import { createVerifier } from "@pms/lib/auth";
import { openDatabase } from "@pms/lib/db";
import { serveGrpc } from "@pms/lib/grpc";
import { createApp, serveHttp } from "@pms/lib/http";
import type { Service } from "@pms/lib/service";
import type { Config } from "./config.ts";
import { billingService } from "./grpc/billing_service.ts";
import { accountEndpoints } from "./http/accounts.ts";

/** How the service reaches its servers: an argument, so that a test can put others in place. */
const drivers = { openDatabase };

/** Starts the parts of the service, in this order: connections, endpoints, servers. */
export async function startBilling(
  { log, metrics, health, use }: Service,
  config: Config,
  { openDatabase } = drivers,
): Promise<void> {
  const database = use(openDatabase({
    url: config.DATABASE_URL_BILLING,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "billing",
  }));
  const verifier = use(createVerifier({ jwksUrl: `${config.AUTH_URL}/auth/.well-known/jwks.json` }));
  health.check("database", () => database.ping());
  health.check("keys", () => verifier.ready());

  const handlers = billingService({ query: database.query, currency: config.BILLING_CURRENCY });
  const listen = { hostname: config.BILLING_GRPC_HOST, port: config.BILLING_GRPC_PORT };
  use(await serveGrpc(handlers, { ...listen, verifier, health, log }));

  const app = createApp(accountEndpoints({ query: database.query }), { log, metrics, health, verifier });
  use(serveHttp(app, { hostname: config.BILLING_HTTP_HOST, port: config.BILLING_HTTP_PORT, log }));
}
