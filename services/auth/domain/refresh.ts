import { hkdfSync } from "node:crypto";
import { unauthenticated } from "@pms/lib/auth";
import type { Database, Query } from "@pms/lib/db";
import {
  endSession,
  insertSuccessor,
  lockPresented,
  type PresentedToken,
  type SessionLimits,
} from "../sql/sessions.ts";
import { findStaff } from "../sql/staff.ts";
import { open, seal } from "./seal.ts";
import { digestOf, randomSecret } from "./secret.ts";
import { type Issuer, issueTokens, type Tokens } from "./tokens.ts";

export interface RefreshDeps extends Issuer {
  readonly database: Database;
  readonly limits: SessionLimits;
}

/**
 * Trades a refresh token for its successor and a new access token. Presented again within a few seconds, while its
 * successor is unused (a lost answer, a second tab), it gives the same successor; presented any later somebody has a
 * copy, and the whole family ends (RFC 9700, section 4.14.2).
 */
export async function refresh({ database, limits, ...issuer }: RefreshDeps, presented: string): Promise<Tokens> {
  // Ending a family must be committed, so a refusal is what the transaction returns, not what it throws.
  const rotated = await database.transaction(async (query) => {
    const digest = digestOf(presented);
    const token = await lockPresented(query, digest, limits);
    if (token === undefined || !token.alive) return undefined;
    const successor = await successorOf(query, token, presented, digest);
    if (successor === undefined) await endSession(query, token.sessionId);
    const staff = successor === undefined ? undefined : await findStaff(query, token.staffId);
    return staff === undefined || successor === undefined
      ? undefined
      : { staff, successor, sessionId: token.sessionId, restS: token.restS };
  });
  if (rotated === undefined) throw unauthenticated("The refresh token is not valid");
  return await issueTokens(issuer, rotated.staff, rotated.sessionId, rotated.successor, rotated.restS);
}

async function successorOf(
  query: Query,
  token: PresentedToken,
  presented: string,
  digest: Uint8Array,
): Promise<string | undefined> {
  const key = sealingKey(presented);
  if (token.used) {
    if (!token.repeatable || token.sealedSuccessor === null) return undefined;
    return new TextDecoder().decode(await open(token.sealedSuccessor, key, token.sessionId));
  }
  const successor = randomSecret();
  const sealed = await seal(new TextEncoder().encode(successor), key, token.sessionId);
  await insertSuccessor(query, digest, { digest: digestOf(successor), sealed });
  return successor;
}

/** HKDF (RFC 5869): who has only the database, which holds the token's digest, cannot derive it. */
function sealingKey(token: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", token, "", "refresh token successor", 32));
}
