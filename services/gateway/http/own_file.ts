const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
};

/** No script but from here, and nothing to anywhere else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/** A file that the gateway itself holds. `allowed` are directives of a content security policy for what a page shows. */
export function ownFile(
  content: string | Uint8Array<ArrayBuffer>,
  type: keyof typeof TYPES,
  allowed: readonly string[] = [],
): Response {
  return new Response(content, {
    headers: {
      "content-type": TYPES[type],
      "cache-control": "public, max-age=300",
      "content-security-policy": [...CONTENT_SECURITY_POLICY, ...allowed].join("; "),
    },
  });
}
