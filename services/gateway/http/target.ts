import { DomainError } from "@pms/lib/errors";

/** Where a request wants to go. `target` is path and query exactly as sent, for the upstream. */
export interface Target {
  readonly path: string;
  readonly target: string;
}

/**
 * Reads a request target (RFC 9112, section 3.2). Refuses whatever two programs could read as two different paths, so
 * that the upstream cannot see another route than the gateway did. An absolute form never says where to go, it only
 * has to name a host that is ours.
 */
export function readTarget(url: string, bytesMax: number, isAllowedHost: (host: string) => boolean): Target {
  if (url.length > bytesMax) throw new DomainError("url-too-long", `The URL may have at most ${bytesMax} bytes`);
  const target = url.startsWith("/") ? url : originForm(url, isAllowedHost);
  if (target.includes("#")) throw badTarget("The URL holds a fragment");
  const query = target.indexOf("?");
  const path = query === -1 ? target : target.slice(0, query);
  if (!PLAIN_PATH.test(path)) checkSegments(path);
  return { path, target };
}

function originForm(url: string, isAllowedHost: (host: string) => boolean): string {
  const [, authority, rest] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (authority === undefined || rest === undefined) throw badTarget("The request target is no path");
  if (!isAllowedHost(authority)) throw misdirected();
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** Letters, digits and marks that nobody decodes: nearly every path, told by one look. */
const PLAIN_PATH = /^(?:\/[\w~!$&'()*+,;=:@-]+)+$/;

function checkSegments(path: string): void {
  const segments = path.slice(1).split("/");
  if (segments.at(-1) === "") segments.pop(); // A slash at the end is another path, but not an ambiguous one.
  for (const segment of segments) {
    const name = decode(segment);
    if (name === "" || name === "." || name === "..") throw badTarget("The path has an empty or a dot segment");
    if (UNSAFE.test(name)) throw badTarget("The path has a slash, backslash or control character inside a segment");
  }
}

// deno-lint-ignore no-control-regex -- control characters are what it looks for.
const UNSAFE = /[/\\\u0000-\u001f\u007f-\u009f]/;

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badTarget("The path is not well encoded");
  }
}

export function misdirected(): DomainError {
  return new DomainError("misdirected-request", "This host is not served here");
}

function badTarget(detail: string): DomainError {
  return new DomainError("invalid-input", detail);
}
