/** What a span costs where nothing is traced: `deno bench lib/telemetry/span_bench.ts`. */
import { inSpan } from "./span.ts";

const work = () => Promise.resolve(7);

Deno.bench("work alone", { group: "span", baseline: true }, async () => {
  await work();
});

Deno.bench("work in a span that is not traced", { group: "span" }, async () => {
  await inSpan(() => ({ name: "work", kind: "internal" }), work);
});
