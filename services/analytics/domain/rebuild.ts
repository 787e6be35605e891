import type { Database } from "@pms/lib/db";
import { readTopic, topicBounds, type TopicReader, type TopicReaderOptions } from "@pms/lib/events";
import { withDeadline } from "@pms/lib/service";
import { readEvent } from "../events/read_event.ts";
import { applyStates } from "../sql/apply_states.ts";
import { beginRebuild, finishRebuild, lockModel, takeRebuildLock } from "../sql/rebuild.ts";
import type { PatientState } from "./patient_state.ts";
import { type Agreement, compareTotals } from "./agreement.ts";
import type { Register } from "./register.ts";

export interface RebuildParts extends Pick<TopicReaderOptions, "kafka" | "topic"> {
  /** A pool of one connection: its session holds the lock of the only rebuild. Statements may take long. */
  readonly session: Database;
  /** Its sessions have `REBUILD_SETTINGS`. */
  readonly shadow: Database;
  readonly register: Register;
  /** What is being done, for whoever waits. */
  readonly say: (line: string) => void;
}

/** Unqualified names then mean the model that is made. */
export const REBUILD_SETTINGS = { search_path: "rebuild, public", synchronous_commit: "off" } as const;

const BATCH_MAX = 1_000;
const SWAPS_MAX = 10;
/** Altogether less than what the consumer waits for a statement. */
const LOCK_MS_MAX = 1_500;
const LAST_EVENTS_MS_MAX = 2_000;
const AGREEMENT_MS_MAX = 30_000;

/**
 * Makes the model anew from the register while the old one answers. The ends of the topic are noted first, then comes
 * everybody's state, then all events from the noted ends on: what changed before its page was read is in the page, and
 * what changed after it has its event behind the ends. Versions make the overlap harmless. Nothing is taken from the
 * old model. Whatever happens before the last transaction leaves it as it was, and the next rebuild begins anew.
 */
export async function rebuild(parts: RebuildParts): Promise<Agreement> {
  const { session, shadow, kafka, topic, register, say } = parts;
  if (!await takeRebuildLock(session.query)) throw new Error("Another rebuild is running");
  const { ends } = await topicBounds(kafka, topic);
  await beginRebuild(session.query);

  let patients = 0;
  for await (const states of register.states()) {
    await applyStates(shadow.query, states);
    patients += states.length;
  }
  say(`${patients} patients read`);

  await using reader = await readTopic({
    kafka,
    topic,
    from: ends,
    batchMax: BATCH_MAX,
    handle: async (_partition, messages) => {
      const states = messages.flatMap(({ key, value }) => readable(key?.toString(), value));
      if (states.length > 0) await applyStates(shadow.query, states);
    },
  });
  await swap(parts, reader);
  say("the new model answers");
  return await compareTotals(session.query, register, AGREEMENT_MS_MAX);
}

/** What cannot be read is none of our business: the consumer sets it aside. */
function readable(key: string | undefined, value: Uint8Array | null): PatientState[] {
  try {
    return [readEvent({ key, value: value ?? new Uint8Array() })];
  } catch {
    return [];
  }
}

/**
 * The consumer goes on with the old model meanwhile, and commits its offsets: what it applied before it was stopped by
 * the lock is in the topic by then, so a model that has all of that misses nothing. What comes later, the consumer
 * applies to the new one.
 */
async function swap({ session, kafka, topic, say }: RebuildParts, reader: TopicReader): Promise<void> {
  for (let attempt = 1;; attempt++) {
    await reader.reached((await topicBounds(kafka, topic)).ends);
    try {
      return await session.transaction(async (query) => {
        await lockModel(query, LOCK_MS_MAX);
        const rest = (async () => reader.reached((await topicBounds(kafka, topic)).ends))();
        await withDeadline(rest, LAST_EVENTS_MS_MAX, "The last events");
        await finishRebuild(query);
      });
    } catch (error) {
      if (attempt === SWAPS_MAX) throw error;
      say("too many events at once, trying again");
    }
  }
}
