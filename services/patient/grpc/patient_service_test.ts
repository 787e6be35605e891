import { type Scope, SCOPES, type ServiceScope } from "@pms/lib/auth";
import { createGrpcClient, type GrpcClient, serveGrpc } from "@pms/lib/grpc";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { testVerifier, tokenFor } from "@pms/lib/testing";
import { PatientService } from "@pms/proto";
import assert from "node:assert/strict";
import { SHORT, type TestApp, testApp, WHOLE } from "../testing.ts";
import { patientService } from "./patient_service.ts";

const SCOPE = "service:patient.read";

interface TestService extends AsyncDisposable {
  readonly app: TestApp;
  /** A client whose token holds these scopes. */
  connect(...scopes: (Scope | ServiceScope)[]): GrpcClient;
}

/** Patient's gRPC front door beside its REST one, on one database. */
async function serve(): Promise<TestService> {
  await using building = new AsyncDisposableStack();
  const app = building.use(await testApp());
  const verifier = await testVerifier();
  const log = createLogger("patient", "error", () => {});
  const { port } = building.use(
    await serveGrpc(patientService(app.db), { hostname: "127.0.0.1", port: 0, verifier, health: createHealth(), log }),
  );
  const parts = building.move();
  return {
    app,
    connect: (...scopes) =>
      parts.use(createGrpcClient({
        target: `127.0.0.1:${port}`,
        upstream: "patient",
        what: "The patient service",
        metrics: createMetrics("test"),
        tokens: { get: () => tokenFor(...scopes), discard: () => {} },
        deadlineMs: 10_000,
      })),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

Deno.test("the state of a patient is id, version and whether it is deleted, and never a name", async () => {
  await using service = await serve();
  const client = service.connect(SCOPE);
  const { id: patientId } = await service.app.register();
  const state = async (given = patientId) => {
    const { patientId, version, deleted, ...more } = await client.call(PatientService.getPatientState, {
      patientId: given,
    });
    return { patientId, version, deleted, ...more };
  };
  assert.deepEqual(await state(), { patientId, version: 1, deleted: false });
  assert.deepEqual(await state(patientId.toUpperCase()), { patientId, version: 1, deleted: false });
  await service.app.send("DELETE", `/api/patients/${patientId}`);
  assert.deepEqual(await state(), { patientId, version: 2, deleted: true });
  await service.app.send("POST", `/api/patients/${patientId}/restore`);
  assert.deepEqual(await state(), { patientId, version: 3, deleted: false });
});

Deno.test("an unknown id is not found, and one that is none is bad input", async () => {
  await using service = await serve();
  const client = service.connect(SCOPE);
  const call = (patientId: string) => client.call(PatientService.getPatientState, { patientId });
  await assert.rejects(call(crypto.randomUUID()), { reason: "patient-not-found" });
  for (const bad of ["", "x", "Ada Example"]) await assert.rejects(call(bad), { reason: "invalid-input" });
  await assert.rejects(client.call(PatientService.getPatientState, {}), { reason: "invalid-input" });
});

Deno.test("a person's token reads nothing here, whatever scopes it holds, and neither does that of another service", async () => {
  await using service = await serve();
  const { id: patientId } = await service.app.register();
  for (const scopes of [[...SCOPES], ["service:billing.accounts"], []] as const) {
    const call = service.connect(...scopes).call(PatientService.getPatientState, { patientId });
    // To whoever it works for, a service that was refused for its own token is one that finds another out of reach.
    await assert.rejects(call, (error: Error) => {
      assert.equal(Reflect.get(Object(error.cause), "code"), 7); // PERMISSION_DENIED
      return true;
    });
  }
});

const RECONCILE = "service:patient.reconcile";

Deno.test("everybody's state is streamed in pages by id, deleted patients too, and never a name", async () => {
  await using service = await serve();
  const client = service.connect(RECONCILE);
  const patients = await Promise.all(Array.from({ length: 6 }, () => service.app.register()));
  const whole = await service.app.register(WHOLE);
  const [deleted = assert.fail()] = patients;
  await service.app.send("DELETE", `/api/patients/${deleted.id}`);

  const pages = await Array.fromAsync(client.stream(PatientService.listPatientStates, { pageSize: 3 }));
  assert.deepEqual(pages.map(({ patients }) => patients?.length), [3, 3, 1]);
  const snapshots = pages.flatMap(({ patients }) => patients ?? []);
  const ids = snapshots.map(({ patientId }) => patientId);
  assert.deepEqual(ids, [...patients, whole].map(({ id }) => id).toSorted());
  const find = (id: string) => snapshots.find(({ patientId }) => patientId === id);
  assert.deepEqual([find(deleted.id)?.version, find(deleted.id)?.state?.deleted], [2, true]);
  const { birthYear, sex, city, country, createdAtMs } = find(whole.id)?.state ?? {};
  const { sex: toldSex, city: toldCity, country: toldCountry } = WHOLE;
  assert.deepEqual({ birthYear, sex, city, country, createdAtMs }, {
    birthYear: 1979,
    sex: toldSex,
    city: toldCity,
    country: toldCountry,
    createdAtMs: Date.parse(whole.createdAt),
  });
  const bytes = new TextDecoder().decode(
    PatientService.listPatientStates.response.encode({ patients: snapshots }).finish(),
  );
  const { name, familyName, givenName, email, phone, address, postalCode, dateOfBirth } = WHOLE;
  for (const text of [name, familyName, givenName, email, phone, address, postalCode, dateOfBirth, SHORT.name]) {
    assert.ok(!bytes.includes(text), text);
  }
});

Deno.test("an empty register streams nothing, and a page has a bound", async () => {
  await using service = await serve();
  const client = service.connect(RECONCILE);
  const read = (pageSize: number) => Array.fromAsync(client.stream(PatientService.listPatientStates, { pageSize }));
  assert.deepEqual(await read(1_000), []);
  for (const pageSize of [0, -1, 1_001]) await assert.rejects(read(pageSize), { reason: "invalid-input" });
});

Deno.test("the register counts who was ever registered, and who is not deleted", async () => {
  await using service = await serve();
  const client = service.connect(RECONCILE);
  const { id } = await service.app.register();
  await service.app.register();
  await service.app.send("DELETE", `/api/patients/${id}`);
  const { registered, live } = await client.call(PatientService.countPatients, {});
  assert.deepEqual([Number(registered), Number(live)], [2, 1]);
});

Deno.test("who may read one patient's state may not read everybody's", async () => {
  await using service = await serve();
  const client = service.connect(SCOPE, ...SCOPES);
  await assert.rejects(Array.fromAsync(client.stream(PatientService.listPatientStates, { pageSize: 1 })));
  await assert.rejects(client.call(PatientService.countPatients, {}));
});
