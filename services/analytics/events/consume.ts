import type { Query } from "@pms/lib/db";
import { consumerMetrics, type ConsumerOptions, superviseConsumer, type SupervisedConsumer } from "@pms/lib/events";
import type { Metrics } from "@pms/lib/telemetry";
import type { PatientState } from "../domain/patient_state.ts";
import { applyStates } from "../sql/apply_states.ts";
import { readEvent } from "./read_event.ts";

const BATCH_MAX = 1_000;

type Parts =
  & Pick<ConsumerOptions<PatientState>, "kafka" | "publisher" | "groupId" | "topic" | "deadLetterTopic" | "log">
  & { readonly query: Query; readonly metrics: Metrics };

/** Keeps the counts up with the topic until disposed. */
export function consumePatientEvents({ query, metrics, ...rest }: Parts): SupervisedConsumer {
  const consumed = metrics.counter(
    "analytics_events_total",
    "Events consumed, by whether they changed anything: doubles and late ones do not",
    ["outcome"],
  );
  return superviseConsumer<PatientState>({
    ...rest,
    observer: consumerMetrics(metrics, rest.topic),
    decode: readEvent,
    batchMax: BATCH_MAX,
    apply: async (states) => {
      const applied = await applyStates(query, states);
      consumed.inc({ outcome: "applied" }, applied);
      consumed.inc({ outcome: "superseded" }, states.length - applied);
    },
  });
}
