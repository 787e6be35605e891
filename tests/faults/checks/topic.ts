import { events } from "@pms/proto";
import type { TopicRecord } from "../topic.ts";

export interface TopicReport {
  readonly violations: readonly string[];
  readonly records: number;
  /** Records that are there more than once, just the same. */
  readonly repeats: number;
}

/**
 * Holds the topic against the saved versions of each patient: each committed change once apart from exact repeats, and
 * without those, versions of a patient that rise by one.
 */
export function checkTopic(records: readonly TopicRecord[], lastVersions: ReadonlyMap<string, number>): TopicReport {
  const violations: string[] = [];
  const seen = new Map<string, string>();
  const reached = new Map<string, number>();
  let repeats = 0;
  for (const record of records) {
    const { version } = events.PatientEvent.decode(record.value);
    const name = `version ${version} of patient ${record.key}`;
    const content = `${record.value.toHex?.() ?? record.value.join()} ${JSON.stringify(record.headers)}`;
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      if (earlier === content) repeats++;
      else violations.push(`An event is on the topic twice: ${name}, and not as an exact repeat`);
      continue;
    }
    seen.set(name, content);
    const before = reached.get(record.key) ?? 0;
    if (version > (lastVersions.get(record.key) ?? 0)) {
      violations.push(`An event tells of what was never committed: ${name}`);
    } else if (version !== before + 1) {
      violations.push(`Versions on the topic do not rise by one: ${name} came after version ${before}`);
    }
    reached.set(record.key, Math.max(before, version));
  }
  for (const [id, version] of lastVersions) {
    const last = reached.get(id) ?? 0;
    if (last < version) {
      violations.push(`An event is missing: patient ${id} is at version ${version}, the topic at ${last}`);
    }
  }
  return { violations, records: records.length, repeats };
}
