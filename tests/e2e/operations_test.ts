/** The runbook's commands, each on a running system: what they find, what they mend, and what they never print. */
import { openDatabase } from "@pms/lib/db";
import { createKafka, createPublisher, PATIENT_EVENTS } from "@pms/lib/events";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { operatorVariables } from "../../tools/operator/variables.ts";
import { signIn } from "./client.ts";
import { newDataDir, startSystem, type System } from "./system.ts";

const LONG = { deadlineMs: 60_000 };
const ROOT = new URL("../../", import.meta.url);

async function command(task: string, system: System, ...args: string[]): Promise<{ code: number; text: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task, ...args, "--data-dir", system.dataDir],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await child.output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

/** Staff at work: an administrator's calls through the gateway. */
async function administrator({ url }: System) {
  const client = await signIn(url, "admin@example.com");
  const send = async (method: string, path: string, body?: object) => {
    const answer = await client.send(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status}`);
    return answer.body;
  };
  return {
    register: async (city = "Basel") =>
      await send("POST", "/api/patients", { name: "Ada Secret", dateOfBirth: "1980-02-29", city }),
    put: (patient: { id: string }) => send("PUT", `/api/patients/${patient.id}`, patient),
    remove: (id: string) => send("DELETE", `/api/patients/${id}`),
    summary: () => send("GET", "/api/analytics/summary"),
    accounts: async (patientId: string) =>
      (await send("GET", `/api/billing/accounts?patientId=${patientId}`)).accounts.length,
  };
}

async function databaseOf(system: System, name: "patient" | "billing" | "analytics") {
  const { get } = await operatorVariables({ get: () => undefined }, system.dataDir);
  const url = (get("DATABASE_URL_PATIENT") ?? "").replace(/\/patient$/, `/${name}`);
  const secrets = JSON.parse(await Deno.readTextFile(`${system.dataDir}/secrets.json`));
  const own = new URL(url);
  own.username = name;
  own.password = secrets.databases[name];
  return openDatabase({ url: own.href, poolMax: 1, applicationName: "test" });
}

Deno.test("the operators' commands mend what went wrong, and say what they cannot", async (t) => {
  await using system = await startSystem(await newDataDir());
  const staff = await administrator(system);
  await using patient = await databaseOf(system, "patient");
  await using billing = await databaseOf(system, "billing");
  await using analytics = await databaseOf(system, "analytics");
  const { get } = await operatorVariables({ get: () => undefined }, system.dataDir);
  const kafka = createKafka({ brokers: (get("KAFKA_BROKERS") ?? "").split(","), clientId: "test" });
  await using publisher = createPublisher(kafka);
  const settled = (count: number) =>
    eventually(async () => {
      const { patientsTotal, eventLag } = await staff.summary();
      return patientsTotal === count && eventLag === 0;
    }, LONG);

  await t.step("events parked: list, resend", async () => {
    assert.match((await command("events", system, "parked", "list")).text, /^No row is parked$/m);
    const ada = await staff.register();
    await settled(1);
    await patient.query`
      insert into outbox (destination, patient_id, payload) values ('kafka', ${ada.id}, '{"kind": "updated"}')`;
    await eventually(async () => {
      const rows = await patient.query`select from outbox where parked_reason is not null`;
      return rows.length === 1;
    }, LONG);
    await staff.put({ ...ada, city: "Bern" }); // Waits behind it.
    const other = await staff.register(); // Does not.
    await settled(2);
    const { code, text } = await command("events", system, "parked", "list", "--destination", "kafka");
    assert.equal(code, 0, text);
    assert.match(
      text,
      new RegExp(`^kafka \\d+  patient ${ada.id}  since .*5 tries, 1 behind it  The row holds no event$`, "m"),
    );
    assert.ok(!text.includes(other.id) && !/Ada|Secret|1980/.test(text));
    const endpoints = JSON.parse(await Deno.readTextFile(`${system.dataDir}/endpoints.json`));
    await eventually(async () => {
      const metrics = await (await fetch(`http://${endpoints.patient.http}/metrics`)).text();
      return /outbox_parked_rows\{destination="kafka"[^}]*\} 1\n/.test(metrics);
    }, LONG);

    await patient.query`
      update outbox set payload = patient_event('updated', patient) from patient
      where outbox.parked_reason is not null and patient.id = outbox.patient_id`; // The cause is mended.
    const [, position = ""] = /^kafka (\d+)/m.exec(text) ?? [];
    const resent = await command("events", system, "parked", "resend", "--destination", "kafka", position);
    assert.match(resent.text, /^1 of the parked rows for kafka will be sent again$/m);
    await eventually(async () => (await patient.query`select from outbox`).length === 0, LONG);
  });

  await t.step("each part tells its clock", async () => {
    const { gateway, auth, patient, billing, analytics } = JSON.parse(
      await Deno.readTextFile(`${system.dataDir}/endpoints.json`),
    );
    for (const { http } of [gateway, auth, patient, billing, analytics]) {
      const answer = await fetch(`http://${http}/livez`);
      await answer.body?.cancel();
      const awayMs = Math.abs(Date.parse(answer.headers.get("date") ?? "") - Date.now());
      assert.ok(awayMs < 60_000, `the clock at ${http} is ${awayMs} ms away`);
    }
  });

  await t.step("events dead-letters: list, replay", async () => {
    const nobody = await command("events", system, "dead-letters", "list");
    assert.match(nobody.text, /^There are no dead letters$/m);
    const value = new TextEncoder().encode("Ada Secret, born 1980");
    await publisher.publish(PATIENT_EVENTS, [{ key: "Ada Secret", value, headers: { note: "Ada Secret" } }]);
    const list = await eventually(async () => {
      const { text } = await command("events", system, "dead-letters", "list");
      return text.includes("1 dead letters, 1 of them not replayed") && text;
    }, LONG);
    assert.match(
      list,
      /^(\d+\/\d+) {2}from patient\.events\.v1 \d+\/\d+ {2}patient none {2}.*The value is no PatientEvent$/m,
    );
    assert.ok(!/Ada|Secret|1980/.test(list));

    const [, id = ""] = /^(\d+\/\d+)/m.exec(list) ?? [];
    const replay = await command("events", system, "dead-letters", "replay", id);
    assert.match(replay.text, /^1 replayed, 0 left/m);
    const again = await command("events", system, "dead-letters", "replay", id);
    assert.match(again.text, /^0 replayed, 1 left/m);
    // It is as unreadable as before: a second dead letter, and the first one is known as replayed.
    await eventually(async () => {
      const { text } = await command("events", system, "dead-letters", "list");
      return text.includes("2 dead letters, 1 of them not replayed") && / replayed 20\d\d-/.test(text);
    }, LONG);
    const wrong = await command("events", system, "dead-letters", "replay", "Ada");
    assert.equal(wrong.code, 1);
  });

  await t.step("analytics rebuild", async () => {
    const patients = await Promise.all(Array.from({ length: 30 }, () => staff.register("Chur")));
    await Promise.all(patients.slice(0, 5).map(({ id }) => staff.remove(id)));
    await settled(27);
    await analytics.query`delete from patient_state where city = 'Chur'`;
    await analytics.query`update demographic_count set count = count + 100`;
    await analytics.query`delete from registration_count`;
    const { code, text } = await command("analytics", system, "rebuild");
    assert.equal(code, 0, text);
    assert.match(text, /^analytics: 32 registered, 27 not deleted$/m);
    assert.match(text, /^register: {2}32 registered, 27 not deleted$/m);
    assert.equal((await staff.summary()).registeredToday, 32);
    await staff.register();
    await settled(28); // The consumer goes on with the new model.
  });

  await t.step("reconcile", async () => {
    const sound = await command("reconcile", system);
    assert.equal(sound.code, 0, sound.text);
    assert.match(sound.text, /^sound$/m);

    const lost = await staff.register();
    await eventually(async () => await staff.accounts(lost.id) === 1, LONG);
    await settled(29);
    await billing.query`delete from account where patient_id = ${lost.id}`;
    await analytics.query`delete from patient_state where patient_id = ${lost.id}`;
    const stranger = "0198c0de-0000-7000-8000-00000000000a";
    await billing.query`insert into account (patient_id, currency) values (${stranger}, 'EUR')`;
    const found = await command("reconcile", system);
    assert.equal(found.code, 1, found.text);
    assert.match(found.text, /^billing: {3}1 accounts were missing and are open now$/m);
    assert.match(found.text, new RegExp(`^billing: {3}1 accounts without a patient: ${stranger}$`, "m"));
    assert.match(found.text, /^analytics: 1 patients were missing or out of date and are counted now$/m);
    // Taking the state away took nothing from the counts, so they now hold the patient twice: only a rebuild mends that.
    assert.match(found.text, /^analytics: [1-9]\d* counts are not the sum of their patients$/m);
    assert.equal(await staff.accounts(lost.id), 1);

    await billing.query`delete from account where patient_id = ${stranger}`;
    assert.equal((await command("analytics", system, "rebuild")).code, 0);
    const mended = await command("reconcile", system);
    assert.equal(mended.code, 0, mended.text);
  });
});
