import { openDatabase } from "@pms/lib/db";
import { permissionFlags } from "@pms/lib/service";
import { testServers } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { argon2Library } from "../dev/npm_files.ts";
import { DATABASES } from "../dev/databases.ts";
import { permissions, readConfig } from "./config.ts";

const PASSWORD = "a password of the test";

/** The variables of an installation with databases of its own, which are not there yet, and a folder of migrations. */
async function newInstallation() {
  const { postgres, kafka } = await testServers();
  const folder = await Deno.makeTempDir();
  const suffix = crypto.randomUUID().slice(0, 8);
  for (const name of DATABASES) {
    const [from, to] = [new URL(`../../services/${name}/sql/migrations/`, import.meta.url), `${folder}/${name}`];
    await Deno.mkdir(to);
    for await (const file of Deno.readDir(from)) await Deno.copyFile(new URL(file.name, from), `${to}/${file.name}`);
  }
  await Deno.writeTextFile(`${folder}/password`, `${PASSWORD}\n`);
  const { host } = new URL(postgres);
  const variables: Record<string, string> = {
    ...Object.fromEntries(DATABASES.map((name) => [
      `DATABASE_URL_${name.toUpperCase()}`,
      `postgres://${name}_${suffix}:hunter2@${host}/${name}_${suffix}`,
    ])),
    POSTGRES_ADMIN_URL: `${postgres}/postgres`,
    KAFKA_BROKERS: kafka,
    ...Object.fromEntries(
      ["GATEWAY", "PATIENT", "BILLING", "ANALYTICS", "OPERATOR"].map((
        name,
      ) => [`${name}_CLIENT_SECRET`, "0123456789abcdef"]),
    ),
    BOOTSTRAP_ADMIN_EMAIL: "first@example.com",
    BOOTSTRAP_ADMIN_PASSWORD_FILE: `${folder}/password`,
    ARGON2_LIBRARY: argon2Library(),
    MIGRATIONS_DIR: folder,
  };
  return { variables, folder, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}

/** Runs the job in a process with just its rights. */
async function run(variables: Record<string, string>) {
  const rights = permissions(readConfig({ get: (name) => variables[name] }));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissionFlags(rights), new URL("main.ts", import.meta.url).pathname],
    env: { ...variables, NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("the job makes all that services need on an empty server, and nothing when it is run again", async () => {
  await using installation = await newInstallation();
  const { variables } = installation;
  const first = await run(variables);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /the first administrator was made/);

  await using auth = openDatabase({ url: variables["DATABASE_URL_AUTH"] ?? "", poolMax: 1, applicationName: "test" });
  const content = async () => ({
    staff: await auth.query`select * from staff`,
    clients: await auth.query`select id from client order by id`,
    migrations: await auth.query`select * from schema_migration`,
  });
  const before = await content();
  assert.deepEqual(before.staff.map(({ email, roles }) => [email, roles]), [["first@example.com", ["ADMIN"]]]);
  assert.deepEqual(before.clients.map(({ id }) => id), ["analytics", "billing", "gateway", "operator", "patient"]);

  const second = await run({ ...variables, BOOTSTRAP_ADMIN_EMAIL: "second@example.com" });
  assert.equal(second.code, 0, second.stderr);
  assert.match(second.stdout, /there is an administrator already/);
  assert.deepEqual(await content(), before);
});

Deno.test("a migration with an error ends the job with the reason, and mended it goes on", async () => {
  await using installation = await newInstallation();
  const { variables, folder } = installation;
  const broken = `${folder}/billing/0002_break.sql`;
  await Deno.writeTextFile(broken, "select 1;\nselect * from nowhere;\n");
  const { code, stdout, stderr } = await run(variables);
  assert.equal(code, 1);
  assert.match(stderr, /^The job failed.*Migration 0002_break\.sql failed in line 2: .*"nowhere" does not exist$/m);
  assert.equal((stdout + stderr).includes("hunter2"), false);

  await Deno.writeTextFile(broken, "select 1;\n");
  assert.equal((await run(variables)).code, 0);
});
