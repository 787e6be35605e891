import { openDatabase } from "@pms/lib/db";
import { createKafka } from "@pms/lib/events";
import type { Installation } from "../leash/installation.ts";

/** All that may be searched, by the name of the place. */
export type Places = Record<string, string>;

/** The logs of all parts, one by one. */
export async function logsOf(dataDir: string): Promise<Places> {
  const places: Places = {};
  for await (const { name } of Deno.readDir(`${dataDir}/logs`)) {
    places[`log ${name}`] = await Deno.readTextFile(`${dataDir}/logs/${name}`);
  }
  return places;
}

export async function metricsOf({ endpoints }: Pick<Installation, "endpoints">, whose: string): Promise<Places> {
  const { gateway, auth, patient, billing, analytics } = endpoints;
  const listeners = { gateway: gateway.admin, auth: auth.http, patient: patient.http, billing: billing.http };
  const entries = Object.entries({ ...listeners, analytics: analytics.http }).map(async ([name, address]) => {
    const response = await fetch(`http://${address}/metrics`);
    return [`metrics of ${name} (${whose})`, await response.text()];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Everything that a service's database holds, as one text. */
export async function databaseOf({ databaseUrls }: Installation, name: string): Promise<string> {
  await using database = openDatabase({ url: databaseUrls[name] ?? "", poolMax: 1, applicationName: "test" });
  const [row] = await database.query<{ xml: string }>`select database_to_xml(true, true, '')::text as xml`;
  return row?.xml ?? "";
}

export interface TopicText {
  readonly keys: string;
  readonly headers: string;
  readonly values: string;
  readonly count: number;
}

const JOIN_MS_MAX = 30_000;

/** Every record of a topic up to now. */
export async function topicText({ endpoints }: Installation, topic: string): Promise<TopicText> {
  const kafka = createKafka({ brokers: endpoints.kafka.split(","), clientId: "test" });
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
  const ends = new Map(
    offsets.map(({ partition, low, high }) => [partition, { next: Number(low), end: Number(high) }]),
  );
  const isRead = () => [...ends.values()].every(({ next, end }) => next >= end);
  const text = { keys: "", headers: "", values: "", count: 0 };
  if (isRead()) return text;

  const read = Promise.withResolvers<void>();
  const timer = setTimeout(() => read.reject(new Error(`Cannot read ${topic} to its end`)), JOIN_MS_MAX);
  const consumer = kafka.consumer({ groupId: `test-${crypto.randomUUID()}`, maxWaitTimeInMs: 100 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message }) => {
        text.count++;
        text.keys += `${message.key}\n`;
        for (const [name, value] of Object.entries(message.headers ?? {})) text.headers += `${name}: ${value}\n`;
        text.values += `${message.value}\n${message.value?.toString("latin1")}\n`;
        const state = ends.get(partition);
        if (state !== undefined) state.next = Number(message.offset) + 1;
        if (isRead()) read.resolve();
        return Promise.resolve();
      },
    });
    await read.promise;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
  return text;
}
