import { DomainError, REASONS } from "../errors.ts";
import { z } from "zod";

/** RFC 9457, with the trace id and, for bad input, every fault at once. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  traceId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
}).meta({ id: "Problem" });

/** Where a failure happened: `instance` is the path asked for, without anything a person could be found by. */
export interface Occurrence {
  readonly instance: string;
  readonly traceId: string;
}

const PATH_LENGTH_MAX = 200;

/** A path of no known route as a problem may repeat it: all but our own words becomes `*`, since people write names into URLs. */
export function withoutStrangeWords(path: string, words: ReadonlySet<string>): string {
  const segments = path.slice(0, PATH_LENGTH_MAX).split("/");
  return segments.map((segment) => segment === "" || words.has(segment) || OWN_ID.test(segment) ? segment : "*").join(
    "/",
  );
}

export const OWN_ID = /^[0-9a-f-]{36}$/i;

/** Turns anything thrown into a problem. A defect tells the caller nothing but its trace id. */
export function problemResponse(error: unknown, { instance, traceId }: Occurrence): Response {
  const known = error instanceof DomainError ? error : undefined;
  const status = known === undefined ? 500 : REASONS[known.reason];
  const reason = known?.reason ?? "internal-error";
  const problem = {
    type: `/problems/${reason}`,
    title: titleOf(reason),
    status,
    detail: known?.message ?? "Something went wrong on our side. The trace id helps to find out what.",
    instance,
    traceId,
    errors: known?.options.faults,
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      ...known?.options.headers,
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": traceId,
    },
  });
}

function titleOf(reason: string): string {
  const words = reason.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
