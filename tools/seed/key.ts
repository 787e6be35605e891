import { createHash } from "node:crypto";
import type { Person } from "./entry.ts";

const DIGEST_LENGTH = 32;

/**
 * The idempotency key of a person on a line: from the line's number and what is sent for it, and nothing else. So it is
 * the same for a copy of the file under another name, and for the file once its other lines were put right or more were
 * added: sent again, that registers only who was not registered yet. A digest of the whole file, or its name, would not
 * do that. And since it follows from what is sent, it can never be refused as used for another body.
 */
export function keyOfLine(line: number, person: Person): string {
  const digest = createHash("sha256").update(JSON.stringify(person)).digest("hex");
  return `seed:${line}:${digest.slice(0, DIGEST_LENGTH)}`;
}
