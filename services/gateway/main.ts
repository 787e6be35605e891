import { createVerifier } from "@pms/lib/auth";
import { createApp, serveHttp } from "@pms/lib/http";
import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { createApiDocs } from "./http/api_docs.ts";
import { serveGateway } from "./http/gateway.ts";
import { createPages } from "./http/pages.ts";
import { createUpstreams } from "./http/upstream.ts";

await runService("gateway", readConfig, async ({ log, metrics, health, use }, config) => {
  const verifier = use(createVerifier({ jwksUrl: `${config.AUTH_URL}/auth/.well-known/jwks.json` }));
  const upstreams = use(createUpstreams(config));
  // Without one of them the others are served as before: not ready would only take those away, too.
  for (const upstream of upstreams.all) health.show(upstream.name, () => upstream.ready());
  health.check("keys", () => verifier.ready());
  const pages = createPages(health, createApiDocs(config.SWAGGER_UI_DIR));
  if (config.GATEWAY_ADMIN_PORT !== undefined) {
    const admin = { hostname: config.GATEWAY_ADMIN_HOST, port: config.GATEWAY_ADMIN_PORT, log };
    use(serveHttp(createApp([], { log, metrics, health }), admin));
  }
  use(await serveGateway(config, { log, metrics, pages, verifier, upstreams }));
});
