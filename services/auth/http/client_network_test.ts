import assert from "node:assert/strict";
import { clientNetwork } from "./client_network.ts";

const networkOf = (header: string | undefined, peer = "10.0.0.1") =>
  clientNetwork(
    new Request("http://auth/", header === undefined ? {} : { headers: { "x-client-address": header } }),
    () => peer,
  );

Deno.test("an IPv4 address is a network of its own, however it is written", () => {
  assert.equal(networkOf("192.0.2.1"), "192.0.2.1");
  assert.equal(networkOf("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(networkOf("::ffff:c000:201"), "192.0.2.1");
});

Deno.test("IPv6 addresses of one /64 are one network", () => {
  const network = networkOf("2001:db8:1:2::1");
  assert.equal(networkOf("2001:DB8:1:2:ffff:ffff:ffff:ffff"), network);
  assert.notEqual(networkOf("2001:db8:1:3::1"), network);
});

Deno.test("without an address from the gateway, or with what is none, it is the peer's", () => {
  for (const header of [undefined, "", "unknown", "1", "127.1", "192.0.2.1, 192.0.2.2", "192.0.2.1:80"]) {
    assert.equal(networkOf(header), "10.0.0.1", String(header));
  }
  assert.equal(networkOf(undefined, ""), "unknown");
});
