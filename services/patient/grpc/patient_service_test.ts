import { type Scope, SCOPES, type ServiceScope } from "@pms/lib/auth";
import { createGrpcClient, type GrpcClient, serveGrpc } from "@pms/lib/grpc";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { testVerifier, tokenFor } from "@pms/lib/testing";
import { PatientService } from "@pms/proto";
import assert from "node:assert/strict";
import { type TestApp, testApp } from "../testing.ts";
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
