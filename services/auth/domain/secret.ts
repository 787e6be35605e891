import { createHash, timingSafeEqual } from "node:crypto";

/** A new secret of 256 random bits, in base64url. */
export function randomSecret(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** What of a secret is kept: SHA-256, since it is random and long and nobody chose it. */
export function digestOf(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

/** Whether the secret is the one behind the digest, in a time that tells nothing. */
export function matches(secret: string, digest: Uint8Array | undefined): boolean {
  return timingSafeEqual(digestOf(secret), digest ?? new Uint8Array(32)) && digest !== undefined;
}
