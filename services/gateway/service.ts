import { startGuard } from "@pms/lib/guard";
import { createApp, serveHttp } from "@pms/lib/http";
import type { Service } from "@pms/lib/service";
import type { Config } from "./config.ts";
import { createApiDocs } from "./http/api_docs.ts";
import { serveGateway } from "./http/gateway.ts";
import { createPages } from "./http/pages.ts";
import { createUpstreams } from "./http/upstream.ts";

/** Starts the parts of the service, in this order: connections, endpoints, servers. */
export async function startGateway(
  service: Service,
  config: Config,
): Promise<void> {
  const { log, metrics, health, use } = service;
  const { verifier } = startGuard(service, {
    authUrl: config.AUTH_URL,
    authGrpcTarget: config.AUTH_GRPC_TARGET,
    clientSecret: config.GATEWAY_CLIENT_SECRET,
  });
  const upstreams = use(createUpstreams(config, { log, metrics }));
  // Without one of them the others are served as before: not ready would only take those away, too.
  for (const upstream of upstreams.all) health.show(upstream.name, () => upstream.ready());
  const pages = createPages(health, createApiDocs(config.SWAGGER_UI_DIR));
  use(await serveGateway(config, { log, metrics, pages, verifier, upstreams }));
  if (config.GATEWAY_ADMIN_PORT !== undefined) {
    const admin = { hostname: config.GATEWAY_ADMIN_HOST, port: config.GATEWAY_ADMIN_PORT, log };
    use(serveHttp(createApp([], { log, metrics, health }), admin));
  }
}
