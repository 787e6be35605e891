import {
  BatchRefused,
  type Deliver,
  type KafkaRecord,
  type OutboxRow,
  PATIENT_EVENTS,
  type Publisher,
  type Refusal,
} from "@pms/lib/events";
import { DomainError } from "@pms/lib/errors";
import type { GrpcClient } from "@pms/lib/grpc";
import { BillingService } from "@pms/proto";
import { toKafkaRecord } from "./patient_event.ts";

/** Events to Kafka. All of a batch is there, or it is sent again: consumers compare versions. */
export function deliverToKafka(publisher: Publisher, topic = PATIENT_EVENTS): Deliver {
  return async (rows) => {
    const { delivered, records, refused } = toRecords(rows);
    if (records.length > 0) await publisher.publish(topic, records);
    return { delivered, refused };
  };
}

/** The records of a batch. A row that makes none is refused, and later rows of its patient wait behind it. */
function toRecords(rows: readonly OutboxRow[]) {
  const delivered: OutboxRow[] = [];
  const records: KafkaRecord[] = [];
  const refused: Refusal[] = [];
  const held = new Set<string>();
  for (const row of rows) {
    if (held.has(row.patientId)) continue;
    try {
      records.push(toKafkaRecord(row));
      delivered.push(row);
    } catch {
      held.add(row.patientId);
      refused.push({ row, reason: "The row holds no event" });
    }
  }
  return { delivered, records, refused };
}

/** Registrations to billing, which answers each of them for itself: its answers are known by the patient they name. */
export function deliverToBilling(billing: Pick<GrpcClient, "call">): Deliver {
  return async (rows) => {
    const request = { patientIds: rows.map(({ patientId }) => patientId) };
    const traceparent = rows[0]?.traceparent ?? undefined;
    const { results } = await billing.call(BillingService.batchCreateBillingAccounts, request, traceparent)
      .catch(refusedOrAway);
    const opened = new Set(results?.map(({ account }) => account?.patientId));
    const refusals = new Map(results?.map(({ patientId, refusal }) => [patientId, refusal]));
    return {
      delivered: rows.filter(({ patientId }) => opened.has(patientId)),
      refused: rows.flatMap((row) => {
        const reason = refusals.get(row.patientId);
        return reason ? [{ row, reason }] : [];
      }),
    };
  };
}

/** Bad input is a row's fault; whatever else fails is billing's, and passes. */
function refusedOrAway(error: unknown): never {
  if (error instanceof DomainError && error.reason === "invalid-input") {
    throw new BatchRefused("Billing refused the request", { cause: error });
  }
  throw error;
}
