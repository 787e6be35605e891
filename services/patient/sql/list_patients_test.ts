import type { Query } from "@pms/lib/db";
import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { type Filters, listPatients, type Sort } from "./list_patients.ts";

interface PlanNode {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Parent Relationship"?: string;
  readonly Plans?: readonly PlanNode[];
}

/** The plan of a page: of the very statement that reads it, with its values. */
async function planOf(query: Query, filters: Filters, sort: Sort | undefined, after: string): Promise<PlanNode[]> {
  const explaining: Query = ([first = "", ...rest], ...parameters) => {
    const texts = [`explain (format json) ${first}`, ...rest];
    return query(Object.assign(texts, { raw: texts }), ...parameters);
  };
  const [row] = await listPatients(explaining, { filters, sort, after, limit: 51 });
  const [[explained]] = Object.values(row ?? {}) as unknown as [[{ Plan: PlanNode }]];
  return nodesOf(explained.Plan);
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** 5,000 patients, 1,000 of them deleted, with fewer names, dates and contacts, so that every order has ties. */
async function fill(query: Query): Promise<void> {
  await query`
    insert into patient (id, name, date_of_birth, email, phone, registered_date, deleted_at)
    select uuidv7(), 'Person ' || n % 700, date '1950-01-01' + n % 900, 'person' || n % 800 || '@example.org',
      '+1202555' || lpad((n % 600)::text, 4, '0'), date '2020-01-01' + n % 500, case when n % 5 = 0 then now() end
    from generate_series(1, 5000) as n`;
  await query`analyze patient`;
}

/** The 3,000th of the patients who are not deleted: a page far from the beginning and from the end. */
async function somewhere(query: Query, order: Sort | undefined): Promise<string> {
  const rows = await listPatients(query, { filters: {}, sort: order, after: undefined, limit: 3_000 });
  return rows.at(-1)?.id ?? assert.fail("too few patients");
}

const orders: Record<Sort | "id", { index: string; condition: RegExp }> = {
  "id": { index: "patient_live", condition: /^\(id > '/ },
  "name": { index: "patient_live_name", condition: /^\(ROW\(casefold\(\(name\)::text\), id\) > ROW\(/ },
  "-name": {
    index: "patient_live_name",
    condition: /^\(ROW\(casefold\(\(name\)::text\), id\) < ROW\(/,
  },
  "registeredDate": { index: "patient_live_registered_date", condition: /^\(ROW\(registered_date, id\) > ROW\(/ },
  "-registeredDate": { index: "patient_live_registered_date", condition: /^\(ROW\(registered_date, id\) < ROW\(/ },
};

Deno.test("a page far inside starts in its order's index, and reads no more than the page", async () => {
  await using db = await testDatabase("patient");
  await fill(db.query);
  for (const [name, { index, condition }] of Object.entries(orders)) {
    const sort = name === "id" ? undefined : name as Sort;
    const nodes = await planOf(db.query, {}, sort, await somewhere(db.query, sort));
    const types = nodes.map((node) => node["Node Type"]);
    // The limit, the scan, and for a sort the look-up of the row that the page token names.
    assert.deepEqual(
      types,
      ["Limit", "Index Scan", "Index Scan"].slice(0, sort === undefined ? 2 : 3),
      name,
    );
    const scan = nodes.find((node) => node["Node Type"] === "Index Scan" && node["Parent Relationship"] === "Outer");
    assert.equal(scan?.["Index Name"], index, name);
    assert.match(scan?.["Index Cond"] ?? "", condition, name);
  }
});

Deno.test("a search goes by the index of its filter", async () => {
  await using db = await testDatabase("patient");
  await fill(db.query);
  const [first] = await db.query<{ mrn: string; id: string }>`select mrn, id from patient order by id limit 1`;
  assert.ok(first);
  const searches: [Filters, string][] = [
    [{ mrn: first.mrn.toLowerCase() }, "patient_mrn_unique"],
    [{ email: "Person7@example.org" }, "patient_live_email"],
    [{ phone: "+12025550007" }, "patient_live_phone"],
    [{ dateOfBirth: "1950-01-08" }, "patient_live_date_of_birth"],
    [{ name: "PERSON 7" }, "patient_live_name"],
  ];
  for (const [filters, index] of searches) {
    const nodes = await planOf(db.query, filters, undefined, first.id);
    const names = nodes.map((node) => node["Index Name"]);
    assert.ok(names.includes(index), `${JSON.stringify(filters)}: ${JSON.stringify(nodes)}`);
    assert.ok(nodes.every((node) => node["Node Type"] !== "Seq Scan"), JSON.stringify(filters));
  }
});
