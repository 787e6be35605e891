const SUMMARY_LENGTH_MAX = 255;

const STEPS =
  /(?<!\b(?:for|do) )\b(insert into|update|delete from) (\w+)|(?<!\bdistinct )\b(from|join) (\w+)\b(?! ?\()/g;
const VERBS: Readonly<Record<string, string>> = {
  "insert into": "insert",
  "update": "update",
  "delete from": "delete",
};

/**
 * What a statement does, to which tables, in the order in which it says so: `insert patient insert outbox`. It is what
 * OpenTelemetry calls the summary of a query. Names that the statement itself gives to parts of it are left out.
 */
export function querySummary(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  const own = new Set([...plain.matchAll(/(\w+) as (?:(?:not )?materialized )?\(/g)].map(([, name]) => name));
  const steps = [...plain.matchAll(STEPS)].flatMap(([, verb, target, , source]) => {
    const table = target ?? source;
    return own.has(table) ? [] : [`${VERBS[verb ?? ""] ?? "select"} ${table}`];
  });
  const summary = [...new Set(steps)].join(" ") || plain.split(" ", 1)[0];
  return summary?.slice(0, SUMMARY_LENGTH_MAX) ?? "";
}
