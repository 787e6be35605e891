import { ACCESS_TOKEN_TYPE, ALGORITHM, AUDIENCE, ISSUER, type ServiceScope } from "@pms/lib/auth";
import { openDatabase } from "@pms/lib/db";
import assert from "node:assert/strict";
import { open } from "../../services/auth/domain/seal.ts";
import { digestOf } from "../../services/auth/domain/secret.ts";
import { saveClient } from "../../services/auth/sql/clients.ts";
import { listKeys } from "../../services/auth/sql/signing_keys.ts";
import type { Installation } from "./installation.ts";

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** The public half, as everybody may read it. */
  readonly x: string;
}

/** The key that the installation signs with: only with it can a token be made that is wrong in nothing but one claim. */
export async function signingKeyOf({ secrets, databaseUrls }: Installation): Promise<SigningKey> {
  await using database = openAuthDatabase(databaseUrls);
  const key = (await listKeys(database.query, 0)).find(({ state }) => state === "signing");
  assert.ok(key !== undefined);
  const pkcs8 = await open(key.sealedPrivate, Uint8Array.fromBase64(secrets.keyEncryptionKey), key.kid);
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  return { kid: key.kid, privateKey, x: key.publicJwk.x };
}

/** A token that auth itself gives to a service with this scope. */
export async function serviceToken(
  { endpoints, databaseUrls }: Installation,
  scope: ServiceScope,
): Promise<string> {
  const id = `leash ${scope}`;
  const secret = crypto.randomUUID();
  await using database = openAuthDatabase(databaseUrls);
  await saveClient(database.query, { id, secretDigest: digestOf(secret), scopes: [scope] });
  const response = await fetch(`http://${endpoints.auth.http}/auth/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: id, client_secret: secret }),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer.access_token;
}

function openAuthDatabase(urls: Readonly<Record<string, string>>) {
  return openDatabase({ url: urls["auth"] ?? "", poolMax: 1, applicationName: "test" });
}

type Claims = Readonly<Record<string, unknown>>;

/** What a good service token says, with what is given in place of it. */
export function claims(scope: string, other: Claims = {}): Claims {
  const nowS = Math.floor(Date.now() / 1_000);
  const times = { iat: nowS, nbf: nowS, exp: nowS + 600 };
  return { iss: ISSUER, aud: AUDIENCE, sub: "service:patient", scope, jti: crypto.randomUUID(), ...times, ...other };
}

export async function signed({ kid, privateKey }: SigningKey, body: Claims, header: Claims = {}): Promise<string> {
  const content = `${encode({ alg: ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid, ...header })}.${encode(body)}`;
  return `${content}.${base64url(await crypto.subtle.sign("Ed25519", privateKey, new TextEncoder().encode(content)))}`;
}

/** Tokens that nobody may take, by what is wrong with each. `good` is one that auth gave. */
export async function badTokens(key: SigningKey, scope: string, good: string): Promise<Record<string, string>> {
  const nowS = Math.floor(Date.now() / 1_000);
  const stranger = await crypto.subtle.generateKey("Ed25519", false, ["sign"]) as CryptoKeyPair;
  const forged = { ...key, privateKey: stranger.privateKey };
  const [goodHeader, goodBody, goodSignature] = good.split(".");
  const unsigned = `${encode({ alg: "none", typ: ACCESS_TOKEN_TYPE })}.${encode(claims(scope))}.`;
  return {
    "expired": await signed(key, claims(scope, { iat: nowS - 1_000, nbf: nowS - 1_000, exp: nowS - 60 })),
    "not valid yet": await signed(key, claims(scope, { nbf: nowS + 600 })),
    "without an expiry": await signed(key, claims(scope, { exp: undefined })),
    "for another audience": await signed(key, claims(scope, { aud: "another-api" })),
    "of another issuer": await signed(key, claims(scope, { iss: "another-issuer" })),
    "of another type": await signed(key, claims(scope), { typ: "JWT" }),
    "signed by a stranger under our key id": await signed(forged, claims(scope)),
    "signed by a stranger under an id of its own": await signed({ ...forged, kid: crypto.randomUUID() }, claims(scope)),
    "signed with our public key as a shared secret": await signedByHmac(key, claims(scope)),
    "without a signature": unsigned,
    "with another body under a good signature": `${goodHeader}.${encode(claims(`${scope} x`))}.${goodSignature}`,
    "with half its signature": `${goodHeader}.${goodBody}.${goodSignature?.slice(0, 40)}`,
    "that is no JWT": "abcdef",
    "of five thousand characters": "x".repeat(5_000),
  };
}

async function signedByHmac({ kid, x }: SigningKey, body: Claims): Promise<string> {
  const content = `${encode({ alg: "HS256", typ: ACCESS_TOKEN_TYPE, kid })}.${encode(body)}`;
  const secret = Uint8Array.fromBase64(x, { alphabet: "base64url" });
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return `${content}.${base64url(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(content)))}`;
}

function encode(part: Claims): string {
  return base64url(new TextEncoder().encode(JSON.stringify(part)));
}

function base64url(bytes: Uint8Array | ArrayBuffer): string {
  return new Uint8Array(bytes).toBase64({ alphabet: "base64url", omitPadding: true });
}
