import type { Database } from "@pms/lib/db";
import { ALGORITHM, localKeys, type TokenKeys } from "@pms/lib/auth";
import { unavailable } from "@pms/lib/errors";
import { rest } from "@pms/lib/service";
import type { Logger } from "@pms/lib/telemetry";
import { insertFirstKey, listKeys, type StoredKey } from "../sql/signing_keys.ts";
import { open, seal } from "./seal.ts";

/** A public key as JWKS publishes it (RFC 7517, RFC 8037). */
export interface PublicJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
  readonly alg: typeof ALGORITHM;
  readonly use: "sig";
}

export interface SigningKeys extends AsyncDisposable {
  ready(): boolean;
  /** The key that signs now. Throws `unavailable` until the keys were read. */
  current(): { readonly kid: string; readonly privateKey: CryptoKey };
  /** All keys whose tokens may still be out. */
  published(): readonly PublicJwk[];
  /** The public key that a token's header names, for auth's own checks. */
  readonly find: TokenKeys;
}

interface Ring {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly published: readonly PublicJwk[];
}

const RETRY_MS = 500;

/** Reads the keys, and makes the first one where there is none. While the database is away it goes on trying. */
export function startSigningKeys(database: Database, encryptionKey: Uint8Array, log: Logger): SigningKeys {
  const stop = new AbortController();
  let ring: Ring | undefined;
  const reading = (async () => {
    while (ring === undefined && !stop.signal.aborted) {
      try {
        ring = await readOrMake(database, encryptionKey);
      } catch (error) {
        log.warn("signing keys could not be read", { error });
        await rest(RETRY_MS, stop.signal);
      }
    }
  })();
  const need = () => {
    if (ring === undefined) throw unavailable("The signing keys");
    return ring;
  };
  return {
    ready: () => ring !== undefined,
    current: need,
    published: () => need().published,
    find: localKeys(() => need().published),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await reading;
    },
  };
}

async function readOrMake(database: Database, encryptionKey: Uint8Array): Promise<Ring> {
  let keys = await listKeys(database.query);
  if (keys.length === 0) {
    // Of several services that start at once one inserts its key, and all read that one.
    await insertFirstKey(database, await makeKey(encryptionKey));
    keys = await listKeys(database.query);
  }
  const [newest] = keys;
  if (newest === undefined) throw new Error("There is no signing key");
  const pkcs8 = await open(newest.sealedPrivate, encryptionKey, newest.kid);
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  return { kid: newest.kid, privateKey, published: keys.map(({ publicJwk }) => publicJwk) };
}

async function makeKey(encryptionKey: Uint8Array): Promise<StoredKey> {
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
