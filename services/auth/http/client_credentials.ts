import { issueAccessToken } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { answer, type Endpoint, endpoint } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import { matches } from "../domain/secret.ts";
import type { SigningKeys } from "../domain/signing_keys.ts";
import { findClient } from "../sql/clients.ts";

/** RFC 6749, section 3.2: parameters without a value count as left out, and those that are not known are ignored. */
const TokenRequest = z.looseObject({
  grant_type: z.string().transform(orAbsent).optional(),
  client_id: z.string().max(100).transform(orAbsent).optional(),
  client_secret: z.string().max(1_000).transform(orAbsent).optional(),
  scope: z.string().max(1_000).transform(orAbsent).optional(),
});

/** RFC 6749, appendix A.1. Anything else is no client's, and the database could not even look for it. */
const CLIENT_ID = /^[\x20-\x7e]+$/;

const TokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.int(),
  scope: z.string(),
});

const OAuthError = z.object({ error: z.string(), error_description: z.string() }).meta({ id: "OAuthError" });

export interface ClientCredentialsDeps {
  readonly query: Query;
  readonly keys: SigningKeys;
  readonly lifetimeS: number;
}

/** Client credentials (RFC 6749, section 4.4) for programs and for our own services; errors as in section 5.2. */
export function clientCredentialsEndpoint({ query, keys, lifetimeS }: ClientCredentialsDeps): Endpoint {
  return endpoint({
    method: "post",
    path: "/auth/token",
    operationId: "issueToken",
    summary: "An access token for a program",
    access: "public",
    body: { type: "application/x-www-form-urlencoded", schema: TokenRequest },
    answers: {
      200: { description: "Issued", schema: TokenAnswer },
      400: { description: "`invalid_request`, `unsupported_grant_type` or `invalid_scope`", schema: OAuthError },
      401: { description: "`invalid_client`", schema: OAuthError },
    },
  }, async ({ body, request }) => {
    if (body.grant_type === undefined) return refusal(400, "invalid_request", "grant_type is missing");
    if (body.grant_type !== "client_credentials") {
      return refusal(400, "unsupported_grant_type", "Only client_credentials is supported");
    }
    const basic = basicCredentials(request.headers.get("authorization"));
    if (basic !== undefined && body.client_secret !== undefined) {
      return refusal(400, "invalid_request", "The client authenticates in two ways at once");
    }
    const { id, secret } = basic ?? { id: body.client_id ?? "", secret: body.client_secret ?? "" };
    const client = CLIENT_ID.test(id) ? await findClient(query, id) : undefined;
    if (!matches(secret, client?.secretDigest) || client === undefined) {
      return refusal(401, "invalid_client", "The client or its secret is not known", {
        "www-authenticate": `Basic realm="patient-management"`,
      });
    }
    const asked = body.scope?.split(" ").filter((word) => word !== "") ?? client.scopes;
    if (!asked.every((scope) => client.scopes.includes(scope))) {
      return refusal(400, "invalid_scope", "The client may not have every scope it asks for");
    }
    const grant = { subject: `service:${client.id}`, scopes: asked, lifetimeS };
    const token = await issueAccessToken(keys.current(), grant);
    return answer(200, { access_token: token, token_type: "Bearer", expires_in: lifetimeS, scope: asked.join(" ") });
  });
}

function orAbsent(value: string): string | undefined {
  return value === "" ? undefined : value;
}

function refusal(
  status: 400 | 401,
  error: string,
  description: string,
  headers: Record<string, string> = {},
): Response {
  return answer(status, { error, error_description: description }, headers);
}

/** RFC 7617, with both halves form-encoded as RFC 6749, section 2.3.1, has it. */
function basicCredentials(header: string | null): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  try {
    const [id = "", secret = ""] = atob(encoded).split(/:(.*)/s).map((half) =>
      decodeURIComponent(half.replaceAll("+", " "))
    );
    return { id, secret };
  } catch {
    return undefined; // Then nobody has signed in, and the answer is invalid_client.
  }
}
