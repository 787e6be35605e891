import { hkdfSync } from "node:crypto";
import type { Database, IdempotencyClaim, Query } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import { findAnswer, saveAnswer, takeClaim } from "../sql/idempotency.ts";
import { open, seal } from "./seal.ts";

/**
 * Does the work in a transaction; with a claim, however often it is repeated and by however many at once, it is done
 * once and every repeat gets the first answer. A claim used for another body is refused, and failures are not kept. The
 * answer must survive JSON; it is kept sealed, since it holds what may be shown only once.
 */
export async function once<Answer extends object>(
  database: Database,
  encryptionKey: Uint8Array,
  claim: IdempotencyClaim | undefined,
  work: (query: Query) => Promise<Answer>,
): Promise<Answer> {
  if (claim === undefined) return await database.transaction(work);
  const key = new Uint8Array(hkdfSync("sha256", encryptionKey, "", "idempotent answers", 32));
  const label = JSON.stringify([claim.subject, claim.operation, claim.key]);
  return await database.transaction(async (query) => {
    if (await takeClaim(query, claim)) {
      const answer = await work(query);
      await saveAnswer(query, claim, await seal(new TextEncoder().encode(JSON.stringify(answer)), key, label));
      return answer;
    }
    const earlier = await findAnswer(query, claim);
    if (earlier === undefined) throw new Error("A claim was neither taken nor answered");
    if (earlier.sameBody) return JSON.parse(new TextDecoder().decode(await open(earlier.sealedAnswer, key, label)));
    throw new DomainError("idempotency-key-reused", "This Idempotency-Key was used for another body");
  });
}
