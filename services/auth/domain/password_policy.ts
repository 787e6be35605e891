import type { Fault } from "@pms/lib/errors";
import { CONTROL, z } from "@pms/lib/schema";
import { type Match, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

const LENGTH_MIN = 12;
const LENGTH_MAX = 128;
/** Normalising makes a text up to 18 times as long, so what is far too long is refused before. */
const GIVEN_LENGTH_MAX = 1_000;
/** Shorter words of an account stand in too many others. */
const WORD_LENGTH_MIN = 4;
/** What is not common up to here is not common, and looking further takes time. */
const LOOKED_AT_MAX = 100;

const wellFormed = (value: string) => value.isWellFormed();

/** A password as somebody signs in with it: no rule but one against what nobody could have typed. */
export const GivenPassword = z.string().min(1, { error: "Is empty" }).max(GIVEN_LENGTH_MAX, { error: "Is too long" })
  .refine(wellFormed, { error: "Has a surrogate without its other half" });

/** A new password, in the normal form (NFKC) in which its characters are counted. */
export const NewPassword = z.string()
  .max(GIVEN_LENGTH_MAX, { error: `Has more than ${LENGTH_MAX} characters`, abort: true })
  .refine(wellFormed, { error: "Has a surrogate without its other half" })
  .refine((value) => !CONTROL.test(value), { error: "Has a control character" }) // RFC 8265, section 4.2.2
  .transform((value) => value.normalize("NFKC"))
  .refine((value) => [...value].length >= LENGTH_MIN, { error: `Has fewer than ${LENGTH_MIN} characters` })
  .refine((value) => [...value].length <= LENGTH_MAX, { error: `Has more than ${LENGTH_MAX} characters` })
  .meta({ minLength: LENGTH_MIN, maxLength: LENGTH_MAX });

/** What is known of the owner of a password. */
export interface Owner {
  readonly email: string;
  readonly displayName: string;
}

/** What is wrong with a new password beside its length. There are no rules on which characters it has (NIST 800-63B). */
export type PasswordPolicy = (password: string, owner: Owner) => Fault[];

export function createPasswordPolicy(): PasswordPolicy {
  const isCommon = createCommonPasswords();
  return (password, owner) => {
    const fault = (detail: string) => [{ pointer: "/newPassword", detail }];
    if (hasOwnWord(password, owner)) return fault("Has a part of the account's e-mail address or name in it");
    if (isCommon(password)) return fault("Is a common password, or nearly one");
    return [];
  };
}

function hasOwnWord(password: string, { email, displayName }: Owner): boolean {
  const folded = fold(password);
  const wholes = [email, email.replace(/@.*/s, ""), displayName].map((text) => fold(text).replaceAll(/\s/g, ""));
  const words = [email, displayName].flatMap((text) => fold(text).split(/[^\p{L}\p{M}\p{N}]+/u));
  const spaceless = folded.replaceAll(/\s/g, "");
  return [...wholes, ...words].some((word) => [...word].length >= WORD_LENGTH_MIN && spaceless.includes(word));
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Whether a password is on the package's list, or is one of it in disguise: other case, letters as digits, an ending. */
function createCommonPasswords(): (password: string) => boolean {
  let list: ZxcvbnFactory | undefined; // Some 40 MB, and needed seldom.
  return (password) => {
    list ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
    const { score, sequence } = list.check([...password].slice(0, LOOKED_AT_MAX).join(""));
    // Less than a thousand guesses, or than a million with help of the list. One sign over and over is on no list when it
    // is long, and to refuse it then would be a rule of composition.
    return score === 0 || (score === 1 && !sequence.every(isUnlisted));
  };
}

function isUnlisted(match: Match): boolean {
  return match.pattern === "bruteforce" || (match.pattern === "repeat" && [...String(match["baseToken"])].length === 1);
}
