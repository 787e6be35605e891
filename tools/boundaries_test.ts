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

Deno.test("only the deploy tool speaks to AWS, and nothing that runs depends on it", () => {
  assert.equal(refused("deploy/ecs.ts", "@aws-sdk/client-ecs"), false);
  assert.equal(refused("deploy/task_definition.ts", "../tools/images/programs.ts"), false);
  assert.equal(refused("localstack/seeds.ts", "../deploy/values.ts"), false);
  assert.equal(refused("services/patient/main.ts", "@aws-sdk/client-ecs"), true);
  assert.equal(refused("tools/job/main.ts", "../../deploy/ecs.ts"), true);
  assert.equal(refused("deploy/up.ts", "../services/patient/config.ts"), true);
});

Deno.test("every way of writing an import is seen", () => {
  const source =
    `import a from "a";\nimport {\n  b,\n} from "b";\nexport { c } from "c";\nimport "d";\nawait import("e");\n`;
  assert.deepEqual(importsOf("x.ts", source).map(({ specifier }) => specifier), ["a", "b", "c", "d", "e"]);
});
