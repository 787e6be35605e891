import { type Random, seededRandom } from "./random.ts";

export const SERVICES = ["gateway", "auth", "patient", "billing", "analytics"] as const;
export const PARTS = [...SERVICES, "postgres", "kafka"] as const;
export type Part = (typeof PARTS)[number];

/** The connections with a proxy in between: from the services to PostgreSQL and to Kafka, from patient to billing. */
export const LINES = ["postgres", "kafka", "billing"] as const;
export type Line = (typeof LINES)[number];

/** Services that may have a second process: a consumer that joins the group, a relay that waits for the lock. */
export const REPLICAS = ["analytics", "patient"] as const;
export type Replica = (typeof REPLICAS)[number];

export type Harm =
  | { readonly kind: "kill" | "stop" | "term"; readonly target: Part }
  | { readonly kind: "cut" | "slow"; readonly target: Line }
  | { readonly kind: "join"; readonly target: Replica }
  | { readonly kind: "repeat"; readonly target: "topic" };

/** Something that goes wrong, when, and for how long. */
export type Fault = Harm & { readonly atMs: number; readonly forMs: number };

export const HARMS: readonly Harm[] = [
  ...PARTS.flatMap((target): Harm[] => [
    { kind: "kill", target }, // kill -9
    { kind: "stop", target }, // SIGSTOP, and after a while SIGCONT
    { kind: "term", target }, // SIGTERM
  ]),
  ...LINES.flatMap((target): Harm[] => [{ kind: "cut", target }, { kind: "slow", target }]),
  ...REPLICAS.map((target): Harm => ({ kind: "join", target })),
  { kind: "repeat", target: "topic" }, // Old records once more, as a producer sends them that lost its answer.
];

/** `kill patient`: how a harm is called in options and in the report. */
export function nameOf({ kind, target }: Harm): string {
  return `${kind} ${target}`;
}

const PAUSE_MS = [700, 2_100] as const;
/** Where there are few kinds of faults, each part has to come round before it is its turn again. */
const PAUSE_MS_FEW = [2_200, 4_200] as const;
const FEW = 6;
/** A group misses a consumer that was killed only after 6 s; before, nobody consumes what it had. */
const PAUSE_MS_CONSUMER = [7_500, 9_500] as const;
/** The members of a Kafka group that say nothing for 6 s are put out of it; some stops last longer. */
const LONG_STOP_MS = [6_500, 9_000] as const;
const LONG_STOP_PERCENT = 15;
const DURATIONS_MS = {
  kill: [0, 0],
  stop: [500, 3_000],
  term: [0, 0],
  cut: [200, 3_000],
  slow: [1_000, 4_000],
  join: [2_000, 8_000],
  repeat: [0, 0],
} as const satisfies Record<Harm["kind"], readonly [number, number]>;

/**
 * What goes wrong in a campaign: each harm comes once, in a shuffled order, before any comes again. They may overlap.
 * All is over when the time is.
 */
export function scheduleOf(seed: number, seconds: number, harms: readonly Harm[] = HARMS): Fault[] {
  const random = seededRandom(seed, 0);
  const faults: Fault[] = [];
  const endMs = seconds * 1_000;
  let deck: Harm[] = [];
  const onlyConsumer = harms.every(({ target }) => target === "analytics");
  const [pauseMin, pauseMax] = onlyConsumer ? PAUSE_MS_CONSUMER : harms.length < FEW ? PAUSE_MS_FEW : PAUSE_MS;
  let atMs = random.between(pauseMin, pauseMax);
  while (harms.length > 0 && atMs < endMs) {
    if (deck.length === 0) deck = random.shuffled(harms);
    const harm = deck.pop();
    if (harm === undefined) break;
    faults.push({ ...harm, atMs, forMs: Math.min(durationMs(random, harm), endMs - atMs) });
    atMs += random.between(pauseMin, pauseMax);
  }
  return faults;
}

function durationMs(random: Random, { kind }: Harm): number {
  const long = kind === "stop" && random.chance(LONG_STOP_PERCENT);
  const [min, max] = long ? LONG_STOP_MS : DURATIONS_MS[kind];
  return random.between(min, max);
}
