import type { Query } from "@pms/lib/db";
import assert from "node:assert/strict";
import { EMAIL, PASSWORD, testApp } from "../testing.ts";

Deno.test("whatever the database refuses, neither a log line nor an answer holds a secret or a name", async () => {
  await using app = await testApp();
  const { token, refreshToken } = await app.signIn();
  const { refreshToken: successor } = await (await app.refresh(refreshToken)).json();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const changes = { currentPassword: PASSWORD, newPassword: "another-invented-password" };
  const calls: [string, object, string?][] = [
    ["/auth/login", { email: EMAIL, password: PASSWORD }],
    ["/auth/refresh", { refreshToken: successor }],
    ["/auth/logout", { refreshToken: successor }],
    ["/auth/password", changes, token],
    [
      "/auth/token",
      new URLSearchParams({ ...{ grant_type: "client_credentials" }, client_id: "x", client_secret: "yyyy" }),
    ],
  ];
  // Each makes PostgreSQL quote the row or the statement in what it says.
  const refusals: ((query: Query) => Promise<unknown>)[] = [
    (query) => query`alter table refresh_token add constraint closed check (issued_at is null) not valid`,
    (query) => query`alter table staff add constraint closed check (email = '') not valid`,
    (query) => query`alter table session add constraint closed check (ended_at is null and staff_id is null) not valid`,
    (query) => query`alter table staff rename to gone`,
    (query) => query`alter table refresh_token rename to gone_too`,
    (query) => query`alter table client rename to gone_as_well`,
  ];
  let failures = 0;
  for (const refuse of refusals) {
    await refuse(app.db.query);
    for (const [path, body, given] of calls) {
      const sending = { body, headers, ...(given !== undefined && { token: given }) };
      const response = await app.send("POST", path, sending);
      if (response.status < 500) continue;
      failures++;
      const text = await response.text();
      assert.equal(JSON.parse(text).traceId, traceId);
      for (const secret of [EMAIL, PASSWORD, token, successor, "argon2id"]) assert.ok(!text.includes(secret), path);
    }
  }
  assert.ok(failures >= 10, `${failures} failures`);
  const failed = app.lines.map((line) => JSON.parse(line)).filter(({ level }) => level !== "info");
  assert.equal(failed.length, failures);
  for (const line of failed) assert.equal(line.traceId, traceId);
  // The test ends by looking through the lines: see testing.ts.
});
