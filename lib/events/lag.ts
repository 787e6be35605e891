import type { Admin, Kafka } from "kafkajs";
import { withDeadline } from "../service/mod.ts";

export interface LagReader extends AsyncDisposable {
  /** Records of the topic that the group has not committed yet; undefined while the broker does not answer. */
  read(): Promise<number | undefined>;
}

const DEADLINE_MS = 1_000;
const FRESH_MS = 250;

/** Asks the broker when somebody asks us, but at most every 250 ms. */
export function createLagReader(kafka: Kafka, groupId: string, topic: string): LagReader {
  let admin: Promise<Admin> | undefined;
  let last: { readonly atMs: number; readonly lag: Promise<number | undefined> } | undefined;

  async function connect(): Promise<Admin> {
    const connecting = kafka.admin({ retry: { retries: 0 } });
    await connecting.connect();
    return connecting;
  }

  async function ask(): Promise<number> {
    const connected = await (admin ??= connect());
    const [ends, [committed]] = await Promise.all([
      connected.fetchTopicOffsets(topic),
      connected.fetchOffsets({ groupId, topics: [topic] }),
    ]);
    const positions = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return ends.reduce((lag, { partition, high, low }) => {
      const position = Math.max(positions.get(partition) ?? -1, Number(low));
      return lag + Math.max(0, Number(high) - position);
    }, 0);
  }

  async function discard(): Promise<void> {
    const failed = admin;
    admin = undefined;
    const goodbye = failed?.then((connected) => connected.disconnect()) ?? Promise.resolve();
    await withDeadline(goodbye, DEADLINE_MS, "Kafka").catch(() => undefined); // Nothing hangs on the goodbye.
  }

  return {
    read: async () => {
      if (last !== undefined && performance.now() - last.atMs < FRESH_MS) return await last.lag;
      const lag = withDeadline(ask(), DEADLINE_MS, "Kafka").catch(() => {
        void discard(); // Who asked does not wait for the goodbye.
        return undefined;
      });
      last = { atMs: performance.now(), lag };
      return await lag;
    },
    [Symbol.asyncDispose]: discard,
  };
}
