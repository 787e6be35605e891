import { createVerifier } from "@pms/lib/auth";
import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { createApiDocs } from "./http/api_docs.ts";
import { serveGateway } from "./http/gateway.ts";
import { createPages } from "./http/pages.ts";
import { createUpstreams } from "./http/upstream.ts";

await runService("gateway", readConfig, async ({ log, metrics, health, use }, config) => {
  const verifier = use(createVerifier({ jwksUrl: `${config.AUTH_URL}/auth/.well-known/jwks.json` }));
  const upstreams = use(createUpstreams(config, log));
  // Without one of them the others are served as before: not ready would only take those away, too.
  for (const upstream of upstreams.all) health.show(upstream.name, () => upstream.ready());
  health.check("keys", () => verifier.ready());
  const pages = createPages(health, createApiDocs(config.SWAGGER_UI_DIR));
  use(await serveGateway(config, { log, metrics, pages, verifier, upstreams }));
});
