import { DomainError, type Fault } from "../errors.ts";

const FAULTS_MAX = 100;
const POINTER_LENGTH_MAX = 200;

/** Bad input, with everything that is wrong with it. */
export function invalidInput(faults: readonly Fault[]): DomainError {
  return new DomainError("invalid-input", "The request is not valid; `errors` says where and why", {
    faults: faults.slice(0, FAULTS_MAX),
  });
}

/** RFC 6901, but no longer than anybody reads. */
export function pointerTo(path: readonly PropertyKey[]): string {
  const segments = path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return segments.join("").slice(0, POINTER_LENGTH_MAX).toWellFormed();
}
