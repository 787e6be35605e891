import assert from "node:assert/strict";
import { RULES } from "./testing.ts";
import { permissions, readConfig, signInRules } from "./config.ts";

const VARIABLES: Record<string, string> = {
  DATABASE_URL_AUTH: "postgres://auth:hidden@database/auth",
  AUTH_KEY_ENCRYPTION_KEY: new Uint8Array(32).fill(7).toBase64(),
  ARGON2_LIBRARY: "/app/argon2.node",
};
const read = (variables: Record<string, string>) => readConfig({ get: (name) => variables[name] });

Deno.test("the configuration needs what has no preset, and presets the limits of the design", () => {
  assert.throws(() => read({}), (error: Error) => {
    for (const name of Object.keys(VARIABLES)) assert.ok(error.message.includes(name), name);
    return true;
  });
  const config = read(VARIABLES);
  assert.equal(config.AUTH_HTTP_PORT, 4005);
  assert.equal(config.ACCESS_TOKEN_LIFETIME_S, 900);
  assert.deepEqual([config.SESSION_IDLE_S, config.SESSION_LIFETIME_S, config.REFRESH_REPEAT_S], [43_200, 604_800, 10]);
  assert.deepEqual([config.AUTH_GRPC_PORT, config.KEY_ROTATE_AFTER_DAYS, config.KEY_LEAD_S], [9005, 90, 900]);
  assert.deepEqual(config.AUTH_KEY_ENCRYPTION_KEY, new Uint8Array(32).fill(7));
});

Deno.test("the limits of sign-in are those of the design, and each has its variable", () => {
  assert.deepEqual(signInRules(read(VARIABLES)), RULES);
  const small = {
    SIGN_IN_FAILURES_MAX: "2",
    SIGN_IN_WAIT_MS: "30",
    SIGN_IN_WAIT_MAX_MS: "40",
    SIGN_IN_ADDRESS_FAILURES_MAX: "0",
    SIGN_IN_ADDRESS_REFILL_MS: "50",
  };
  assert.deepEqual(signInRules(read({ ...VARIABLES, ...small })), {
    ...{ failuresMax: 2, waitMs: 30, waitMaxMs: 40 },
    address: { failuresMax: 0, refillMs: 50 },
  });
  assert.equal(read(VARIABLES).PASSWORD_RESET_LIFETIME_S, 3_600);
  for (const name of Object.keys(small)) {
    assert.throws(() => read({ ...VARIABLES, [name]: "-1" }), (error: Error) => error.message.includes(name));
  }
});

Deno.test("the encryption key is 32 bytes in base64, and is not said when it is not", () => {
  for (const key of ["", "c2hvcnQ=", new Uint8Array(31).toBase64(), new Uint8Array(33).toBase64(), "!".repeat(44)]) {
    assert.throws(() => read({ ...VARIABLES, AUTH_KEY_ENCRYPTION_KEY: key }), (error: Error) => {
      assert.match(error.message, /AUTH_KEY_ENCRYPTION_KEY/);
      assert.ok(key === "" || !error.message.includes(key));
      return true;
    });
  }
});

Deno.test("a key is published for longer than fetched keys are kept before it signs", () => {
  assert.equal(read({ ...VARIABLES, KEY_LEAD_S: "600" }).KEY_LEAD_S, 600);
  assert.throws(() => read({ ...VARIABLES, KEY_LEAD_S: "599" }), /KEY_LEAD_S/);
});

Deno.test("the process may talk to its own, load argon2 and nothing else", () => {
  const { net, read: files, write, ffi } = permissions(read(VARIABLES));
  assert.deepEqual(net, ["127.0.0.1:4005", "127.0.0.1:9005", "database:5432"]);
  assert.deepEqual([files, write, ffi], [["/app/argon2.node"], undefined, ["/app/argon2.node"]]);
});
