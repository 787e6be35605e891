import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { type Client, signIn } from "../e2e/client.ts";
import { newDataDir, startSystem } from "../e2e/system.ts";
import { type ReceivedSpan, startReceiver, startStalledReceiver } from "./receiver.ts";

const EXPORT_MS_MAX = 30_000;
const RPC = "patient_management.billing.v1.BillingService/BatchCreateBillingAccounts";

/** Every span of one registration that is not Deno's alone, each below the one that caused it. */
const REGISTRATION: readonly (readonly [span: string, parent: string | undefined])[] = [
  ["gateway server POST /api/patients/**", undefined],
  ["gateway client POST patient", "gateway server POST /api/patients/**"],
  ["patient server POST /api/patients", "gateway client POST patient"],
  [
    "patient client insert idempotency_key insert patient insert patient_version insert outbox",
    "patient server POST /api/patients",
  ],
  ["patient producer outbox billing", "patient server POST /api/patients"],
  ["patient internal relay billing", "patient producer outbox billing"],
  [`patient client ${RPC}`, "patient internal relay billing"],
  ["patient client POST", `patient client ${RPC}`], // Deno's own, of HTTP/2.
  [`billing server ${RPC}`, "patient client POST"],
  ["billing client insert account", `billing server ${RPC}`],
  ["patient producer outbox kafka", "patient server POST /api/patients"],
  ["patient internal relay kafka", "patient producer outbox kafka"],
  ["patient client send patient.events.v1", "patient internal relay kafka"],
  ["analytics consumer process patient.events.v1", "patient producer outbox kafka"],
  [
    "analytics client insert patient_state insert demographic_count insert registration_count",
    "analytics consumer process patient.events.v1",
  ],
];

const nameOf = ({ service, kind, name }: ReceivedSpan) => `${service} ${kind} ${name}`;

Deno.test("one trace shows a registration from the gateway to the numbers, and says nothing about the patient", async (t) => {
  await using receiver = startReceiver();
  const dataDir = await newDataDir();
  const system = await startSystem(dataDir, [], receiver.variables);
  try {
    const registrar = await signIn(system.url, "registrar@example.com");
    const traceOf = (traceId: string) => receiver.spans().filter((span) => span.traceId === traceId);

    await t.step("each span of it is below the one that caused it", async () => {
      const traceId = await register(registrar, "Ada");
      const spans = await eventually(() => {
        const found = traceOf(traceId);
        for (const [name] of REGISTRATION) assert.ok(found.some((span) => nameOf(span) === name), name);
        return found;
      }, { deadlineMs: EXPORT_MS_MAX });
      for (const [name, parent] of REGISTRATION) {
        const parents = spans.filter((span) => nameOf(span) === name).map(({ parentSpanId }) =>
          spans.find(({ spanId }) => spanId === parentSpanId)
        );
        assert.ok(parents.some((found) => (found && nameOf(found)) === parent), `${name} is not below ${parent}`);
      }
      assert.deepEqual(spans.filter(({ parentSpanId }) => parentSpanId === undefined).map(nameOf), [
        "gateway server POST /api/patients/**",
      ]);
      assert.deepEqual(spans.filter(({ failed }) => failed), []);
    });

    await t.step("batches of the relay and of the consumer are linked to every row that they hold", async () => {
      const traceIds = await Promise.all(Array.from({ length: 20 }, (_, index) => register(registrar, `Bob ${index}`)));
      await eventually(() => {
        for (const [row, batch] of LINKED) {
          for (const traceId of traceIds) {
            const { spanId } = traceOf(traceId).find((span) => nameOf(span) === row) ??
              assert.fail(`${traceId} ${row}`);
            const batches = receiver.spans().filter((span) => nameOf(span) === batch);
            assert.ok(batches.some(({ links }) => links.includes(spanId)), `${batch} is not linked to ${row}`);
          }
        }
        return true;
      }, { deadlineMs: EXPORT_MS_MAX });
    });

    await t.step("a caller's trace goes on here", async () => {
      const [traceId, spanId] = ["5af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
      assert.equal(await register(registrar, "Cleo", `00-${traceId}-${spanId}-01`), traceId);
      const first = await eventually(() =>
        traceOf(traceId).find(({ service, kind }) => `${service} ${kind}` === "gateway server")
      );
      assert.equal(first.parentSpanId, spanId);
    });

    await t.step("a caller who does not want a trace gets none, and is served as well", async () => {
      const unwanted = "6af7651916cd43dd8448eb211c80319c";
      assert.equal(await register(registrar, "Dora", `00-${unwanted}-b7ad6b7169203331-00`), unwanted);
      const after = await register(registrar, "Emil");
      await eventually(() => traceOf(after).some(({ service }) => service === "analytics"), {
        deadlineMs: EXPORT_MS_MAX,
      });
      assert.deepEqual(traceOf(unwanted), []);
    });

    await t.step("no span has more than one attribute, and none of them holds a URL or a parameter", async () => {
      const planted = "Zwqlonka";
      for (const path of [`/api/patients/${planted}`, `/api/patients?name=${planted}`, `/${planted}?${planted}`]) {
        await registrar.get(path);
      }
      await registrar.send("POST", "/api/patients/search", { name: planted });
      await registrar.send("POST", "/api/patients", { name: planted, dateOfBirth: "1990-12-10", email: planted });
      await eventually(() => receiver.spans().some(({ name }) => name === "POST /api/patients/search"));
      const last = await register(registrar, planted);
      await eventually(() => traceOf(last).some(({ service }) => service === "analytics"), {
        deadlineMs: EXPORT_MS_MAX,
      });
      for (const span of receiver.spans()) {
        assert.ok(Object.keys(span.attributes).length <= 1, nameOf(span));
        assert.deepEqual(Object.keys(span.attributes).filter((key) => /^(url|http\.url|server)\./.test(key)), []);
      }
      assert.equal(receiver.text().includes(planted), false);
      assert.equal(receiver.text().includes("password123"), false);
    });
  } finally {
    await system.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("whoever takes the spans may hang: requests are served, and everything stops in time", async () => {
  await using receiver = startStalledReceiver();
  const dataDir = await newDataDir();
  const system = await startSystem(dataDir, [], receiver.variables);
  const registrar = await signIn(system.url, "registrar@example.com");
  for (let count = 0; count < 50; count++) await register(registrar, "Ada");
  const startedMs = performance.now();
  assert.equal(await system.stop(), 0);
  // The launcher gives the gateway ten seconds to stop, and then the others as much: both would be used up.
  assert.ok(performance.now() - startedMs < 15_000);
  await Deno.remove(dataDir, { recursive: true });
});

const LINKED = [
  ["patient producer outbox billing", "patient internal relay billing"],
  ["patient producer outbox kafka", "patient internal relay kafka"],
  ["patient producer outbox kafka", "analytics consumer process patient.events.v1"],
] as const;

/** The trace id of a registration, as its answer says it. */
async function register(client: Client, name: string, traceparent?: string): Promise<string> {
  const person = { name, dateOfBirth: "1990-12-10", sex: "female", city: "Berlin", country: "DE" };
  const headers = traceparent === undefined ? undefined : { traceparent };
  const answer = await client.send("POST", "/api/patients", person, headers);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.headers.get("x-request-id") ?? "";
}
