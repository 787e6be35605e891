import { Metadata } from "@grpc/grpc-js";
import { traceparentOr } from "../telemetry/mod.ts";

/** What every call takes along: who makes it, and the trace in which it is made. */
export function metadataOf(token: string, traceparent?: string): Metadata {
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${token}`);
  metadata.set("traceparent", traceparentOr(traceparent));
  return metadata;
}
