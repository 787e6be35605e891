import assert from "node:assert/strict";
import { createLogger } from "../telemetry/mod.ts";
import { eventually } from "../testing/mod.ts";
import { createJwks } from "./jwks.ts";

/** Auth, which answers as the test wants, and a service that wants its keys; what it logs, line by line. */
function start(answer: () => Response | Promise<Response>) {
  const parts = new AsyncDisposableStack();
  const lines: string[] = [];
  let asked = 0;
  const server = parts.use(Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    asked++;
    return answer();
  }));
  const log = createLogger("test", "info", (line) => lines.push(line));
  const jwks = parts.use(createJwks(`http://127.0.0.1:${server.addr.port}/`, log));
  return {
    jwks,
    asked: () => asked,
    logged: () => lines.map((line) => JSON.parse(line)),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

const failures: Record<string, [() => Response, { name: string; code?: string }]> = {
  "an error": [() => new Response("Ada", { status: 502 }), { name: "Error", code: "HTTP 502" }],
  "no JSON": [() => new Response("<Ada>"), { name: "SyntaxError" }],
  "JSON that is no key set": [() => Response.json({ keys: "Ada" }), { name: "JWKSInvalid", code: "ERR_JWKS_INVALID" }],
};
for (const [what, [failure, { name, code }]] of Object.entries(failures)) {
  Deno.test(`that auth answers ${what} is logged once with its reason, and that keys arrive then as well`, async () => {
    let answer = failure;
    await using service = start(() => answer());
    await eventually(() => service.asked() >= 3);
    answer = () => Response.json({ keys: [] });
    await eventually(() => service.jwks.ready());
    const [first, second, ...rest] = service.logged();
    assert.deepEqual([first.level, first.event, first.error.name], ["warn", "keys do not arrive", name]);
    assert.equal(first.error.code, code);
    assert.deepEqual([second.level, second.event], ["info", "keys arrive"]);
    assert.deepEqual(rest, []);
    assert.equal(JSON.stringify(first).includes("Ada"), false);
  });
}

Deno.test("where auth answers at once nothing is logged", async () => {
  await using service = start(() => Response.json({ keys: [] }));
  await eventually(() => service.jwks.ready());
  assert.deepEqual(service.logged(), []);
});

Deno.test("a fetch that is given up because the service stops is no failure of auth", async () => {
  const hung = Promise.withResolvers<Response>();
  const service = start(() => hung.promise);
  await eventually(() => service.asked() === 1);
  const disposed = service[Symbol.asyncDispose]();
  hung.resolve(Response.json({ keys: [] }));
  await disposed;
  assert.deepEqual(service.logged(), []);
});
