import type { z } from "@hono/zod-openapi";
import type { Fault } from "../errors.ts";
import { invalidInput } from "./body.ts";

/** What the schema makes of the input, or one `invalid-input` error with all of its faults. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalidInput(result.error.issues.flatMap(faultsOf));
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: "There is no such member" }));
  }
  return [{ pointer: pointerTo(issue.path), detail: issue.message }];
}

const POINTER_LENGTH_MAX = 200;

/** RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  const segments = path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return segments.join("").slice(0, POINTER_LENGTH_MAX).toWellFormed();
}

/** A query string's parameters; one given twice is a fault, since nobody could say which of them counts. */
export function queryMembers(url: string): Record<string, string> {
  const start = url.indexOf("?");
  if (start === -1) return {};
  const parameters = new URLSearchParams(url.slice(start + 1));
  const twice = [...new Set(parameters.keys())].filter((name) => parameters.getAll(name).length > 1);
  if (twice.length > 0) {
    throw invalidInput(twice.map((name) => ({ pointer: pointerTo([name]), detail: "Given twice" })));
  }
  return Object.fromEntries(parameters);
}
