import assert from "node:assert/strict";
import { everyAddressOf } from "@pms/lib/service";
import { permissions, readConfig } from "./config.ts";

const VARIABLES: Record<string, string> = {
  DATABASE_URL_ANALYTICS: "postgres://analytics:secret@database/analytics",
  KAFKA_BROKERS: "kafka-1:9092,kafka-2:9092",
  AUTH_URL: "http://auth:4005",
  AUTH_GRPC_TARGET: "auth:9005",
  ANALYTICS_CLIENT_SECRET: "invented-secret-1",
};
const read = (variables: Record<string, string>) => readConfig({ get: (name) => variables[name] });

Deno.test("the configuration needs a database, brokers and auth, and presets the rest", () => {
  assert.throws(
    () => read({}),
    /DATABASE_URL_ANALYTICS[^]*KAFKA_BROKERS[^]*AUTH_URL[^]*AUTH_GRPC_TARGET[^]*ANALYTICS_CLIENT_SECRET/,
  );
  const config = read(VARIABLES);
  assert.equal(config.ANALYTICS_HTTP_PORT, 4002);
  assert.equal(config.ANALYTICS_GROUP_ID, "analytics");
  assert.equal(config.PATIENT_EVENTS_TOPIC, "patient.events.v1");
});

Deno.test("the process may talk to its own and to nobody else", () => {
  const { net, read: files, write, ffi } = permissions(read(VARIABLES));
  assert.deepEqual(net, [
    "127.0.0.1:4002",
    "database:5432",
    "kafka-1:9092",
    "kafka-2:9092",
    "auth:4005",
    ...everyAddressOf("auth:9005"),
  ]);
  assert.deepEqual([files, write, ffi], [[], undefined, undefined]);
});
