import assert from "node:assert/strict";
import type { Entry, Intent, Outcome } from "../ledger.ts";
import { checkRegister, type Version } from "./register.ts";

const entry = (number: number, intent: Intent, outcome: Outcome): Entry => ({ number, client: 1, intent, outcome });
const register = (number: number, outcome: Outcome) =>
  entry(number, { kind: "register", key: `key ${number}`, mark: `mark ${number}` }, outcome);
const change = (number: number, outcome: Outcome) =>
  entry(number, { kind: "change", patientId: "a", mark: `mark ${number}` }, outcome);
const acknowledged = (version: number): Outcome => ({ result: "acknowledged", patientId: "a", version });
const saved = (version: number, mark: number, deleted = false): Version => ({
  patientId: "a",
  version,
  mark: `mark ${mark}`,
  deleted,
});

const registered = register(1, acknowledged(1));
const remove: Intent = { kind: "delete", patientId: "a" };

Deno.test("a register that keeps what was acknowledged, and no more than what may have happened, is in order", () => {
  const entries = [
    registered,
    change(2, { result: "unknown" }),
    change(3, acknowledged(3)),
    change(4, { result: "refused", status: 412 }),
    entry(5, remove, acknowledged(4)),
    entry(6, { kind: "restore", patientId: "a" }, { result: "unknown" }),
    change(7, { result: "unknown" }),
  ];
  const versions = [saved(1, 1), saved(2, 2), saved(3, 3), saved(4, 3, true), saved(5, 3)];
  assert.deepEqual(checkRegister(entries, versions), []);
});

const violations: [string, Entry[], Version[], RegExp][] = [
  ["a registration that is gone", [registered], [], /^An acknowledged write is missing: register/],
  [
    "a change that is gone",
    [registered, change(2, acknowledged(2))],
    [saved(1, 1)],
    /^An acknowledged write is missing/,
  ],
  [
    "a change in whose place another one is",
    [registered, change(2, acknowledged(2)), change(3, { result: "unknown" })],
    [saved(1, 1), saved(2, 3)],
    /^An acknowledged write is missing: change .* another state/,
  ],
  ["a deletion that is gone", [registered, entry(2, remove, acknowledged(2))], [saved(1, 1)], /^An acknowledged write/],
  [
    "a refused registration",
    [register(1, { result: "refused", status: 400 })],
    [saved(1, 1)],
    /^Something refused exists/,
  ],
  [
    "two patients of one key",
    [registered],
    [saved(1, 1), { ...saved(1, 1), patientId: "b" }],
    /^A key led to two patients: key 1/,
  ],
  [
    "a change made twice",
    [registered, change(2, { result: "unknown" }), change(3, acknowledged(3))],
    [saved(1, 1), saved(2, 2), saved(3, 3), saved(4, 2)],
    /^A change was made twice: mark 2/,
  ],
  ["a patient whom nobody registered", [], [saved(1, 1)], /^Nobody asked for it/],
  ["a deletion too many", [registered], [saved(1, 1), saved(2, 1, true)], /^Nobody asked for it: .* delete too many/],
  [
    "a version that is missing",
    [registered, change(2, { result: "unknown" })],
    [saved(1, 1), saved(3, 2)],
    /^A version/,
  ],
];

for (const [what, entries, versions, sentence] of violations) {
  Deno.test(`checkRegister() finds ${what}`, () => {
    assert.match(checkRegister(entries, versions).join("\n"), sentence);
  });
}
