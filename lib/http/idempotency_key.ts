import { createHash } from "node:crypto";
import type { IdempotencyClaim } from "../db/mod.ts";
import { invalidInput } from "../schema/mod.ts";

/** The request's `Idempotency-Key`, 1 to 255 visible ASCII characters, or undefined when there is none. */
export function idempotencyKey(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidInput([{ pointer: "/Idempotency-Key", detail: "Is not 1 to 255 visible ASCII characters" }]);
}

/** What the request's `Idempotency-Key` claims, or undefined when there is none. */
export function idempotencyClaim(
  headers: Headers,
  { subject, operation, body }: { readonly subject: string; readonly operation: string; readonly body: object },
): IdempotencyClaim | undefined {
  const key = idempotencyKey(headers);
  return key === undefined ? undefined : { subject, operation, key, bodyDigest: digestOf(body) };
}

/** Of the body as understood: members in another order, or other white space, are the same body. */
function digestOf(body: object): Uint8Array {
  const members = Object.entries(body).sort(([one], [other]) => one < other ? -1 : 1);
  return createHash("sha256").update(JSON.stringify(members)).digest();
}
