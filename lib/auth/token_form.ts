/** The algorithm of every access token: Ed25519 (RFC 8037). */
export const ALGORITHM = "EdDSA";
/** RFC 9068: the `typ` that tells an access token from any other JWT signed with the same keys. */
export const ACCESS_TOKEN_TYPE = "at+jwt";

const TOKEN_LENGTH_MAX = 4_096;
const PART = /^[A-Za-z0-9_-]+$/;
const KEY_ID = /^[A-Za-z0-9._-]{1,100}$/;
const HEADER_MEMBERS = ["alg", "kid", "typ"];

/**
 * Whether a token has the one form in which we write them: three parts in canonical base64url, and JSON as
 * `JSON.stringify` writes it, so that no member is there twice. Its header says algorithm, type and key id, and nothing
 * else: no key of its own (`jwk`, `x5c`), no place to get one (`jku`, `x5u`), no extension (`crit`). Whatever is not of
 * this form is refused before a key is looked for (RFC 8725).
 */
export function isOurForm(token: string): boolean {
  if (token.length > TOKEN_LENGTH_MAX) return false;
  const parts = token.split(".");
  if (parts.length !== 3) return false;
  const [header, payload, signature] = parts.map(decode);
  if (header === undefined || payload === undefined || signature === undefined) return false;
  const head = parseExactly(header);
  return head !== undefined && parseExactly(payload) !== undefined &&
    Object.keys(head).sort().join() === HEADER_MEMBERS.join() &&
    head["alg"] === ALGORITHM && head["typ"] === ACCESS_TOKEN_TYPE &&
    typeof head["kid"] === "string" && KEY_ID.test(head["kid"]);
}

/** The bytes of a part, or undefined where other text would give the same ones. */
function decode(part: string): Uint8Array | undefined {
  if (!PART.test(part) || part.length % 4 === 1) return undefined;
  const bytes = Uint8Array.fromBase64(part, { alphabet: "base64url" });
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true }) === part ? bytes : undefined;
}

function parseExactly(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value) || JSON.stringify(value) !== text) {
      return undefined;
    }
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}
