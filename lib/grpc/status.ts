import { Metadata, type ServiceError, status, type StatusObject } from "@grpc/grpc-js";
import { DomainError, REASONS, unavailable } from "../errors.ts";

/** The gRPC status of each HTTP status that a reason may have. */
const STATUS_OF: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.FAILED_PRECONDITION,
  412: status.ABORTED,
  422: status.INVALID_ARGUMENT,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
};

/** What the caller of a method learns of a failure: the reason by name, and of a defect nothing. */
export function toStatus(error: unknown): Pick<StatusObject, "code" | "details" | "metadata"> {
  const metadata = new Metadata();
  if (!(error instanceof DomainError)) return { code: status.INTERNAL, details: "internal error", metadata };
  metadata.set("reason", error.reason);
  return { code: STATUS_OF[REASONS[error.reason]] ?? status.UNKNOWN, details: error.message, metadata };
}

/** A refusal of our own token is no fault of whoever we work for: to them it is a service that cannot be reached. */
const OURS: readonly string[] = ["unauthenticated", "scope-missing"];

/** What a failed call means to the one who made it. `what` names the service called. */
export function fromServiceError(error: ServiceError, what: string): DomainError {
  const reason = String(error.metadata?.get("reason")[0] ?? "");
  if (Object.hasOwn(REASONS, reason) && !OURS.includes(reason)) {
    return new DomainError(reason as keyof typeof REASONS, error.details);
  }
  return unavailable(what, error);
}

const NO_ANSWER: readonly unknown[] = [status.UNAVAILABLE, status.DEADLINE_EXCEEDED];

/** Whether a call failed before the other side had said anything; its own words would have come with their reason. */
export function isNoAnswer(error: unknown): boolean {
  const cause = error instanceof DomainError ? error.options.cause : undefined;
  return cause instanceof Error && NO_ANSWER.includes(Reflect.get(cause, "code"));
}
