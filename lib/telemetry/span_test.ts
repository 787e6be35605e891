import assert from "node:assert/strict";
import { inSpan, openSpan, requestSpan } from "./span.ts";
import { tracing } from "./tracing.ts";

const never = () => assert.fail("a span was described");

Deno.test("where nothing is traced, work runs as if there were no spans: the very same promise comes back", async () => {
  assert.equal(tracing, false);
  const promise = Promise.resolve(7);
  const given = inSpan(never, () => promise);
  assert.equal(given, promise);
  assert.equal(await given, 7);
});

Deno.test("where nothing is traced there is no span to open or to find", () => {
  assert.equal(openSpan(never), undefined);
  assert.equal(requestSpan(new Proxy({}, { ownKeys: never })), undefined);
});

Deno.test("a service that traces does not start while its spans could hold URLs", async () => {
  const fixture = new URL("../service/run_fixture.ts", import.meta.url).pathname;
  const run = async (env: Record<string, string>) => {
    const variables = "NODE_V8_COVERAGE,OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT";
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", `--allow-env=${variables}`, fixture, "config-error"],
      env: { OTEL_DENO: "true", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", ...env },
    }).output();
    return { code, stderr: new TextDecoder().decode(stderr) };
  };
  const refused = await run({});
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: expected 1/);
  const passed = await run({ OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "1" });
  assert.match(passed.stderr, /PORT: bad/); // It got as far as its own variables.
});
