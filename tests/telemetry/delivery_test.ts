import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startReceiver } from "./receiver.ts";

const FIXTURE = fileURLToPath(new URL("delivery_fixture.ts", import.meta.url));
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

async function spansOf(...how: string[]) {
  await using receiver = startReceiver();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-env", FIXTURE, TRACE_ID, ...how],
    env: { ...receiver.variables, OTEL_SERVICE_NAME: "patient", OTEL_SPAN_LINK_COUNT_LIMIT: "1000" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return receiver.spans();
}

Deno.test("each row that is traced has a span below its request, and the batch is linked to those", async () => {
  const spans = await spansOf();
  const rows = spans.filter(({ name }) => name === "outbox kafka");
  assert.deepEqual(rows.map(({ attributes, failed }) => [attributes["patient.id"], failed]).sort(), [
    ["patient-b", true], // It was refused.
    ["patient-c", false],
  ]);
  assert.deepEqual(rows.map(({ parentSpanId }) => parentSpanId).sort(), ["b7ad6b7169203331", "b7ad6b7169203332"]);
  const [batch, ...more] = spans.filter(({ name }) => name === "relay kafka");
  assert.deepEqual(more, []);
  const spanIds = rows.map(({ spanId }) => spanId).sort();
  assert.deepEqual([...batch?.links ?? []].sort(), spanIds);
  assert.ok(spanIds.includes(batch?.parentSpanId ?? ""));
});

Deno.test("a delivery that failed shows once, without its error's words, and its rows wait for one that does not", async () => {
  const spans = await spansOf("failing");
  assert.deepEqual(spans.map(({ name, failed }) => [name, failed]), [["relay kafka", true]]);
  assert.equal(JSON.stringify(spans).includes("away"), false);
});

Deno.test("a full batch is linked to all of its rows", async () => {
  const spans = await spansOf("thousand");
  const rows = spans.filter(({ name }) => name === "outbox kafka").map(({ spanId }) => spanId);
  assert.equal(rows.length, 999);
  const links = new Set(spans.find(({ name }) => name === "relay kafka")?.links);
  assert.ok(rows.every((row) => links.has(row)));
});
