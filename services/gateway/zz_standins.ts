import { createIssuer } from "./testing.ts";
const issuer = await createIssuer();
await Deno.writeTextFile(
  "/tmp/gwprobe/token",
  await issuer.token("patient:read patient:write", { exp: 2_000_000_000 }),
);
const body = JSON.stringify({ id: "0199d7a0-0000-7000-8000-000000000001", name: "x".repeat(300) });
Deno.serve({ port: 5105, hostname: "127.0.0.1" }, () => Response.json(issuer.jwks));
Deno.serve(
  { port: 5100, hostname: "127.0.0.1" },
  (r) =>
    new URL(r.url).pathname === "/readyz" ? new Response() : new Response(body, {
      headers: {
        "content-type": "application/json",
        etag: '"1"',
        "cache-control": "no-store",
        "x-request-id": "abc",
      },
    }),
);
