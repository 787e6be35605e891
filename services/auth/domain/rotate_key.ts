import type { Database } from "@pms/lib/db";
import { insertNextKey, listKeys } from "../sql/signing_keys.ts";
import { makeKey } from "./make_key.ts";
import { open } from "./seal.ts";

export interface KeyRotation {
  /** For so long a new key is published before it signs, in seconds. */
  readonly leadS: number;
  /** A key that has signed for so long is followed by another. */
  readonly ageS: number;
}

/**
 * Publishes a next key, which will sign in a while, and says whether it did: there may be one already. Rejects where the
 * encryption key is not the one that the present keys are sealed with, since auth could not open the new one.
 */
export async function rotateKey(
  database: Database,
  encryptionKey: Uint8Array,
  rotation: KeyRotation,
): Promise<boolean> {
  for (const { kid, sealedPrivate } of await listKeys(database.query, 0)) await open(sealedPrivate, encryptionKey, kid);
  return await insertNextKey(database, await makeKey(encryptionKey), rotation);
}
