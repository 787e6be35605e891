import { openDatabase } from "@pms/lib/db";
import type { Ledger } from "../ledger.ts";
import { markOf } from "../person.ts";
import type { System } from "../system.ts";
import { readTopic } from "../topic.ts";
import { checkAccounts, checkAnalytics, type Count, type Counted } from "./follow.ts";
import { checkRegister } from "./register.ts";
import { checkTopic } from "./topic.ts";

export interface Findings {
  readonly violations: readonly string[];
  readonly patients: number;
  readonly versions: number;
  readonly records: number;
  readonly repeats: number;
}

const STATEMENT_MS_MAX = 120_000;

/** Holds everything that the settled system keeps against the ledger, and its parts against each other. */
export async function checkAll(system: System, ledger: Ledger): Promise<Findings> {
  const open = (name: "patient" | "billing" | "analytics") =>
    openDatabase({
      url: system.databaseUrl(name),
      poolMax: 1,
      applicationName: "faults check",
      statementTimeoutMs: STATEMENT_MS_MAX,
    });
  await using patient = open("patient");
  await using billing = open("billing");
  await using analytics = open("analytics");

  const versions =
    (await patient.query<{ patientId: string; version: number; address: string | null; deleted: boolean }>`
    select patient_id, version, record ->> 'address' as address, record ->> 'deleted_at' is not null as deleted
    from patient_version order by patient_id, version`)
      .map(({ address, ...version }) => ({ ...version, mark: markOf(address) }));
  const patients = await patient.query<Counted>`
    select id, version, extract(year from date_of_birth)::integer as birth_year, sex, city, country,
      deleted_at is not null as deleted
    from patient`;
  const waiting = await patient.query<{ destination: string; rows: number; parked: number }>`
    select destination, count(*)::integer as rows, count(parked_reason)::integer as parked
    from outbox group by destination`;
  const accounts = await billing.query<{ patientId: string }>`select patient_id from account`;
  const states = await analytics.query<Counted>`
    select patient_id as id, version, birth_year, sex, city, country, deleted from patient_state`;
  const counts = await analytics.query<Count>`select dimension, key, count::integer as count from demographic_count`;
  const [registered] = await analytics.query<{ count: number }>`
    select coalesce(sum(count), 0)::integer as count from registration_count`;
  const topic = checkTopic(await readTopic(system.brokers), new Map(patients.map(({ id, version }) => [id, version])));

  return {
    violations: [
      ...checkRegister(ledger.entries, versions),
      ...checkAccounts(patients, accounts.map(({ patientId }) => patientId)),
      ...topic.violations,
      ...checkAnalytics(patients, states, counts, registered?.count ?? 0),
      ...waiting.map(({ destination, rows, parked }) =>
        `Something is still waiting: ${rows} rows for ${destination}, ${parked} of them parked`
      ),
    ],
    patients: patients.length,
    versions: versions.length,
    records: topic.records,
    repeats: topic.repeats,
  };
}
