import { parser } from "@prometheus-io/lezer-promql";
import assert from "node:assert/strict";

/** A metric that a query reads, and the labels by which it chooses or groups. */
export interface Selected {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** What a query reads. Throws where it is no PromQL. Labels by which it groups count for all that it reads. */
export function selectedBy(query: string): Selected[] {
  const selected: { metric: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  const text = ({ from, to }: { from: number; to: number }) => query.slice(from, to);
  parser.parse(query).iterate({
    enter({ type, name, node }) {
      assert.ok(!type.isError, `no PromQL at ${node.from}: ${query}`);
      if (name === "Identifier") selected.push({ metric: text(node), labels: [] });
      if (name !== "LabelName") return;
      if (node.parent?.name === "GroupingLabels") grouping.push(text(node));
      else selected.at(-1)?.labels.push(text(node));
    },
  });
  return selected.map(({ metric, labels }) => ({ metric, labels: [...labels, ...grouping] }));
}
