/**
 * What PostgreSQL and HTTP cost at least: a bare server in front of the driver, without checks, limits, logs or events.
 * `GET /?<id>` reads one patient by key; `POST /` runs the statement of a registration.
 * Arguments: port, URL of the database read from, URL of the database written to.
 */
// deno-lint-ignore no-import-prefix -- the driver belongs to lib/ alone; only this yardstick goes past it.
import postgres from "npm:postgres@3.4.9";
import type { Query } from "@pms/lib/db";
import { insertPatient } from "../../services/patient/sql/register_patient.ts";

const [port, readUrl = "", writeUrl = ""] = Deno.args;
const POOL_MAX = 10; // As the patient service has.

const open = (url: string) =>
  postgres(url, {
    max: POOL_MAX,
    ...{ max_pipeline: 1 }, // As in lib/db, and for its reason.
    types: { date: { to: 1082, from: [1082], serialize: (text: string) => text, parse: (text: string) => text } },
    onnotice: () => {},
  });
const reads = open(readUrl);
const writes = open(writeUrl);
const TRACEPARENT = `00-${"1".repeat(32)}-${"1".repeat(16)}-00`;

Deno.serve({ hostname: "127.0.0.1", port: Number(port), onListen: () => console.log("listening") }, async (request) => {
  if (request.method === "GET") {
    const id = request.url.slice(request.url.indexOf("?") + 1);
    const [row] = await reads`select * from patient where id = ${id}`;
    return Response.json(row);
  }
  const patient = await request.json();
  const registration = { patient, changedBy: "raw", traceparent: TRACEPARENT };
  return Response.json(await insertPatient(writes as unknown as Query, registration), { status: 201 });
});
