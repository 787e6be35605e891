import { createKafka, createPublisher, type DeadLetter, deadLetters, replayDeadLetter } from "@pms/lib/events";
import { id, z } from "@pms/lib/schema";
import { loadConfig, variable } from "@pms/lib/service";
import { printable } from "../operator/run.ts";
import type { Environment } from "../operator/variables.ts";
import type { EventsOptions } from "./options.ts";

const Config = z.object({ KAFKA_BROKERS: variable.brokers() });
const PatientId = id();

function connect(env: Environment) {
  const { KAFKA_BROKERS: brokers } = loadConfig("events command", Config, env);
  return createKafka({ brokers, clientId: "events" });
}

export async function listDeadLetters(env: Environment, { limit }: EventsOptions): Promise<string[]> {
  const letters = await deadLetters(connect(env));
  if (letters.length === 0) return ["There are no dead letters"];
  const waiting = letters.filter(({ replayedAt }) => replayedAt === undefined).length;
  return [...letters.slice(0, limit).map(describe), `${letters.length} dead letters, ${waiting} of them not replayed`];
}

/** The key is shown only where it is a patient's id: in a record that cannot be read it may be anything. */
function describe({ id, origin, reason, setAsideAt, replayedAt, whole, record }: DeadLetter): string {
  const patientId = PatientId.safeParse(record.key).data ?? "none";
  const replayed = replayedAt === undefined ? "" : `  replayed ${replayedAt.toISOString()}`;
  const cut = whole ? "" : "  too large to be kept here";
  return `${id}  from ${printable(origin.topic)} ${printable(origin.partition)}/${printable(origin.offset)}  ` +
    `patient ${patientId}  ${setAsideAt.toISOString()}  ${printable(reason)}${cut}${replayed}`;
}

export async function replayDeadLetters(env: Environment, { chosen }: EventsOptions): Promise<string[]> {
  const kafka = connect(env);
  const letters = await deadLetters(kafka);
  const meant = chosen === "all" ? letters : letters.filter(({ id }) => chosen.includes(id));
  const missing = chosen === "all" ? [] : chosen.filter((name) => !letters.some(({ id }) => id === name));
  await using publisher = createPublisher(kafka);
  let replayed = 0;
  for (const letter of meant) if (await replayDeadLetter(publisher, letter)) replayed++;
  return [
    ...missing.map((name) => `${name} is no dead letter`),
    `${replayed} replayed, ${meant.length - replayed} left: replayed before, not kept whole, or of another topic`,
  ];
}
