import type { Database } from "@pms/lib/db";
import { rotateKey } from "../services/auth/domain/rotate_key.ts";
import { listKeys } from "../services/auth/sql/signing_keys.ts";

/** Long enough for everybody to fetch a key before it signs: see `KEY_LEAD_S`. */
const LEAD_S = 900;
/** Any token that is out is shorter-lived than this. */
const KEEP_S = 86_400;

/** What `auth keys list` prints: a line for each key, newest first. */
export async function describeKeys({ query }: Database): Promise<string[]> {
  const keys = await listKeys(query, KEEP_S);
  return keys.map(({ kid, state, createdAt, signsFrom, followedAt }) =>
    [
      kid,
      state.padEnd(7),
      `made ${createdAt.toISOString()}`,
      `signs from ${signsFrom.toISOString()}`,
      ...(followedAt === null ? [] : [`until ${followedAt.toISOString()}`]),
    ].join("  ")
  );
}

/** `auth keys rotate`: publishes a next key, unless one is waiting already. */
export async function rotateKeys(database: Database, encryptionKey: string): Promise<string> {
  const added = await rotateKey(database, Uint8Array.fromBase64(encryptionKey), { leadS: LEAD_S, ageS: 0 })
    .catch((cause) => {
      if (!(cause instanceof DOMException)) throw cause;
      throw new Error("The encryption key is not the one that the signing keys are sealed with", { cause });
    });
  return added
    ? `A next key is published. It signs in ${LEAD_S / 60} minutes; the one before stays until its tokens have expired`
    : "A next key is waiting already: nothing was changed";
}
