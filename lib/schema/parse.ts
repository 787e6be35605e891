import type { z } from "zod";
import type { Fault } from "../errors.ts";
import { invalidInput, pointerTo } from "./invalid_input.ts";

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
