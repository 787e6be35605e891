import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { findStaffByEmail, insertFirstAdministrator, insertStaff } from "./staff.ts";

const passwordHash = "$argon2id$invented";
const account = (email: string) => ({ email, displayName: "Ada Example", passwordHash });

Deno.test("of ten first administrators at once one is made", async () => {
  await using db = await testDatabase("auth");
  for (let round = 0; round < 5; round++) {
    await db.query`delete from staff`;
    const added = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => insertFirstAdministrator(db.query, account(`admin${nth}@example.org`))),
    );
    assert.equal(added.filter((each) => each).length, 1);
    const rows = await db.query`select email, roles from staff`;
    assert.deepEqual(rows, [{ email: `admin${added.indexOf(true)}@example.org`, roles: ["ADMIN"] }]);
  }
});

Deno.test("there is no first administrator where there is one, but beside other staff there is", async () => {
  await using db = await testDatabase("auth");
  await insertStaff(db.query, [{ ...account("desk@example.org"), roles: ["REGISTRAR"] }]);
  assert.equal(await insertFirstAdministrator(db.query, account("admin@example.org")), true);
  assert.equal(await insertFirstAdministrator(db.query, account("admin@example.org")), false);
  assert.equal(await insertFirstAdministrator(db.query, account("other@example.org")), false);
  assert.equal((await db.query`select from staff`).length, 2);
});

Deno.test("an account whose e-mail is taken does not become the first administrator, and stays as it is", async () => {
  await using db = await testDatabase("auth");
  await insertStaff(db.query, [{ ...account("desk@example.org"), roles: ["REGISTRAR"] }]);
  const taken = { ...account("DESK@example.org"), passwordHash: "$argon2id$other" };
  assert.equal(await insertFirstAdministrator(db.query, taken), false);
  const staff = await findStaffByEmail(db.query, "desk@example.org");
  assert.deepEqual([staff?.roles, staff?.passwordHash], [["REGISTRAR"], passwordHash]);
});

Deno.test("an e-mail is one account's, whatever its case", async () => {
  await using db = await testDatabase("auth");
  await insertStaff(db.query, [{ ...account("Desk@example.org"), roles: ["REGISTRAR"] }]);
  const second = { ...account("desk@EXAMPLE.org"), roles: ["ADMIN"] as const };
  await insertStaff(db.query, [second, { ...account("other@example.org"), roles: ["ANALYST", "CLINICIAN"] }]);
  const staff = await findStaffByEmail(db.query, "DESK@EXAMPLE.ORG");
  assert.deepEqual([staff?.email, staff?.roles], ["Desk@example.org", ["REGISTRAR"]]);
  assert.deepEqual((await findStaffByEmail(db.query, "other@example.org"))?.roles, ["ANALYST", "CLINICIAN"]);
  assert.equal(await findStaffByEmail(db.query, "%@example.org"), undefined);
});

Deno.test("the database takes no password that is not hashed, and no role that there is not", async () => {
  await using db = await testDatabase("auth");
  const plain = { ...account("desk@example.org"), passwordHash: "password123", roles: ["ADMIN"] as const };
  await assert.rejects(insertStaff(db.query, [plain]), { code: "23514" });
  await assert.rejects(
    db.query`
      insert into staff (email, display_name, password_hash, roles)
      values ('desk@example.org', 'x', ${passwordHash}, array['ROOT'])`,
    { code: "23514" },
  );
});
