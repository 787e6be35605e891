import assert from "node:assert/strict";
import { testGateway } from "../testing.ts";

Deno.test("an account that asks too often is told to wait, and others are not", async () => {
  await using gateway = await testGateway({ variables: { REQUESTS_PER_SECOND_MAX: "3" } });
  const authorization = await gateway.bearer("patient:read", { sub: "busy" });
  const answers = await Promise.all(Array.from({ length: 20 }, async () => {
    const answer = await gateway.ask("/api/patients", { headers: { authorization } });
    const { status, headers } = answer;
    return {
      status,
      wait: headers.get("retry-after"),
      policy: headers.get("ratelimit-policy"),
      left: headers.get("ratelimit"),
      body: await answer.text(),
    };
  }));
  for (const { policy, left } of answers) {
    assert.equal(policy, '"account";q=3;w=1');
    assert.match(left ?? "", /^"account";r=[0-2];t=[01]$/);
  }
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0 && refused.length < 20);
  for (const { wait, body, left } of refused) {
    assert.equal(left, '"account";r=0;t=1');
    assert.equal(wait, "1");
    assert.equal(JSON.parse(body).type, "/problems/too-many-requests");
  }
  const other = await gateway.ask("/api/patients", {
    headers: { authorization: await gateway.bearer("patient:read", { sub: "calm" }) },
  });
  assert.equal(await other.text(), "ok");
});

Deno.test("with 0 there is no limit", async () => {
  await using gateway = await testGateway({ variables: { REQUESTS_PER_SECOND_MAX: "0" } });
  const statuses = await Promise.all(Array.from({ length: 50 }, async () => {
    const answer = await gateway.ask("/api/patients");
    await answer.body?.cancel();
    assert.equal(answer.headers.get("ratelimit"), null);
    return answer.status;
  }));
  assert.deepEqual(new Set(statuses), new Set([200]));
});
