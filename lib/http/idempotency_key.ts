import { invalidInput } from "../schema/mod.ts";

/** The request's `Idempotency-Key`, 1 to 255 visible ASCII characters, or undefined when there is none. */
export function idempotencyKey(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidInput([{ pointer: "/Idempotency-Key", detail: "Is not 1 to 255 visible ASCII characters" }]);
}
