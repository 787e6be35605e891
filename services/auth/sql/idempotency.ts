import type { IdempotencyClaim, Query } from "@pms/lib/db";

/** Takes the claim, unless an earlier request has it; while that one is still under way, this waits for it. */
export async function takeClaim(
  query: Query,
  { subject, operation, key, bodyDigest }: IdempotencyClaim,
): Promise<boolean> {
  const taken = await query`
    insert into idempotency_key as known (subject, operation, key, body_digest)
    values (${subject}, ${operation}, ${key}, ${bodyDigest})
    on conflict (subject, operation, key) do update
      set body_digest = excluded.body_digest, sealed_answer = null, created_at = excluded.created_at
      where known.created_at < now() - interval '24 hours'
    returning key`;
  return taken.length > 0;
}

/** Keeps the answer to the request that holds the claim. */
export async function saveAnswer(
  query: Query,
  { subject, operation, key }: IdempotencyClaim,
  sealedAnswer: Uint8Array,
): Promise<void> {
  await query`
    update idempotency_key set sealed_answer = ${sealedAnswer}
    where subject = ${subject} and operation = ${operation} and key = ${key}`;
}

export interface EarlierAnswer {
  readonly sealedAnswer: Uint8Array;
  /** Whether it was given to the same body. */
  readonly sameBody: boolean;
}

export async function findAnswer(
  query: Query,
  { subject, operation, key, bodyDigest }: IdempotencyClaim,
): Promise<EarlierAnswer | undefined> {
  const [earlier] = await query<EarlierAnswer>`
    select sealed_answer, body_digest = ${bodyDigest}::bytea as same_body
    from idempotency_key
    where subject = ${subject} and operation = ${operation} and key = ${key} and sealed_answer is not null`;
  return earlier;
}
