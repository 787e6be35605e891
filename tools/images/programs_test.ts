import assert from "node:assert/strict";
import { composeVariables, withSampleSecrets } from "../compose/file.ts";
import { commandOf, healthCommandOf, PROGRAM_NAMES } from "./programs.ts";

Deno.test("a program's command has the rights that follow from the variables it will get", () => {
  const command = commandOf("auth", {
    get: (name) =>
      ({ DATABASE_URL_AUTH: "postgres://auth@db.internal:6432/auth", AUTH_KEY_ENCRYPTION_KEY_FILE: "/key" })[name],
    readFile: () => new Uint8Array(32).toBase64(),
  });
  assert.deepEqual([command[0], command.at(-1)], ["run", "/app/main.js"]);
  assert.ok(command.includes("--allow-net=0.0.0.0:4005,0.0.0.0:9005,db.internal:6432"), command.join(" "));
  assert.ok(command.includes("--allow-read=/app/argon2.node,/key"), command.join(" "));
});

Deno.test("docker-compose.yml gives each program all that it needs, and every secret as a file", () => {
  for (const name of PROGRAM_NAMES) {
    const variables = composeVariables(name);
    assert.ok(commandOf(name, withSampleSecrets(variables)).length > 4, name);
    for (const variable of Object.keys(variables)) {
      assert.doesNotMatch(variable, /^DATABASE_URL_[A-Z]+$|(SECRET|PASSWORD|KEY)$/);
    }
  }
});

Deno.test("whoever asks for a service's health may reach its port and nothing else", () => {
  assert.deepEqual(healthCommandOf("patient"), [
    ...[
      "/bin/deno",
      "run",
      "--no-prompt",
      "--ignore-env",
      "--allow-net=127.0.0.1:4000",
      "/app/main.js",
      "health",
      "4000",
    ],
  ]);
  assert.equal(healthCommandOf("job"), undefined);
});
