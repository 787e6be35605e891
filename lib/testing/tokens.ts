import {
  ALGORITHM,
  createTokenCheck,
  issueAccessToken,
  localKeys,
  type Scope,
  type ServiceScope,
  type Verifier,
} from "../auth/mod.ts";

const KID = "test";
const LIFETIME_S = 600;

/** Signs for this test process alone; made when the first token or verifier is asked for. */
let keys: Promise<CryptoKeyPair> | undefined;

function keyPair(): Promise<CryptoKeyPair> {
  return keys ??= crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

/** Checks tokens as every service does, with the public half of the key that `tokenFor()` signs with. */
export async function testVerifier(): Promise<Pick<Verifier, "verify">> {
  const jwk = await crypto.subtle.exportKey("jwk", (await keyPair()).publicKey);
  const published = { ...jwk, kty: "OKP", kid: KID, alg: ALGORITHM, use: "sig" };
  return { verify: createTokenCheck(localKeys(() => [published])) };
}

/** An access token with just these scopes. */
export async function tokenFor(...scopes: readonly (Scope | ServiceScope)[]): Promise<string> {
  return await tokenWithLifetime(LIFETIME_S, ...scopes);
}

export async function tokenWithLifetime(
  lifetimeS: number,
  ...scopes: readonly (Scope | ServiceScope)[]
): Promise<string> {
  const { privateKey } = await keyPair();
  return await issueAccessToken({ kid: KID, privateKey }, { subject: "tester", scopes, lifetimeS });
}
