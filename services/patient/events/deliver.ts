import { type Deliver, PATIENT_EVENTS, type Publisher } from "@pms/lib/events";
import type { GrpcClient } from "@pms/lib/grpc";
import { BillingService } from "@pms/proto";
import { toKafkaRecord } from "./patient_event.ts";

/** Events to Kafka. All of a batch is there, or it is sent again: consumers compare versions. */
export function deliverToKafka(publisher: Publisher, topic = PATIENT_EVENTS): Deliver {
  return async (rows) => {
    await publisher.publish(topic, rows.map(toKafkaRecord));
    return { delivered: rows, refused: [] };
  };
}

/** Registrations to billing, which answers each of them for itself. */
export function deliverToBilling(billing: Pick<GrpcClient, "call">): Deliver {
  return async (rows) => {
    const request = { patientIds: rows.map(({ patientId }) => patientId) };
    const traceparent = rows[0]?.traceparent ?? undefined;
    const { results } = await billing.call(BillingService.batchCreateBillingAccounts, request, traceparent);
    const answered = rows.map((row, index) => ({
      row,
      refusal: results?.[index]?.refusal,
      account: results?.[index]?.account,
    }));
    return {
      delivered: answered.filter(({ account }) => account != null).map(({ row }) => row),
      refused: answered.flatMap(({ row, refusal }) => refusal ? [{ row, reason: refusal }] : []),
    };
  };
}
