import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { digestOf } from "../services/auth/domain/secret.ts";
import { findResetOwner } from "../services/auth/sql/password_resets.ts";
import { findStaffByEmail, insertStaff } from "../services/auth/sql/staff.ts";
import { resetByOperator } from "./auth_reset.ts";

const EMAIL = "admin@example.org";
const account = { displayName: "Ada Example", passwordHash: "$argon2id$invented", roles: ["ADMIN"] as const };

Deno.test("an operator takes the last administrator's password away and gets a link for another one", async () => {
  await using db = await testDatabase("auth");
  await insertStaff(db.query, [{ ...account, email: EMAIL }]);
  await db.query`insert into session (staff_id) select id from staff`;
  const { token, link } = await resetByOperator(db, "Admin@EXAMPLE.org");
  assert.ok(link.endsWith(`#${token}`));
  const staff = await findStaffByEmail(db.query, EMAIL);
  assert.deepEqual([staff?.passwordHash, staff?.roles], [null, ["ADMIN"]]);
  assert.equal(await findResetOwner(db.query, digestOf(token)), staff?.id);
  assert.equal((await db.query`select from session where ended_at is null`).length, 0);
});

Deno.test("an operator resets nobody who is not there or disabled", async () => {
  await using db = await testDatabase("auth");
  await insertStaff(db.query, [{ ...account, email: EMAIL }]);
  await assert.rejects(resetByOperator(db, "other@example.org"), /no account/);
  await db.query`update staff set disabled_at = now()`;
  await assert.rejects(resetByOperator(db, EMAIL), /disabled/);
  assert.equal((await findStaffByEmail(db.query, EMAIL))?.passwordHash, account.passwordHash);
});
