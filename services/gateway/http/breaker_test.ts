import assert from "node:assert/strict";
import { never, standIn, testGateway, until } from "../testing.ts";

const FAILURES_IN_A_ROW = 5;
/** Upstream attempts for each request of a client, with one backend in trouble. */
const ATTEMPTS_MAX = 1.1;

/** What the metric says of the breaker towards an upstream: 0 closed, 1 half-open, 2 open. */
async function stateOf({ metrics }: Awaited<ReturnType<typeof testGateway>>, upstream: string) {
  const { values } = await metrics.circuitBreakerState.get();
  return values.find(({ labels }) => labels.upstream === upstream)?.value;
}

/** Takes requests and hangs up on those that `dies` picks by their number. */
function hangingUp(dies: (count: number) => boolean) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let count = 0;
  (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(4_096));
      if (!dies(++count)) {
        const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        await connection.write(new TextEncoder().encode(answer));
      }
      connection.close();
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    attempts: () => count,
    [Symbol.dispose]: () => listener.close(),
  };
}

Deno.test("An upstream that gives no answers is left alone, the others are served, and one request finds it back", async () => {
  const first = standIn();
  await using gateway = await testGateway({ variables: { PATIENT_URL: first.url } });
  await first[Symbol.asyncDispose]();
  for (let count = 0; count < FAILURES_IN_A_ROW; count++) {
    assert.equal((await gateway.ask("/api/patients")).status, 503);
  }
  assert.equal(await stateOf(gateway, "patient"), 2);
  const refused = await gateway.ask("/api/patients");
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get("retry-after"), "1");
  assert.equal((await refused.json()).detail, "The patient service cannot be reached at the moment");
  assert.equal((await gateway.ask("/api/billing/accounts")).status, 200);
  assert.equal(await stateOf(gateway, "billing"), 0);

  await using second = standIn(() => new Response("back"), first.port);
  await until(async () => (await gateway.ask("/api/patients")).status === 200);
  assert.equal(await stateOf(gateway, "patient"), 0);
  assert.ok(second.seen.length >= 1);
});

Deno.test("While an upstream hangs, one request at a time waits for it, and others are refused at once", async () => {
  let hangs = true;
  await using gateway = await testGateway({
    patient: (seen) => hangs ? never(seen) : new Response("back"),
    variables: { UPSTREAM_HEADERS_TIMEOUT_MS: "300" },
  });
  await Promise.all(Array.from({ length: FAILURES_IN_A_ROW }, () => gateway.ask("/api/patients")));
  const seen = gateway.patient.seen.length;
  assert.equal(await stateOf(gateway, "patient"), 2);
  await until(async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.ask("/api/patients")));
    for (const { status } of answers) assert.equal(status, 503);
    return gateway.patient.seen.length > seen;
  });
  assert.equal(gateway.patient.seen.length, seen + 1);
  hangs = false;
  await until(async () => (await gateway.ask("/api/patients")).status === 200);
});

Deno.test("Answers of any status keep the circuit closed: who says no is there", async () => {
  await using gateway = await testGateway({ patient: () => new Response(null, { status: 503 }) });
  for (let count = 0; count < 3 * FAILURES_IN_A_ROW; count++) {
    assert.equal((await gateway.ask("/api/patients")).status, 503);
  }
  assert.equal(gateway.patient.seen.length, 3 * FAILURES_IN_A_ROW);
  assert.equal(await stateOf(gateway, "patient"), 0);
});

for (
  const [what, dies] of [["its only backend", () => true], [
    "every second backend",
    (count: number) => count % 2 === 0,
  ]] as const
) {
  Deno.test(`With ${what} dead, reads lead to at most ${ATTEMPTS_MAX} attempts each`, async () => {
    using upstream = hangingUp(dies);
    await using gateway = await testGateway({ variables: { PATIENT_URL: upstream.url } });
    const requests = 400;
    for (let sent = 0; sent < requests; sent += 8) {
      await Promise.all(Array.from({ length: 8 }, async () => {
        const { status, body } = await gateway.ask("/api/patients");
        await body?.cancel();
        assert.match(String(status), /^(200|503)$/);
      }));
    }
    assert.ok(upstream.attempts() > 0);
    assert.ok(
      upstream.attempts() <= ATTEMPTS_MAX * requests,
      `${upstream.attempts()} attempts for ${requests} requests`,
    );
  });
}

Deno.test("An upstream learns how long the gateway waits, and at a second attempt how long it still does", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await using gateway = await testGateway({
    variables: { PATIENT_URL: `http://127.0.0.1:${listener.addr.port}`, UPSTREAM_HEADERS_TIMEOUT_MS: "9000" },
  });
  const asked = gateway.ask("/api/patients");
  const told: number[] = [];
  for await (const connection of listener) {
    const buffer = new Uint8Array(4_096);
    const text = new TextDecoder().decode(buffer.subarray(0, await connection.read(buffer) ?? 0));
    told.push(Number(/^x-deadline-ms: (\d+)\r$/im.exec(text)?.[1]));
    connection.close();
    if (told.length === 2) break; // Ends the listener, too.
  }
  assert.equal((await asked).status, 503);
  assert.equal(told[0], 9_000);
  assert.ok(told[1] !== undefined && told[1] > 0 && told[1] <= 9_000, String(told));
});
