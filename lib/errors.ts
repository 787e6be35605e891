/** Every way in which a call can fail that the caller can act on, with the HTTP status of each. */
export const REASONS = {
  "invalid-input": 400,
  "unauthenticated": 401,
  "scope-missing": 403,
  "route-not-found": 404,
  "patient-not-found": 404,
  "account-not-found": 404,
  "session-not-found": 404,
  "user-not-found": 404,
  "method-not-allowed": 405,
  "request-timeout": 408,
  "not-deleted": 409,
  "email-taken": 409,
  "own-account": 409,
  "last-administrator": 409,
  "stale-version": 412,
  "body-too-large": 413,
  "url-too-long": 414,
  "unsupported-media-type": 415,
  "misdirected-request": 421,
  "idempotency-key-reused": 422,
  "too-many-requests": 429,
  "headers-too-large": 431,
  "unavailable": 503,
} as const satisfies Record<string, number>;

export type Reason = keyof typeof REASONS;

/** One fault of an input: where it is (RFC 6901 pointer into the body, or the parameter's name) and what is wrong. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** A failure the caller can act on. Anything else that is thrown is a defect, and a 500. */
export class DomainError extends Error {
  override readonly name = "DomainError";

  constructor(
    /** Stable name for programs to switch on; also the last part of the problem's type. */
    readonly reason: Reason,
    /** For people: what could not be done, and why. No patient data. */
    message: string,
    readonly options: {
      readonly cause?: unknown;
      readonly faults?: readonly Fault[];
      /** Headers that belong to the answer, such as `Allow` or `Retry-After`. */
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message, { cause: options.cause });
  }
}

/** The failure of something this service depends on: the same call may succeed in a moment. */
export function unavailable(what: string, cause?: unknown): DomainError {
  return new DomainError("unavailable", `${what} cannot be reached at the moment`, {
    cause,
    headers: { "retry-after": "1" },
  });
}

/** The record changed since the caller last saw it. */
export function staleVersion(): DomainError {
  return new DomainError("stale-version", "The record has another version than If-Match asks for");
}
