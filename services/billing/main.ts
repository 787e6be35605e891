import { openDatabase } from "@pms/lib/db";
import { serveGrpc } from "@pms/lib/grpc";
import { startGuard } from "@pms/lib/guard";
import { createApp, serveHttp } from "@pms/lib/http";
import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { billingService } from "./grpc/billing_service.ts";
import { accountEndpoints } from "./http/accounts.ts";

await runService("billing", readConfig, async (service, config) => {
  const { log, metrics, health, use } = service;
  const database = use(openDatabase({
    url: config.DATABASE_URL_BILLING,
    poolMax: config.DATABASE_POOL_MAX,
    applicationName: "billing",
  }));
  const { verifier } = startGuard(service, {
    authUrl: config.AUTH_URL,
    authGrpcTarget: config.AUTH_GRPC_TARGET,
    clientSecret: config.BILLING_CLIENT_SECRET,
  });
  health.check("database", () => database.ping());

  const handlers = billingService({ query: database.query, currency: config.BILLING_CURRENCY });
  const listen = { hostname: config.BILLING_GRPC_HOST, port: config.BILLING_GRPC_PORT };
  use(await serveGrpc(handlers, { ...listen, verifier, health, log }));

  const app = createApp(accountEndpoints({ query: database.query }), { log, metrics, health, verifier });
  use(serveHttp(app, { hostname: config.BILLING_HTTP_HOST, port: config.BILLING_HTTP_PORT, log }));
});
