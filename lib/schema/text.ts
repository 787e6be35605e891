import { z } from "zod";

// deno-lint-ignore no-control-regex -- control characters are what it looks for.
export const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** Without any of them, as the API's description says it. */
const PATTERN = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$";

/**
 * One line of text as people write it: control characters and lone surrogates are refused, the rest is brought to
 * NFC and trimmed, and only then measured, in code points.
 */
export function text(codePointsMax: number) {
  return z.string()
    .refine((value) => value.isWellFormed(), { error: "Has a surrogate without its other half" })
    .refine((value) => !CONTROL.test(value), { error: "Has a control character" })
    .transform((value) => value.normalize("NFC").trim())
    .refine((value) => value !== "", { error: "Is empty" })
    .refine((value) => [...value].length <= codePointsMax, { error: `Is longer than ${codePointsMax} characters` })
    .meta({ minLength: 1, maxLength: codePointsMax, pattern: PATTERN });
}

/** A day that exists in the calendar, `YYYY-MM-DD`. */
export function day() {
  const error = "Is not a day of the calendar, written YYYY-MM-DD";
  return z.iso.date({ error, abort: true }).refine((value) => !value.startsWith("0000"), { error });
}

/** An id of ours, in the lower case that the database gives. */
export function id() {
  return z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { error: "Is not a UUID" })
    .transform((value) => value.toLowerCase());
}

const EMAIL_LOCAL_PART_MAX = 64; // RFC 5321, section 4.5.3.1.1

/** An e-mail address. */
export function email() {
  const error = "Is not an e-mail address";
  return text(254).pipe(z.email({ error }).refine((value) => value.indexOf("@") <= EMAIL_LOCAL_PART_MAX, { error }))
    .meta({ format: "email" });
}
