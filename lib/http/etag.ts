import { staleVersion } from "../errors.ts";

/** The ETag of a version: `"<version>"`, a strong validator (RFC 9110, section 8.8.3). */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * The version that `If-Match` asks for: undefined when any will do (no header, or `*`). A malformed one matches
 * nothing, so it is `stale-version` as well.
 */
export function ifMatch(headers: Headers): number | undefined {
  const header = headers.get("if-match")?.trim();
  if (header === undefined || header === "*") return undefined;
  const version = /^"([1-9]\d{0,8})"$/.exec(header)?.[1];
  if (version === undefined) throw staleVersion();
  return Number(version);
}

/** Whether `If-None-Match` names this version: then the answer is 304 (weak comparison, RFC 9110, section 13.1.2). */
export function notModified(headers: Headers, version: number): boolean {
  const header = headers.get("if-none-match");
  if (header === null) return false;
  return header.split(",").map((tag) => tag.trim().replace(/^W\//, "")).some((tag) =>
    tag === "*" || tag === etag(version)
  );
}
