import assert from "node:assert/strict";
import { publicUrl } from "./build.ts";

for (
  const [remote, url] of [
    ["https://user:hunter2@example.com/clinic/pms.git?x=hunter2", "https://example.com/clinic/pms.git"],
    ["git@example.com:clinic/pms.git", "https://example.com/clinic/pms.git"],
    ["ssh://git@example.com:2222/clinic/pms.git", "https://example.com/clinic/pms.git"],
    ["/home/somebody/pms", undefined],
    ["file:///home/somebody/pms", undefined],
    ["", undefined],
  ] as const
) {
  Deno.test(`an image says of the remote ${JSON.stringify(remote)} that it is from ${url ?? "nowhere"}`, () => {
    assert.equal(publicUrl(remote), url);
  });
}
