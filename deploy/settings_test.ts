import { ConfigError } from "@pms/lib/service";
import assert from "node:assert/strict";
import { readTarget } from "./settings.ts";

Deno.test("the local target needs nothing and has the emulator's port", () => {
  const target = readTarget("local", new Map());
  assert.equal(target.endpoint, "http://127.0.0.1:4566");
});

Deno.test("the aws target names everything that it misses", () => {
  assert.throws(
    () => readTarget("aws", new Map([["DEPLOY_VPC", "my network"]])),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      for (const name of ["AWS_REGION", "DEPLOY_VPC", "DEPLOY_SUBNETS", "DEPLOY_EXECUTION_ROLE"]) {
        assert.match(error.message, new RegExp(name));
      }
      return true;
    },
  );
});
