import assert from "node:assert/strict";
import { z } from "zod";
import { ConfigError, loadConfig, variable, variablesOf } from "./config.ts";

const Config = z.object({
  PORT: variable.port(4000),
  DEADLINE_MS: variable.milliseconds(2_000),
  POOL_MAX: variable.count(10),
  HOST: variable.host(),
  DATABASE_URL: variable.postgresUrl(),
  AUTH_URL: variable.httpUrl(),
  GRPC_TARGET: variable.target(),
  KAFKA_BROKERS: variable.brokers(),
  SIGNING_SECRET: variable.secret(16),
  SEALING_KEY: variable.key(3),
  PASSWORD: variable.secret(1).optional(),
  LOG_LEVEL: variable.logLevel(),
});

const GOOD: Record<string, string> = {
  DATABASE_URL: "postgres://patient:pass@db:5432/patient",
  AUTH_URL: "http://auth:4005",
  GRPC_TARGET: "billing:9001",
  KAFKA_BROKERS: "kafka-1:9092,kafka-2:9092",
  SIGNING_SECRET: "0123456789abcdef",
  SEALING_KEY: "AQID",
};

const load = (env: Record<string, string>) => loadConfig("patient", Config, { get: (name) => env[name] });

/** The message with which the variables are refused. */
function refusal(env: Record<string, string>): string {
  try {
    load(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  assert.fail("the variables were accepted");
}

Deno.test("variables that are not set have their presets", () => {
  const config = load(GOOD);
  assert.equal(config.PORT, 4000);
  assert.equal(config.DEADLINE_MS, 2_000);
  assert.equal(config.POOL_MAX, 10);
  assert.equal(config.HOST, "127.0.0.1");
  assert.equal(config.LOG_LEVEL, "info");
});

Deno.test("variables that are set have their values", () => {
  const config = load({ ...GOOD, PORT: "0", LOG_LEVEL: "debug", HOST: "0.0.0.0" });
  assert.equal(config.PORT, 0);
  assert.equal(config.LOG_LEVEL, "debug");
  assert.equal(config.HOST, "0.0.0.0");
  assert.deepEqual(config.KAFKA_BROKERS, ["kafka-1:9092", "kafka-2:9092"]);
  assert.equal(config.DATABASE_URL, GOOD["DATABASE_URL"]);
});

Deno.test("an empty variable counts as not set", () => {
  assert.equal(load({ ...GOOD, PORT: "", HOST: "", LOG_LEVEL: "" }).PORT, 4000);
  assert.match(refusal({ ...GOOD, AUTH_URL: "" }), /AUTH_URL/);
});

Deno.test("one error names every bad variable once, says what is expected and holds no value", () => {
  const bad = {
    PORT: "65536",
    DEADLINE_MS: "0",
    POOL_MAX: "1e3",
    DATABASE_URL: "mysql://root:hunter2@db/patient",
    AUTH_URL: "hunter2",
    GRPC_TARGET: "http://hunter2",
    KAFKA_BROKERS: "kafka:9092,hunter2",
    SIGNING_SECRET: "hunter2",
    SEALING_KEY: "hunter2",
    LOG_LEVEL: "hunter2",
  };
  const message = refusal(bad);
  for (const name of Object.keys(bad)) assert.equal(message.split(` ${name}: `).length, 2, `${name} in ${message}`);
  for (const value of ["hunter2", "65536", "1e3"]) assert.equal(message.includes(value), false, message);
  assert.match(message, /patient/);
  assert.match(message, /PORT: expected a whole number from 0 to 65535/);
  assert.match(message, /SIGNING_SECRET: expected a secret of at least 16 characters/);
  assert.match(message, /SEALING_KEY: expected 3 bytes in base64/);
});

Deno.test("one error names every variable that is missing", () => {
  const message = refusal({});
  for (const name of Object.keys(GOOD)) assert.match(message, new RegExp(` ${name}: expected`));
});

for (const text of ["-1", "1.5", "0x10", " 80", "80 ", "abc", "9".repeat(13), "NaN"]) {
  Deno.test(`${JSON.stringify(text)} is no port`, () => {
    assert.match(refusal({ ...GOOD, PORT: text }), /PORT: expected a whole number/);
  });
}

Deno.test("a secret may be given as the path of a file that holds it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const files: Record<string, string> = {};
    const secrets = ["DATABASE_URL", "SIGNING_SECRET", "SEALING_KEY", "PASSWORD"];
    for (const name of secrets) {
      files[`${name}_FILE`] = `${folder}/${name}`;
      await Deno.writeTextFile(`${folder}/${name}`, `${{ ...GOOD, PASSWORD: "invented" }[name]}\n`);
    }
    const plain = Object.fromEntries(Object.entries(GOOD).filter(([name]) => !secrets.includes(name)));
    const config = load({ ...plain, ...files });
    assert.deepEqual([config.SIGNING_SECRET, config.PASSWORD], [GOOD["SIGNING_SECRET"], "invented"]);
    assert.deepEqual([config.DATABASE_URL, config.SEALING_KEY], [GOOD["DATABASE_URL"], new Uint8Array([1, 2, 3])]);
    assert.deepEqual(config.FILES, Object.values(files));
    assert.deepEqual(load(GOOD).FILES, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file for what is no secret is not even looked for", () => {
  const asked: string[] = [];
  const config = loadConfig("patient", Config, {
    get: (name) => {
      asked.push(name);
      return { ...GOOD, HOST_FILE: "/host" }[name];
    },
    readFile: () => assert.fail("read a file"),
  });
  assert.equal(config.HOST, "127.0.0.1");
  assert.deepEqual(asked, variablesOf(Config));
});

Deno.test("a variable given twice, and a file that cannot be read or holds nonsense, is named and not shown", () => {
  const { SIGNING_SECRET: _, ...rest } = GOOD;
  const readFile = (path: string) => {
    if (path === "/short") return "hunter2\n";
    throw new Error(`no ${path}`);
  };
  const refusalOf = (env: Record<string, string>) => {
    try {
      loadConfig("patient", Config, { get: (name) => env[name], readFile });
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.message;
    }
    assert.fail("the variables were accepted");
  };
  assert.match(refusalOf({ ...GOOD, SIGNING_SECRET_FILE: "/short" }), /SIGNING_SECRET: given twice, also as .*_FILE/);
  const unread = refusalOf({ ...rest, SIGNING_SECRET_FILE: "/hunter2" });
  assert.match(unread, /SIGNING_SECRET_FILE: the file cannot be read$/);
  assert.equal(unread.split("\n").length, 2, unread);
  const short = refusalOf({ ...rest, SIGNING_SECRET_FILE: "/short" });
  assert.match(short, /SIGNING_SECRET: expected a secret of at least 16 characters/);
  for (const message of [unread, short]) assert.equal(message.includes("hunter2"), false, message);
});

Deno.test("variablesOf() names each variable, and of secrets the one for a file, too", () => {
  const names = variablesOf(Config);
  assert.deepEqual(names.filter((name) => !name.endsWith("_FILE")), Object.keys(Config.shape));
  assert.deepEqual(names.filter((name) => name.endsWith("_FILE")), [
    "DATABASE_URL_FILE",
    "SIGNING_SECRET_FILE",
    "SEALING_KEY_FILE",
    "PASSWORD_FILE",
  ]);
});
