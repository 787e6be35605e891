import type { KafkaRecord } from "@pms/lib/events";
import type { Process } from "./scheduler.ts";

export const PARTITIONS = 2;

/** In place of Kafka: partitions that only grow, and one group whose members share them. */
export function createBroker() {
  const logs: KafkaRecord[][] = Array.from({ length: PARTITIONS }, () => []);
  const committed: number[] = Array.from({ length: PARTITIONS }, () => 0);
  const owners: (Process | undefined)[] = Array.from({ length: PARTITIONS }, () => undefined);
  /** Rises with each rebalance: what a member of an older one commits is refused. */
  let generation = 0;

  return {
    logs,
    committed,
    append: (records: readonly KafkaRecord[]) => {
      for (const record of records) logs[partitionOf(record.key)]?.push(record);
    },
    generation: () => generation,
    owns: (partition: number, member: Process, joined: number) => owners[partition] === member && joined === generation,
    commit: (partition: number, offset: number, joined: number) => {
      if (joined !== generation) throw new Error("The member is no longer in the group");
      committed[partition] = offset;
    },
    /** Gives every partition to one of those who are there. */
    rebalance: (members: readonly Process[], choice: number) => {
      generation++;
      const there = members.filter(({ alive }) => alive);
      for (let partition = 0; partition < PARTITIONS; partition++) {
        owners[partition] = there[(choice + partition) % there.length];
      }
    },
  };
}

export type Broker = ReturnType<typeof createBroker>;

function partitionOf(key: string): number {
  return Number.parseInt(key.at(-1) ?? "0", 16) % PARTITIONS;
}
