import assert from "node:assert/strict";
import { fault, importsOf } from "./boundaries.ts";

const refused = (file: string, specifier: string) => fault({ file, specifier }) !== undefined;

Deno.test("a service may import the kernel, the contract and itself", () => {
  assert.equal(refused("services/patient/main.ts", "@pms/lib/db"), false);
  assert.equal(refused("services/patient/grpc/patient_service.ts", "@pms/proto"), false);
  assert.equal(refused("services/patient/http/read_patients.ts", "../domain/patient.ts"), false);
});

Deno.test("a service may import neither another one, nor a driver, nor a file of the kernel", () => {
  assert.equal(refused("services/patient/main.ts", "../billing/domain/account.ts"), true);
  assert.equal(refused("services/patient/sql/patients.ts", "postgres"), true);
  assert.equal(refused("services/patient/main.ts", "../../lib/db/mod.ts"), true);
});

Deno.test("domain code imports no front door", () => {
  assert.equal(refused("services/patient/domain/patient.ts", "../http/read_patients.ts"), true);
  assert.equal(refused("services/patient/domain/patient.ts", "@pms/lib/grpc"), true);
});

Deno.test("the kernel and the contract depend on no service", () => {
  assert.equal(refused("lib/db/database.ts", "../../services/auth/config.ts"), true);
  assert.equal(refused("proto/mod.ts", "@pms/lib/db"), true);
});

Deno.test("the client knows nothing but the API, and only who calls the gateway from outside imports it, by name", () => {
  assert.equal(refused("client/session.ts", "openapi-fetch"), false);
  assert.equal(refused("client/mod.ts", "./gen/api.d.ts"), false);
  assert.equal(refused("tools/seed/register.ts", "@pms/client"), false);
  assert.equal(refused("client/mod.ts", "@pms/lib/http"), true);
  assert.equal(refused("client/mod.ts", "../proto/mod.ts"), true);
  assert.equal(refused("services/patient/main.ts", "@pms/client"), true);
  assert.equal(refused("lib/guard/mod.ts", "@pms/client"), true);
  assert.equal(refused("tools/seed/register.ts", "../../client/mod.ts"), true);
});

Deno.test("only tests import tests", () => {
  assert.equal(refused("tests/faults/campaign.ts", "../e2e/people.ts"), false);
  assert.equal(refused("tools/bench/api.ts", "../../tests/e2e/client.ts"), true);
  assert.equal(refused("localstack/main.ts", "../tests/deploy/emulator.ts"), true);
});

Deno.test("only the deploy tool speaks to AWS, and nothing that runs depends on it", () => {
  assert.equal(refused("deploy/ecs.ts", "@aws-sdk/client-ecs"), false);
  assert.equal(refused("deploy/task_definition.ts", "../tools/images/programs.ts"), false);
  assert.equal(refused("localstack/seeds.ts", "../deploy/values.ts"), false);
  assert.equal(refused("deploy/up.ts", "../localstack/seeds.ts"), true);
  assert.equal(refused("localstack/servers.ts", "postgres"), true);
  assert.equal(refused("services/patient/main.ts", "@aws-sdk/client-ecs"), true);
  assert.equal(refused("tools/job/main.ts", "../../deploy/ecs.ts"), true);
  assert.equal(refused("deploy/up.ts", "../services/patient/config.ts"), true);
});

Deno.test("every way of writing an import is seen", () => {
  const source =
    `import a from "a";\nimport {\n  b,\n} from "b";\nexport { c } from "c";\nimport "d";\nawait import("e");\n`;
  assert.deepEqual(importsOf("x.ts", source).map(({ specifier }) => specifier), ["a", "b", "c", "d", "e"]);
});
