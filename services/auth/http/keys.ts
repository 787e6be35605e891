import { answer, type Endpoint, endpoint } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import type { SigningKeys } from "../domain/signing_keys.ts";

const CACHE_S = 300;

const Jwks = z.object({
  keys: z.array(z.object({
    kty: z.string(),
    crv: z.string(),
    x: z.string(),
    kid: z.string(),
    alg: z.string(),
    use: z.string(),
  })),
});

export function keysEndpoint(keys: SigningKeys): Endpoint {
  return endpoint({
    method: "get",
    path: "/auth/.well-known/jwks.json",
    operationId: "listKeys",
    summary: "The public keys that access tokens are checked with (RFC 7517)",
    access: "public",
    answers: { 200: { description: "The keys", schema: Jwks } },
  }, () => answer(200, { keys: keys.published() }, { "cache-control": `public, max-age=${CACHE_S}` }));
}
