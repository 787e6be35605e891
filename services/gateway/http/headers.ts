import { DomainError } from "@pms/lib/errors";
import { misdirected } from "./target.ts";

/** What the gateway itself needs of a request's headers, and what of them goes on to the upstream. */
export interface RequestHeaders {
  /** Each name and value with `: ` and the line's end, as they came over the wire. */
  readonly bytes: number;
  readonly hosts: readonly string[];
  /** Names and values by turns, as undici takes them. */
  readonly forwarded: string[];
  readonly authorization: string | undefined;
  readonly traceparent: string | undefined;
  readonly contentLength: string | undefined;
  readonly transferEncoding: string | undefined;
  readonly expect: string | undefined;
  /** Of the page that asks, if it is one. */
  readonly origin: string | undefined;
  /** What a browser asks leave for, before it sends it. */
  readonly requestedMethod: string | undefined;
  /** A header that is there twice though it may be there once only: nobody could say which of them counts. */
  readonly repeated: string | undefined;
}

/** Whether what goes on is one value or a list (RFC 9110, section 5.3). Nothing else of a client's goes on. */
const FORWARDED: ReadonlyMap<string, "one" | "list"> = new Map([
  ["authorization", "one"],
  ["content-type", "one"],
  ["content-encoding", "list"], // The services refuse it; without it they would take packed bytes for text.
  ["accept", "list"],
  ["if-match", "list"],
  ["if-none-match", "list"],
  ["idempotency-key", "one"],
]);

/** One pass over the headers as they came. Never throws, so that a refusal, too, knows the trace it belongs to. */
export function readHeaders(raw: readonly string[]): RequestHeaders {
  const hosts: string[] = [];
  const forwarded: string[] = [];
  const single = new Map<string, string>();
  let bytes = 0;
  let repeated: string | undefined;
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const value = raw[at + 1] ?? "";
    bytes += name.length + value.length + 4;
    if (name === "host") {
      hosts.push(value);
      continue;
    }
    const kind = FORWARDED.get(name);
    if (kind === undefined && !OWN.has(name)) continue;
    const before = kind === undefined ? -1 : forwarded.indexOf(name);
    if (before !== -1 && kind === "list") {
      forwarded[before + 1] += `, ${value}`;
      continue;
    }
    if (before !== -1 || single.has(name)) {
      repeated ??= name;
      continue;
    }
    if (kind !== undefined) forwarded.push(name, value);
    if (kind === undefined || name === "authorization") single.set(name, value);
  }
  return {
    bytes,
    hosts,
    forwarded,
    authorization: single.get("authorization"),
    traceparent: single.get("traceparent"),
    contentLength: single.get("content-length"),
    transferEncoding: single.get("transfer-encoding"),
    expect: single.get("expect"),
    origin: single.get("origin"),
    requestedMethod: single.get("access-control-request-method"),
    repeated,
  };
}

/** Headers that the gateway reads and does not hand on as they are. */
const OWN: ReadonlySet<string> = new Set([
  "traceparent",
  "content-length",
  "transfer-encoding",
  "expect",
  "origin",
  "access-control-request-method",
]);

export interface HeaderRules {
  readonly bytesMax: number;
  readonly isAllowedHost: (host: string) => boolean;
}

/** Refuses what is too large, not for us, or could be read in two ways. Node's parser has refused the rest. */
export function checkHeaders(headers: RequestHeaders, httpVersion: string, { bytesMax, isAllowedHost }: HeaderRules) {
  if (headers.bytes > bytesMax) throw headersTooLarge(bytesMax);
  const [host, ...more] = headers.hosts;
  if (host === undefined || more.length > 0) throw malformed("There must be exactly one Host header");
  if (!isAllowedHost(host)) throw misdirected();
  if (headers.repeated !== undefined) throw malformed(`The header ${headers.repeated} is there more than once`);
  if (httpVersion !== "1.1" && httpVersion !== "1.0") throw malformed("The HTTP version is neither 1.1 nor 1.0");
  if (headers.transferEncoding === undefined) return;
  if (httpVersion === "1.0") throw malformed("HTTP/1.0 has no Transfer-Encoding");
  if (headers.transferEncoding.toLowerCase() !== "chunked") throw malformed("The only Transfer-Encoding is chunked");
  if (headers.contentLength !== undefined) throw malformed("Transfer-Encoding and Content-Length exclude each other");
}

/** Whether a body follows: then it must be read before the next request on the connection. */
export function hasBody({ contentLength, transferEncoding }: RequestHeaders): boolean {
  return transferEncoding !== undefined || (contentLength !== undefined && Number(contentLength) !== 0);
}

export function headersTooLarge(bytesMax: number): DomainError {
  return new DomainError("headers-too-large", `The headers may have at most ${bytesMax} bytes in all`);
}

export function malformed(detail: string): DomainError {
  return new DomainError("invalid-input", detail);
}
