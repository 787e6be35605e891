import { testBrokers, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { ROOT } from "./dev/environment.ts";

Deno.test("deno task migrate brings databases up to date, a password in a file among the rest", async () => {
  await using auth = await testDatabase("auth");
  await using patient = await testDatabase("patient");
  await using billing = await testDatabase("billing");
  await using analytics = await testDatabase("analytics");
  await billing.query`drop schema public cascade`;
  await billing.query`create schema public`;
  const folder = await Deno.makeTempDir({ dir: `${ROOT}/.data` });
  try {
    await Deno.writeTextFile(`${folder}/billing`, billing.url);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "migrate"],
      cwd: ROOT,
      env: {
        DATABASE_URL_AUTH: auth.url,
        DATABASE_URL_PATIENT: patient.url,
        DATABASE_URL_BILLING_FILE: `${folder}/billing`,
        DATABASE_URL_ANALYTICS: analytics.url,
        KAFKA_BROKERS: (await testBrokers()).join(","),
      },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.equal(new TextDecoder().decode(stdout), "databases and topics are up to date\n");
    assert.deepEqual(await billing.query`select * from account`, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
