import assert from "node:assert/strict";
import { SAMPLE_TARGETS } from "./golden.ts";
import { readTarget } from "./settings.ts";
import { type Service, type ServiceName, TOPOLOGY, type Topology } from "./topology.ts";
import { inOrder, topologyFaults } from "./topology_faults.ts";

const { local, aws } = SAMPLE_TARGETS;

function changed(name: ServiceName, change: Partial<Service>): Topology {
  const services = TOPOLOGY.services.map((service) => service.name === name ? { ...service, ...change } : service);
  return { ...TOPOLOGY, services };
}

function faultsOf(topology: Topology, target = aws): string {
  return topologyFaults(topology, target).join("\n");
}

Deno.test("the topology has no fault for either target", () => {
  assert.deepEqual(topologyFaults(TOPOLOGY, local), []);
  assert.deepEqual(topologyFaults(TOPOLOGY, aws), []);
});

Deno.test("sizes that Fargate does not have are refused for both targets", () => {
  for (const target of [local, aws]) {
    assert.match(faultsOf(changed("auth", { cpu: 300 }), target), /auth: cpu 300: expected one of 256, 512/);
    assert.match(
      faultsOf(changed("auth", { memoryMiB: 4_096 }), target),
      /auth: memory 4096 MiB with cpu 256: expected 512 to 2048/,
    );
    assert.match(faultsOf(changed("auth", { memoryMiB: 700 }), target), /memory 700 MiB/);
  }
});

Deno.test("a port is given once, and is the one that the program listens on", () => {
  assert.match(faultsOf(changed("billing", { ports: { http: 4005, grpc: 9001 } })), /port 4005 is given twice/);
  assert.match(faultsOf(changed("billing", { ports: { http: 70_000, grpc: 9001 } })), /billing: 70000 is no port/);
  assert.match(faultsOf(changed("billing", { ports: { http: 4011, grpc: 9001 } })), /billing: .*4011.*4001/);
  const target = readTarget("local", new Map([["AUTH_HTTP_PORT", "4004"]]));
  assert.match(topologyFaults(TOPOLOGY, target).join(), /port 4004 is given twice/);
});

Deno.test("what is referred to must be there", () => {
  assert.match(faultsOf(changed("auth", { secrets: ["NO_SUCH_SECRET"] })), /auth: NO_SUCH_SECRET: no such secret/);
  assert.match(
    faultsOf(changed("patient", { variables: { BILLING_GRPC_TARGET: { grpcOf: "analytics" } } })),
    /analytics has no gRPC port/,
  );
  assert.match(faultsOf(changed("patient", { variables: { X: { parameter: "NONE" } } })), /there is no parameter NONE/);
  assert.match(faultsOf(changed("auth", { after: ["nobody" as ServiceName] })), /there is no such service/);
});

Deno.test("a secret may not be written down as a variable", () => {
  assert.match(
    faultsOf(changed("auth", { variables: { DATABASE_URL_AUTH: "postgres://…" }, secrets: [] })),
    /a secret may not be a plain variable/,
  );
});

Deno.test("a circle in the order is told as one", () => {
  assert.match(faultsOf(changed("auth", { after: ["gateway"] })), /order: .*auth/);
});

Deno.test("two tasks with one fixed port are refused on the emulator, and fine on Fargate", () => {
  const two = changed("patient", { count: 2 });
  assert.match(faultsOf(two, local), /patient: 2 tasks: .*fixed port of the host \(4000\)/);
  assert.deepEqual(topologyFaults(two, aws), []);
});

Deno.test("services come after those that they need, the chosen ones too", () => {
  assert.deepEqual(inOrder(TOPOLOGY).map(({ name }) => name), ["auth", "billing", "patient", "analytics", "gateway"]);
  assert.deepEqual(inOrder(TOPOLOGY, ["gateway", "auth"]).map(({ name }) => name), ["auth", "gateway"]);
});
