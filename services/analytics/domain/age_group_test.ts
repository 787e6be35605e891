import assert from "node:assert/strict";
import { countAgeGroups } from "./age_group.ts";

Deno.test("countAgeGroups() names every group, and each age belongs to one", () => {
  const ages = [0, 17, 18, 29, 30, 44, 45, 59, 60, 74, 75, 151];
  const birthYears = ages.map((age) => ({ key: String(2026 - age), count: 1 }));
  assert.deepEqual(
    countAgeGroups(birthYears, 2026),
    ["0-17", "18-29", "30-44", "45-59", "60-74", "75+"].map((key) => ({ key, count: 2 })),
  );
  assert.deepEqual(countAgeGroups([], 2026).map(({ count }) => count), [0, 0, 0, 0, 0, 0]);
});

Deno.test("countAgeGroups() counts a child of next year with the children", () => {
  assert.deepEqual(countAgeGroups([{ key: "2027", count: 3 }], 2026)[0], { key: "0-17", count: 3 });
});
