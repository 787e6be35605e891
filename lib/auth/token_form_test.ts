import assert from "node:assert/strict";
import { isOurForm } from "./token_form.ts";

const base64url = (text: string | Uint8Array) =>
  (typeof text === "string" ? new TextEncoder().encode(text) : text)
    .toBase64({ alphabet: "base64url", omitPadding: true });

const HEADER = { alg: "EdDSA", typ: "at+jwt", kid: "key-1" };
const PAYLOAD = { sub: "somebody", scope: "patient:read" };
const SIGNATURE = base64url(new Uint8Array(64).fill(7));
const head = base64url(JSON.stringify(HEADER));
const body = base64url(JSON.stringify(PAYLOAD));
const withHeader = (header: unknown) => `${base64url(JSON.stringify(header))}.${body}.${SIGNATURE}`;
const withTexts = (header: string, payload = JSON.stringify(PAYLOAD)) =>
  `${base64url(header)}.${base64url(payload)}.${SIGNATURE}`;

Deno.test("a token as we write it has our form", () => assert.equal(isOurForm(`${head}.${body}.${SIGNATURE}`), true));

const others: Record<string, string> = {
  "no signature": `${head}.${body}.`,
  "two parts": `${head}.${body}`,
  "four parts": `${head}.${body}.${SIGNATURE}.${SIGNATURE}`,
  "five parts, as an encrypted one": `${head}.${body}.${body}.${body}.${SIGNATURE}`,
  "the other base64 alphabet": `${head}.${body}.${SIGNATURE.slice(0, -4)}+/AA`,
  "padding": `${head}.${body}.${SIGNATURE}==`,
  "a line's end": `${head}.${body}.${SIGNATURE}\n`,
  "a space in front": ` ${head}.${body}.${SIGNATURE}`,
  "a NUL": `${head}.${body}.${SIGNATURE}\u0000`,
  "bits that are not the signature's": `${head}.${body}.${SIGNATURE.slice(0, -1)}x`,
  "a length that base64 cannot have": `${head}.${body}.${SIGNATURE.slice(0, -1)}`,
  "no algorithm": withHeader({ ...HEADER, alg: undefined }),
  "the algorithm none": withHeader({ ...HEADER, alg: "none" }),
  "the algorithm nOnE": withHeader({ ...HEADER, alg: "nOnE" }),
  "a shared secret's algorithm": withHeader({ ...HEADER, alg: "HS256" }),
  "another curve's algorithm": withHeader({ ...HEADER, alg: "ES256" }),
  "several algorithms": withHeader({ ...HEADER, alg: ["EdDSA"] }),
  "the type JWT": withHeader({ ...HEADER, typ: "JWT" }),
  "the type in capitals": withHeader({ ...HEADER, typ: "AT+JWT" }),
  "a refresh token's type": withHeader({ ...HEADER, typ: "rt+jwt" }),
  "no key id": withHeader({ alg: "EdDSA", typ: "at+jwt" }),
  "an empty key id": withHeader({ ...HEADER, kid: "" }),
  "a key id that is a path": withHeader({ ...HEADER, kid: "../../dev/null" }),
  "a key id that is a URL": withHeader({ ...HEADER, kid: "https://example.org/key" }),
  "a key id that is SQL": withHeader({ ...HEADER, kid: "x' union select 'key" }),
  "a key id that is no text": withHeader({ ...HEADER, kid: 1 }),
  "a key id that is an object": withHeader({ ...HEADER, kid: { $ne: "" } }),
  "a key of its own": withHeader({ ...HEADER, jwk: { kty: "OKP", crv: "Ed25519", x: "AAAA" } }),
  "a place for keys": withHeader({ ...HEADER, jku: "https://example.org/jwks.json" }),
  "a certificate": withHeader({ ...HEADER, x5c: ["AAAA"] }),
  "a place for certificates": withHeader({ ...HEADER, x5u: "https://example.org/chain.pem" }),
  "a thumbprint": withHeader({ ...HEADER, x5t: "AAAA" }),
  "a critical extension": withHeader({ ...HEADER, crit: ["exp"], exp: 1 }),
  "an unencoded payload": withHeader({ ...HEADER, b64: false, crit: ["b64"] }),
  "a content type": withHeader({ ...HEADER, cty: "JWT" }),
  "compression": withHeader({ ...HEADER, zip: "DEF" }),
  "a prototype": withTexts(`{"alg":"EdDSA","typ":"at+jwt","kid":"key-1","__proto__":{}}`),
  "the algorithm twice": withTexts(`{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"key-1"}`),
  "the subject twice": withTexts(JSON.stringify(HEADER), `{"sub":"me","sub":"somebody"}`),
  "a scope twice, once escaped": withTexts(JSON.stringify(HEADER), `{"scope":"a","\\u0073cope":"user:write"}`),
  "blanks in its JSON": withTexts(JSON.stringify(HEADER), `{ "sub": "somebody" }`),
  "a number written otherwise": withTexts(JSON.stringify(HEADER), `{"exp":1e9}`),
  "something after its JSON": withTexts(`${JSON.stringify(HEADER)}{}`),
  "a byte order mark": withTexts(`\uFEFF${JSON.stringify(HEADER)}`),
  "a header that is a list": withHeader([HEADER]),
  "a header that is null": withHeader(null),
  "a payload that is a text": withTexts(JSON.stringify(HEADER), `"somebody"`),
  "a payload that is a number": withTexts(JSON.stringify(HEADER), "1"),
  "bytes that are not UTF-8": `${head}.${base64url(new Uint8Array([0x22, 0xff, 0x22]))}.${SIGNATURE}`,
  "more characters than any of ours": withTexts(JSON.stringify(HEADER), JSON.stringify({ sub: "x".repeat(4_096) })),
  "a million characters": "a".repeat(1_000_000),
  "a million dots": ".".repeat(1_000_000),
  "nothing": "",
};
for (const [what, token] of Object.entries(others)) {
  Deno.test(`a token with ${what} has not`, () => assert.equal(isOurForm(token), false));
}
