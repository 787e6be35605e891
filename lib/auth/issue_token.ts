import { SignJWT } from "jose";
import { AUDIENCE, ISSUER } from "./access_token.ts";
import { ACCESS_TOKEN_TYPE, ALGORITHM } from "./token_form.ts";

export interface Grant {
  /** `sub`: a staff account's id, or `service:<client>`. */
  readonly subject: string;
  /** `sid`: the session that the token belongs to; programs have none. */
  readonly sessionId?: string;
  readonly scopes: readonly string[];
  readonly lifetimeS: number;
}

/** Signs an access token (RFC 9068) with an Ed25519 key. */
export async function issueAccessToken(
  { kid, privateKey }: { readonly kid: string; readonly privateKey: CryptoKey },
  { subject, sessionId, scopes, lifetimeS }: Grant,
): Promise<string> {
  const nowS = Math.floor(Date.now() / 1_000);
  return await new SignJWT({ scope: scopes.join(" "), ...(sessionId !== undefined && { sid: sessionId }) })
    .setProtectedHeader({ alg: ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setIssuedAt(nowS)
    .setNotBefore(nowS)
    .setExpirationTime(nowS + lifetimeS)
    .setJti(crypto.randomUUID())
    .sign(privateKey);
}
