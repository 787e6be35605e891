import { openDatabase } from "@pms/lib/db";
import { serveGrpc } from "@pms/lib/grpc";
import { startGuard } from "@pms/lib/guard";
import { createApp, serveHttp } from "@pms/lib/http";
import type { Service } from "@pms/lib/service";
import type { Config } from "./config.ts";
import { billingService } from "./grpc/billing_service.ts";
import { accountEndpoints } from "./http/accounts.ts";

/** How the service reaches its servers: an argument, so that a test can put others in place. */
const drivers = { openDatabase };

/** Starts the parts of the service, in this order: connections, endpoints, servers. */
export async function startBilling(
  service: Service,
  config: Config,
  { openDatabase } = drivers,
): Promise<void> {
  const { log, metrics, health, use } = service;
  const database = use(openDatabase({
    url: config.DATABASE_URL_BILLING,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "billing",
    metrics,
  }));
  const { verifier } = startGuard(service, {
    authUrl: config.AUTH_URL,
    authGrpcTarget: config.AUTH_GRPC_TARGET,
    clientSecret: config.BILLING_CLIENT_SECRET,
  });
  health.check("database", () => database.ping());

  const handlers = billingService({ query: database.query, currency: config.BILLING_CURRENCY });
  const listen = { hostname: config.BILLING_GRPC_HOST, port: config.BILLING_GRPC_PORT };
  use(await serveGrpc(handlers, { ...listen, verifier, health, log, metrics }));

  const app = createApp(accountEndpoints({ query: database.query }), { log, metrics, health, verifier });
  use(serveHttp(app, { hostname: config.BILLING_HTTP_HOST, port: config.BILLING_HTTP_PORT, log }));
}
