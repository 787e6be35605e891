import { openDatabase } from "@pms/lib/db";
import { BIRTH_YEAR_FIRST, BIRTH_YEARS, CITIES } from "./person.ts";

const STATEMENT_MAX_MS = 600_000;
const CHUNK = 50_000;

/** Makes patients by SQL, past the services: no version is kept of them, and nothing follows. */
export async function fillRegister(patientUrl: string, rows: number): Promise<void> {
  await using database = open(patientUrl);
  for (let done = 0; done < rows; done += CHUNK) {
    const count = Math.min(CHUNK, rows - done);
    await database.query`
      insert into patient (id, name, date_of_birth, sex, email, city, country, registered_date)
      select uuidv7(), 'Filled ' || n, make_date(${BIRTH_YEAR_FIRST}::integer + n % ${BIRTH_YEARS}::integer, 6, 15),
        'female', 'filled' || n || '@example.com', 'City ' || n % ${CITIES}::integer, 'DE', current_date
      from generate_series(${done + 1}::integer, ${done + count}::integer) as n`;
  }
  await database.query`vacuum analyze patient`;
}

/** Registers patients by SQL in one transaction, and queues what must follow for billing and for Kafka. */
export async function queueRegistrations(patientUrl: string, count: number): Promise<void> {
  await using database = open(patientUrl);
  await database.query`
    with added as (
      insert into patient (id, name, date_of_birth, sex, city, country, registered_date)
      select uuidv7(), 'Queued ' || n, make_date(${BIRTH_YEAR_FIRST}::integer + n % ${BIRTH_YEARS}::integer, 6, 15),
        'male', 'City ' || n % ${CITIES}::integer, 'DE', current_date
      from generate_series(1, ${count}::integer) as n
      returning *
    )
    insert into outbox (destination, patient_id, payload)
    select destination, id, payload
    from added, lateral (
      values ('billing', '{}'::jsonb), ('kafka', patient_event('registered', added))
    ) as following (destination, payload)`;
}

function open(url: string) {
  return openDatabase({ url, poolMax: 1, applicationName: "bench", statementTimeoutMs: STATEMENT_MAX_MS });
}
