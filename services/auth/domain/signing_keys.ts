import type { Database } from "@pms/lib/db";
import { ALGORITHM, localKeys, type TokenKeys } from "@pms/lib/auth";
import { unavailable } from "@pms/lib/errors";
import { rest } from "@pms/lib/service";
import type { Logger } from "@pms/lib/telemetry";
import { deleteOldKeys, insertFirstKey, isNewestKeyOlderThan, listKeys } from "../sql/signing_keys.ts";
import { makeKey } from "./make_key.ts";
import { type KeyRotation, rotateKey } from "./rotate_key.ts";
import { open } from "./seal.ts";

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
const DAY_S = 86_400;

export interface SigningKeysOptions {
  readonly rotation: KeyRotation;
  /** A key stays published for so long after another has followed it: until its last token has expired, in seconds. */
  readonly keepS: number;
  /** How soon a key that somebody else made, or that has come of age, is seen here. */
  readonly readEveryMs: number;
}

const USUAL: SigningKeysOptions = {
  rotation: { leadS: 900, ageS: 90 * DAY_S },
  keepS: 1_020,
  readEveryMs: 5_000,
};

/**
 * Reads the keys again and again, makes the first one where there is none, and a next one when the newest is old. While
 * the database is away it goes on with those that it has.
 */
export function startSigningKeys(
  database: Database,
  encryptionKey: Uint8Array,
  log: Logger,
  { rotation, keepS, readEveryMs } = USUAL,
): SigningKeys {
  const stop = new AbortController();
  let ring: Ring | undefined;
  const reading = (async () => {
    while (!stop.signal.aborted) {
      try {
        ring = await readOrMake(database, encryptionKey, keepS, ring);
        if (await isNewestKeyOlderThan(database.query, rotation.ageS)) {
          if (await rotateKey(database, encryptionKey, rotation)) log.info("a next signing key is published");
        }
        await deleteOldKeys(database.query, keepS);
        await rest(readEveryMs, stop.signal);
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

async function readOrMake(
  database: Database,
  encryptionKey: Uint8Array,
  keepS: number,
  before: Ring | undefined,
): Promise<Ring> {
  let keys = await listKeys(database.query, keepS);
  if (keys.length === 0) {
    // Of several services that start at once one inserts its key, and all read that one.
    await insertFirstKey(database, await makeKey(encryptionKey));
    keys = await listKeys(database.query, keepS);
  }
  const signing = keys.find(({ state }) => state === "signing");
  if (signing === undefined) throw new Error("There is no signing key");
  const published = keys.map(({ publicJwk }) => publicJwk);
  if (signing.kid === before?.kid) return { ...before, published };
  const pkcs8 = await open(signing.sealedPrivate, encryptionKey, signing.kid);
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  return { kid: signing.kid, privateKey, published };
}
