import assert from "node:assert/strict";
import { AuthService, BillingService, events, HealthService, PatientService } from "./mod.ts";

const created = Date.UTC(2026, 0, 31, 12, 30, 15, 250);

Deno.test("an event comes back as it went, its times as numbers", () => {
  const event = {
    eventId: "01a204a3-d3a6-742a-8670-e542b36b8077",
    patientId: "01a204a3-d3a6-742a-8670-e542b36b8078",
    version: 3,
    kind: 2,
    occurredAtMs: created + 1,
    state: { birthYear: 1990, sex: "female", city: "Łódź", country: "PL", createdAtMs: created, deleted: false },
  };
  const decoded = events.PatientEvent.decode(events.PatientEvent.encode(event).finish());
  assert.equal(typeof decoded.occurredAtMs, "number");
  assert.deepEqual([decoded.occurredAtMs, decoded.state?.createdAtMs], [created + 1, created]);
  assert.deepEqual([decoded.version, decoded.kind, decoded.state?.city], [3, 2, "Łódź"]);
});

Deno.test("a member that is not there decodes to its zero value, so old events stay readable", () => {
  const decoded = events.PatientEvent.decode(new Uint8Array());
  assert.deepEqual([decoded.eventId, decoded.version, decoded.occurredAtMs], ["", 0, 0]);
});

Deno.test("a member that a later version adds is passed over", () => {
  const known = events.PatientEvent.encode({ version: 7 }).finish();
  const unknown = new Uint8Array([...known, 0xfa, 0x01, 0x03, 0x61, 0x62, 0x63]); // Field 31, three bytes.
  assert.equal(events.PatientEvent.decode(unknown).version, 7);
});

Deno.test("every method stands in a .proto file under the path that it is called by", async () => {
  const services = [AuthService, BillingService, PatientService, HealthService];
  const methods = services.flatMap((service) => Object.values<{ readonly path: string }>(service));
  for (const { path } of methods) {
    const [, service = "", name = ""] = path.split("/");
    const at = service.lastIndexOf(".");
    const source = await sourceOf(service.slice(0, at));
    const body = source.slice(source.indexOf(`service ${service.slice(at + 1)} {`));
    assert.match(body, new RegExp(`rpc ${name}\\(${name === "Check" ? "HealthCheck" : name}Request\\)`), path);
  }
});

/** The one file of a package that defines a service. */
async function sourceOf(packageName: string): Promise<string> {
  const folder = new URL(`./${packageName.replaceAll(".", "/")}/`, import.meta.url);
  const [file] = await Array.fromAsync(Deno.readDir(folder));
  return await Deno.readTextFile(new URL(file?.name ?? "", folder));
}
