import { createClient } from "@pms/client";
import assert from "node:assert/strict";
import type { Entry } from "./entry.ts";
import { BOUNDS, type Bounds, type Outcome, registerAll } from "./register.ts";

interface Received {
  readonly key: string;
  readonly body: Record<string, string>;
}

/** A gateway of a few lines that answers registrations as a test says. */
function standIn(answer: (received: Received, tries: number) => Response | Promise<Response>) {
  const received: Received[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = await request.json();
    if (pathname === "/auth/logout") return new Response(null, { status: 204 });
    if (pathname === "/auth/login" || pathname === "/auth/refresh") {
      return Response.json({ token: "t", refreshToken: "r", expiresIn: 900, tokenType: "Bearer", user: {} });
    }
    assert.equal(`${pathname}${search}`, "/api/patients?allowDuplicate=true");
    const key = request.headers.get("idempotency-key") ?? "";
    received.push({ key, body });
    return await answer({ key, body }, received.filter((each) => each.key === key).length);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    received,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function* people(count: number): Generator<Entry> {
  for (let number = 1; number <= count; number++) {
    const person = { name: `N${number}`, dateOfBirth: "1990-12-10" };
    yield { place: `line ${number + 1}`, share: number / count, key: `key-${number}`, person };
  }
}

async function run(url: string, entries: Iterable<Entry>, bounds: Partial<Bounds> = {}, stop = new AbortController()) {
  await using client = createClient({ url, email: "registrar@example.com", password: "right" });
  const outcomes = new Map<string, Outcome>();
  const complete = await registerAll(entries, {
    client,
    bounds: { ...BOUNDS, waitMs: 1, waitMsMax: 10, ...bounds },
    signal: stop.signal,
    onOutcome: ({ place }, outcome) => outcomes.set(place, outcome),
  });
  return { complete, outcomes };
}

const created = () => Response.json({}, { status: 201 });

Deno.test("everybody is sent once, no more at once than the bound says", async () => {
  let underWay = 0;
  let most = 0;
  await using server = standIn(async () => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, 2));
    underWay--;
    return created();
  });
  const { complete, outcomes } = await run(server.url, people(100), { requestsAtOnce: 5 });
  assert.deepEqual([complete, outcomes.size, most], [true, 100, 5]);
  assert.equal(new Set(server.received.map(({ key }) => key)).size, 100);
});

Deno.test("a refusal is told by pointer and detail, and the rest goes on", async () => {
  const errors = [{ pointer: "/dateOfBirth", detail: "Is in the future" }, { pointer: "/name", detail: "Is empty" }];
  await using server = standIn(({ key }) => {
    if (key === "key-1") return Response.json({ title: "Invalid input", detail: "No", errors }, { status: 400 });
    if (key === "key-2") return Response.json({ title: "Idempotency key reused", detail: "It was" }, { status: 422 });
    return created();
  });
  const { outcomes } = await run(server.url, people(3));
  assert.deepEqual(Object.fromEntries(outcomes), {
    "line 2": { kind: "refused", reason: "/dateOfBirth Is in the future; /name Is empty" },
    "line 3": { kind: "refused", reason: "Idempotency key reused: It was" },
    "line 4": { kind: "registered" },
  });
});

for (const status of [408, 429, 500, 502, 503, 504]) {
  Deno.test(`after ${status} the same person is sent again under the same key`, async () => {
    await using server = standIn((_, tries) => tries < 3 ? new Response("<p>busy", { status }) : created());
    const { complete, outcomes } = await run(server.url, people(1));
    assert.deepEqual([complete, outcomes.get("line 2")?.kind], [true, "registered"]);
    assert.deepEqual(server.received, Array(3).fill(server.received[0]));
  });
}

Deno.test("the gateway's Retry-After is kept to", async () => {
  const times: number[] = [];
  await using server = standIn((_, tries) => {
    times.push(performance.now());
    return tries === 1 ? new Response(null, { status: 503, headers: { "retry-after": "1" } }) : created();
  });
  await run(server.url, people(1));
  const [first = 0, second = 0] = times;
  assert.ok(second - first >= 1_000, `${second - first} ms`);
});

Deno.test("without any answer for too long the run ends, and says what has none", async () => {
  await using server = standIn(() => new Response(null, { status: 503 }));
  const { complete, outcomes } = await run(server.url, people(1_000), { persistMs: 200, requestsAtOnce: 4 });
  assert.equal(complete, false);
  assert.ok(outcomes.size >= 4 && outcomes.size <= 8, String(outcomes.size));
  for (const outcome of outcomes.values()) assert.equal(outcome.kind, "unanswered");
});

Deno.test("one person who meets a defect each time does not hold up the others", async () => {
  await using server = standIn(({ key }) => key === "key-1" ? new Response(null, { status: 500 }) : created());
  const { complete, outcomes } = await run(server.url, people(2_000), { persistMs: 1_000, requestsAtOnce: 2 });
  assert.deepEqual([complete, outcomes.size, outcomes.get("line 2")?.kind], [true, 2_000, "unanswered"]);
});

for (const status of [401, 403, 404, 405]) {
  Deno.test(`${status} would meet everybody, so it ends the run with what the gateway says`, async () => {
    await using server = standIn(() => Response.json({ title: "No", detail: "Not here" }, { status }));
    await assert.rejects(run(server.url, people(1_000)), /Nobody can be registered here\. No: Not here/);
    assert.ok(server.received.length <= 2 * BOUNDS.requestsAtOnce);
  });
}

Deno.test("the signal lets what is under way be answered and begins nothing more", async () => {
  const stop = new AbortController();
  await using server = standIn(() => {
    stop.abort();
    return created();
  });
  const { complete, outcomes } = await run(server.url, people(1_000), { requestsAtOnce: 3 }, stop);
  assert.equal(complete, false);
  assert.ok(outcomes.size <= 3);
  assert.ok([...outcomes.values()].every(({ kind }) => kind === "registered"));
});
