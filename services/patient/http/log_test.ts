import type { Query } from "@pms/lib/db";
import assert from "node:assert/strict";
import { testApp, WHOLE } from "../testing.ts";

Deno.test("whatever the database refuses, neither a log line nor an answer holds anything about the person", async () => {
  await using app = await testApp();
  const { id, mrn } = await app.register(WHOLE);
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  // Each makes PostgreSQL quote the row, the value or the statement in what it says.
  const refusals: ((query: Query) => Promise<unknown>)[] = [
    (query) => query`create unique index one_email on patient (email)`,
    (query) => query`alter table patient add constraint no_canary check (name not like 'Canary%') not valid`,
    (query) => query`alter table patient add constraint a_number check (name::integer > 0) not valid`,
    (query) => query`alter table patient rename to gone`,
  ];
  for (const [nth, refuse] of refusals.entries()) {
    const body = { ...WHOLE, name: `Canary Kanarienvogel ${nth}` };
    await refuse(app.db.query);
    for (
      const [method, path] of [["POST", ""], ["PUT", `/${id}`], ["PATCH", `/${id}`], ["POST", "/search"]] as const
    ) {
      const sent = path === "/search" ? { mrn, email: body.email, name: body.name } : body;
      const response = await app.send(method, `/api/patients${path}`, { body: sent, headers });
      if (response.status < 500) continue;
      const text = await response.text();
      assert.equal(JSON.parse(text).traceId, traceId);
      for (const value of Object.values(body)) assert.ok(!text.includes(value), value);
    }
  }
  assert.ok(app.lines.length >= 10, `${app.lines.length} lines`);
  for (const line of app.lines) assert.equal(JSON.parse(line).traceId, traceId);
  // The test ends by looking through the lines: see testing.ts.
});
