import { SIGN_IN } from "./api.ts";
import type { Api } from "./api.ts";
import type { Ages, Following } from "./following.ts";
import type { Load } from "./load.ts";
import type { Measured, Meter } from "./meter.ts";
import { PERSON } from "./person.ts";
import type { RawLimit } from "./raw_limit.ts";
import type { System } from "./system.ts";

/** One thing the system does, and what it is held against: measured for half the time before it and half after it. */
export interface Comparison {
  readonly name: string;
  readonly before: Measured;
  readonly system: Measured;
  readonly after: Measured;
  /** Rate of the system to the mean rate of the other. */
  readonly ratio: number;
  /** Processor time of a request of the other to one of the system: what the ratio is where nobody else disturbs. */
  readonly cpuRatio: number;
  readonly ages?: Ages;
  /** From the end of the load until account and event of everybody were sent. */
  readonly caughtUpMs?: number;
}

export interface Bench {
  readonly system: System;
  readonly meter: Meter;
  readonly api: Api;
  readonly following: Following;
  readonly raw: RawLimit;
  readonly seconds: number;
}

/** No part of the system: the most that any gateway in front of any service could reach here. */
export const BARE_HOP = "raw read, bare hop";
const READ_CLIENTS = 32;
const LIST_CLIENTS = 16;
const REGISTER_CLIENTS = [1, 16, 64];
const SIGN_IN_CLIENTS = 4;
const PAGE_SIZE = 50;
const PAGE_FAR = 1_000;

export async function compareReads(bench: Bench): Promise<Comparison> {
  const path = `/api/patients/${await firstPatient(bench)}`;
  return await sandwich(bench, "read one patient", throughGateway(bench, path, READ_CLIENTS), await rawRead(bench));
}

/** The raw read through a gateway that does nothing. */
export async function compareBareHop(bench: Bench): Promise<Comparison> {
  const raw = await rawRead(bench);
  return await sandwich(bench, BARE_HOP, { ...raw.load, port: bench.raw.hop.port, seconds: bench.seconds }, raw);
}

async function rawRead(bench: Bench): Promise<Yardstick> {
  const path = `/?${await firstPatient(bench)}`;
  return { name: "raw read", load: { port: bench.raw.port, path, clients: READ_CLIENTS, seconds: bench.seconds / 2 } };
}

/** The same read without its yardstick. */
export async function readLoad(bench: Bench): Promise<Load> {
  return throughGateway(bench, `/api/patients/${await firstPatient(bench)}`, READ_CLIENTS);
}

async function firstPatient({ api }: Bench): Promise<string> {
  return (await api.get("/api/patients?pageSize=1")).patients[0].id;
}

/** The last page that the register has, up to the thousandth, against the first. */
export async function comparePages(bench: Bench): Promise<Comparison> {
  const first = `/api/patients?pageSize=${PAGE_SIZE}`;
  let path = first;
  let page = 1;
  while (page < PAGE_FAR) {
    const { nextPageToken } = await bench.api.get(path);
    if (nextPageToken === undefined) break;
    path = `${first}&pageToken=${nextPageToken}`;
    page++;
  }
  return await sandwich(bench, `list, page ${page}`, throughGateway(bench, path, LIST_CLIENTS), {
    name: "list, page 1",
    load: { ...throughGateway(bench, first, LIST_CLIENTS), seconds: bench.seconds / 2 },
  });
}

export async function compareRegistrations(bench: Bench): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const clients of REGISTER_CLIENTS) {
    const load = { ...throughGateway(bench, "/api/patients", clients), body: PERSON };
    comparisons.push(
      await sandwich(bench, "register", load, {
        name: "raw insert",
        load: { port: bench.raw.port, path: "/", body: PERSON, clients, seconds: bench.seconds / 2 },
      }, true),
    );
  }
  return comparisons;
}

/** Held against nothing: it costs what hashing a password costs, on purpose. */
export async function measureSignIn({ system, meter, seconds }: Bench): Promise<Measured> {
  const load = { port: system.gateway.port, path: "/auth/login", body: SIGN_IN, clients: SIGN_IN_CLIENTS, seconds };
  return await meter.measure("sign in", load);
}

function throughGateway({ system, api, seconds }: Bench, path: string, clients: number): Load {
  return { port: system.gateway.port, path, headers: { authorization: `Bearer ${api.token}` }, clients, seconds };
}

interface Yardstick {
  readonly name: string;
  readonly load: Load;
}

/** On a shared machine the second half of a minute may be slower than the first: so the yardstick lies on both sides. */
async function sandwich(
  { meter, following }: Bench,
  name: string,
  load: Load,
  yardstick: Yardstick,
  registers = false,
): Promise<Comparison> {
  const half = { ...yardstick.load, seconds: Math.max(1, Math.round(yardstick.load.seconds)) };
  const before = await meter.measure(yardstick.name, half);
  const run = () => meter.measure(name, load);
  const { result: system, ages } = registers ? await following.watch(run) : { result: await run(), ages: undefined };
  const caughtUpMs = registers
    ? Math.max(...await Promise.all([following.caughtUp("billing"), following.caughtUp("kafka")]))
    : undefined;
  const after = await meter.measure(yardstick.name, half);
  return {
    name,
    before,
    system,
    after,
    ratio: system.rate / ((before.rate + after.rate) / 2),
    cpuRatio: (before.cpuUsInAll + after.cpuUsInAll) / 2 / system.cpuUsInAll,
    ...(ages !== undefined && { ages }),
    ...(caughtUpMs !== undefined && { caughtUpMs }),
  };
}
