import { everyAddressOf } from "@pms/lib/service";
import assert from "node:assert/strict";
import { permissions, readConfig } from "./config.ts";
import { CHECK_INTERVAL_MS } from "./http/gateway.ts";

const URLS: Record<string, string> = {
  AUTH_URL: "http://127.0.0.1:4005",
  AUTH_GRPC_TARGET: "127.0.0.1:9005",
  GATEWAY_CLIENT_SECRET: "invented-secret-1",
  PATIENT_URL: "http://patient.internal:4000/",
  BILLING_URL: "http://127.0.0.1:4001",
  ANALYTICS_URL: "http://analytics",
};
const read = (more: Record<string, string> = {}) => readConfig({ get: (name) => ({ ...URLS, ...more })[name] });

Deno.test("permissions() grants the gateway its own socket, its upstreams and no more", () => {
  const { net, env, ...rest } = permissions(read());
  assert.deepEqual(net, [
    "127.0.0.1:4004",
    "127.0.0.1:4005",
    ...everyAddressOf("patient.internal:4000"),
    "127.0.0.1:4001",
    ...everyAddressOf("analytics:80"),
    "127.0.0.1:9005",
  ]);
  assert.ok(env.includes("ALLOWED_HOSTS") && !env.includes("*"));
  assert.deepEqual(rest, { read: [] });
  assert.deepEqual(permissions(read({ SWAGGER_UI_DIR: "/somewhere" })).read, ["/somewhere"]);
});

Deno.test("by its presets a client learns that its request came too late, before it is cut off as silent", () => {
  const { HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS, IDLE_TIMEOUT_MS } = read();
  assert.ok(HEADERS_TIMEOUT_MS < REQUEST_TIMEOUT_MS);
  assert.ok(REQUEST_TIMEOUT_MS + 2 * CHECK_INTERVAL_MS < IDLE_TIMEOUT_MS);
});

Deno.test("readConfig() takes hosts as a list and refuses an upstream that is more than an origin", () => {
  assert.deepEqual(read({ ALLOWED_HOSTS: "API.example.org,127.0.0.1:8080" }).ALLOWED_HOSTS, [
    "api.example.org",
    "127.0.0.1:8080",
  ]);
  for (
    const url of [
      "https://patient",
      "http://patient/v1",
      "http://me:secret@patient",
      "http://patient/?x",
      "patient:4000",
    ]
  ) {
    assert.throws(() => read({ PATIENT_URL: url }), /PATIENT_URL: expected http:\/\/host/, url);
  }
  assert.throws(() => read({ ALLOWED_HOSTS: "http://a" }), /ALLOWED_HOSTS/);
});

Deno.test("the listener for operators is there only where it has a port, and is on the loopback unless told otherwise", () => {
  assert.equal(read().GATEWAY_ADMIN_PORT, undefined);
  assert.equal(read().GATEWAY_ADMIN_HOST, "127.0.0.1");
  assert.ok(permissions(read({ GATEWAY_ADMIN_PORT: "4003" })).net.includes("127.0.0.1:4003"));
  assert.throws(() => read({ GATEWAY_ADMIN_PORT: "eighty" }), /GATEWAY_ADMIN_PORT: expected a whole number/);
});
