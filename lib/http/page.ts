import { z } from "zod";
import { id, invalidInput } from "../schema/mod.ts";

const PAGE_SIZE_MAX = 200;
const PAGE_SIZE_PRESET = 50;
const pageSizeError = `Is not a whole number from 1 to ${PAGE_SIZE_MAX}`;

const PageSize = z.int({ error: pageSizeError }).min(1, { error: pageSizeError }).max(PAGE_SIZE_MAX, {
  error: pageSizeError,
});
const PageToken = z.string().max(500, { error: "Is too long" });

/** The two members that every list takes, in the body of a search. */
export const pageMembers = {
  pageSize: PageSize.default(PAGE_SIZE_PRESET),
  pageToken: PageToken.optional(),
};

/** The same in a query, where numbers arrive as text. */
export const pageParameters = {
  pageSize: z.string().regex(/^\d{1,9}$/, { error: pageSizeError }).transform(Number).pipe(PageSize)
    .default(PAGE_SIZE_PRESET)
    .meta({ type: "integer", pattern: undefined, minimum: 1, maximum: PAGE_SIZE_MAX }),
  pageToken: PageToken.optional(),
};

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextPageToken?: string;
}

const Token = z.strictObject({ after: id(), list: z.string() });

/**
 * Opaque to clients: the last row's id, and which list it belongs to (route, filters and order in words that say
 * nothing about a person), so that a token of another list is refused instead of skipping rows.
 */
export function pageToken(list: string, after: string): string {
  return new TextEncoder().encode(JSON.stringify({ after, list })).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

/** The id after which the page starts, or undefined for the first one. */
export function readPageToken(list: string, token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const parsed = Token.safeParse(decodeToken(token));
  if (parsed.success && parsed.data.list === list) return parsed.data.after;
  throw invalidInput([{ pointer: "/pageToken", detail: "Is no page token of this list and these filters" }]);
}

function decodeToken(token: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(token, { alphabet: "base64url" })));
  } catch {
    return undefined; // The schema refuses it with the right words.
  }
}

/** A page of `pageSize` from up to `pageSize + 1` rows: the one too many only says that there is a next page. */
export function pageOf<Row extends { readonly id: string }>(list: string, pageSize: number, found: Row[]): Page<Row> {
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  return found.length > pageSize && last !== undefined ? { rows, nextPageToken: pageToken(list, last.id) } : { rows };
}
