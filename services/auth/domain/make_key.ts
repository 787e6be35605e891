import { ALGORITHM } from "@pms/lib/auth";
import type { NewKey } from "../sql/signing_keys.ts";
import { seal } from "./seal.ts";

/** A new Ed25519 key, its private half sealed under a key that is not in the database. */
export async function makeKey(encryptionKey: Uint8Array): Promise<NewKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as CryptoKeyPair;
  const { x } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const kid = crypto.randomUUID();
  return {
    kid,
    publicJwk: { kty: "OKP", crv: "Ed25519", x: x ?? "", kid, alg: ALGORITHM, use: "sig" },
    sealedPrivate: await seal(pkcs8, encryptionKey, kid),
  };
}
