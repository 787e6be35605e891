import assert from "node:assert/strict";
import { checkAccounts, checkAnalytics, type Counted } from "./follow.ts";

const ada: Counted = {
  id: "a",
  version: 2,
  birthYear: 1990,
  sex: "female",
  city: "Gent",
  country: null,
  deleted: false,
};
const gone: Counted = { ...ada, id: "b", deleted: true };
const counts = [
  { dimension: "birth_year", key: "1990", count: 1 },
  { dimension: "sex", key: "female", count: 1 },
  { dimension: "city", key: "Gent", count: 1 },
  { dimension: "country", key: "unknown", count: 1 },
  { dimension: "city", key: "Oslo", count: 0 },
];

Deno.test("one account for each patient, deleted or not, is in order", () => {
  assert.deepEqual(checkAccounts([ada, gone], ["b", "a"]), []);
});

Deno.test("checkAccounts() finds a missing account, a second one, and one of nobody", () => {
  assert.match(checkAccounts([ada], []).join("\n"), /a has 0/);
  assert.match(checkAccounts([ada], ["a", "a"]).join("\n"), /a has 2/);
  assert.match(checkAccounts([ada], ["a", "c"]).join("\n"), /An account has no patient: c/);
});

Deno.test("analytics that knows and counts what the register says is in order", () => {
  assert.deepEqual(checkAnalytics([ada, gone], [gone, ada], counts, 2), []);
});

Deno.test("checkAnalytics() finds a state, a count and a number of registrations that differ", () => {
  const differs = (states: Counted[], registrations = 2) => checkAnalytics([ada, gone], states, counts, registrations);
  assert.match(differs([ada]).join("\n"), /differs from the register: patient b/);
  assert.match(differs([{ ...ada, version: 1 }, gone]).join("\n"), /differs from the register: patient a/);
  assert.match(differs([ada, gone, { ...ada, id: "c" }]).join("\n"), /a patient who does not exist: c/);
  assert.match(differs([ada, gone], 3).join("\n"), /counts 3 registrations, there were 2/);
  const wrong = counts.map((count) => count.key === "Gent" ? { ...count, count: 2 } : count);
  assert.match(checkAnalytics([ada, gone], [ada, gone], wrong, 2).join("\n"), /counts 2 for city Gent, not 1/);
});
