import { everyAddressOf } from "@pms/lib/service";
import assert from "node:assert/strict";
import { permissions, readConfig } from "./config.ts";

const VARIABLES: Record<string, string> = {
  DATABASE_URL_PATIENT: "postgres://patient:hidden@database/patient",
  KAFKA_BROKERS: "kafka-1:9092,kafka-2:9092",
  AUTH_URL: "http://auth:4005",
  AUTH_GRPC_TARGET: "auth:9005",
  PATIENT_CLIENT_SECRET: "invented-secret-1",
  BILLING_GRPC_TARGET: "billing:9001",
};
const read = (variables: Record<string, string>) => readConfig({ get: (name) => variables[name] });

Deno.test("the configuration needs what has no preset, and says no value", () => {
  assert.throws(() => read({}), (error: Error) => {
    for (const name of Object.keys(VARIABLES)) assert.ok(error.message.includes(name), name);
    return true;
  });
  assert.throws(() => read({ ...VARIABLES, PATIENT_CLIENT_SECRET: "too short" }), (error: Error) => {
    assert.match(error.message, /PATIENT_CLIENT_SECRET/);
    assert.ok(!error.message.includes("too short"));
    return true;
  });
  const config = read(VARIABLES);
  assert.equal(config.PATIENT_HTTP_PORT, 4000);
  assert.equal(config.PATIENT_GRPC_PORT, 9000);
});

Deno.test("a batch for billing may not hold more than billing takes", () => {
  assert.equal(read({ ...VARIABLES, RELAY_BATCH_MAX: "1000" }).RELAY_BATCH_MAX, 1_000);
  assert.throws(() => read({ ...VARIABLES, RELAY_BATCH_MAX: "1001" }), /RELAY_BATCH_MAX/);
});

Deno.test("the process may talk to its own and to nobody else, and reads and writes no file", () => {
  const { net, env, read: files, write, ffi } = permissions(read(VARIABLES));
  assert.deepEqual(net, [
    "127.0.0.1:4000",
    "127.0.0.1:9000",
    "database:5432",
    "kafka-1:9092",
    "kafka-2:9092",
    "auth:4005",
    ...everyAddressOf("auth:9005"),
    ...everyAddressOf("billing:9001"),
  ]);
  assert.ok(Object.keys(VARIABLES).every((name) => env.includes(name)));
  assert.deepEqual(env.filter((name) => /SECRET|DATABASE_URL/.test(name)), [
    "DATABASE_URL_PATIENT",
    "DATABASE_URL_PATIENT_FILE",
    "PATIENT_CLIENT_SECRET",
    "PATIENT_CLIENT_SECRET_FILE",
  ]);
  assert.deepEqual([files, write, ffi], [[], undefined, undefined]);
});
