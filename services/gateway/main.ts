import { createVerifier } from "@pms/lib/auth";
import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { serveGateway } from "./http/gateway.ts";
import { createUpstreams } from "./http/upstream.ts";

await runService("gateway", readConfig, async ({ log, metrics, health, use }, config) => {
  const verifier = use(createVerifier({ jwksUrl: `${config.AUTH_URL}/auth/.well-known/jwks.json` }));
  const upstreams = use(createUpstreams(config));
  for (const upstream of upstreams.all) health.check(upstream.name, () => upstream.ready());
  health.check("keys", () => verifier.ready());
  use(await serveGateway(config, { log, metrics, health, verifier, upstreams }));
});
