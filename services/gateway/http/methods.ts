import { DomainError } from "@pms/lib/errors";

/** The methods that any route takes; which of them a path takes is for its service to say. */
export const METHODS: readonly string[] = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];

export function methodNotAllowed(methods: readonly string[]): DomainError {
  const allow = methods.join(", ");
  return new DomainError("method-not-allowed", `This path takes ${allow}`, { headers: { allow } });
}

export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}
