import assert from "node:assert/strict";
import { clientAddress, parseNetworks, type ProxyRules } from "./client_address.ts";

const TRUSTED = parseNetworks("10.0.0.0/8,192.0.2.7,2001:db8:1::/48");

function addressOf(
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
  rules: Partial<ProxyRules> = {},
): string {
  const request = { socket: { remoteAddress }, headers } as Parameters<typeof clientAddress>[0];
  return clientAddress(request, { trusted: TRUSTED, header: "x-forwarded-for", ...rules });
}
const forwardedFor = (list: string) => ({ "x-forwarded-for": list });

Deno.test("without a trusted proxy the address is the socket's, whatever the headers say", () => {
  const headers = {
    ...forwardedFor("198.51.100.1"),
    forwarded: "for=198.51.100.2",
    "x-client-address": "198.51.100.3",
  };
  assert.equal(addressOf("203.0.113.9", headers), "203.0.113.9");
  assert.equal(addressOf("10.1.2.3", headers, { trusted: [] }), "10.1.2.3");
  assert.equal(addressOf("2001:db8:2::1", headers), "2001:db8:2::1");
  assert.equal(addressOf("::ffff:203.0.113.9", headers), "203.0.113.9");
  assert.equal(addressOf(undefined, headers), "");
});

Deno.test("behind trusted proxies it is the last address that is none of theirs", () => {
  const cases: [string, string][] = [
    ["198.51.100.1", "198.51.100.1"],
    ["6.6.6.6, 198.51.100.1", "198.51.100.1"],
    ["6.6.6.6, 198.51.100.1, 10.9.9.9", "198.51.100.1"],
    ["6.6.6.6,198.51.100.1 ,192.0.2.7", "198.51.100.1"],
    ["10.0.0.5, 6.6.6.6, 198.51.100.1, 2001:db8:1::5", "198.51.100.1"],
    ["198.51.100.1:4711", "198.51.100.1"],
    ["[2001:db8:2::1]:4711", "2001:db8:2::1"],
    ["2001:DB8:2:0::1", "2001:db8:2::1"],
    ["10.0.0.5", "10.0.0.5"], // Nothing but proxies: the first of them is where it began.
  ];
  for (const [header, expected] of cases) {
    assert.equal(addressOf("10.1.2.3", forwardedFor(header)), expected, header);
    assert.equal(addressOf("::ffff:10.1.2.3", forwardedFor(header)), expected, header);
  }
});

Deno.test("what cannot be read counts as not said", () => {
  for (
    const header of ["", "unknown", "198.51.100.1, ", "198.51.100.1, x", "1", "0x7f.1", "127.1", "1.2.3.4.5", "::g"]
  ) {
    assert.equal(addressOf("10.1.2.3", forwardedFor(header)), "10.1.2.3", header);
  }
  assert.equal(addressOf("10.1.2.3", forwardedFor("198.51.100.1, x, 10.9.9.9")), "10.9.9.9");
});

Deno.test("only the configured header counts", () => {
  const both = { ...forwardedFor("198.51.100.1"), forwarded: "for=198.51.100.2" };
  assert.equal(addressOf("10.1.2.3", both), "198.51.100.1");
  assert.equal(addressOf("10.1.2.3", both, { header: "forwarded" }), "198.51.100.2");
  assert.equal(addressOf("10.1.2.3", { forwarded: "for=198.51.100.2" }), "10.1.2.3");
});

Deno.test("Forwarded is read as RFC 7239 has it", () => {
  const cases: [string, string][] = [
    ["for=198.51.100.2", "198.51.100.2"],
    ["For=198.51.100.2;proto=https;by=203.0.113.43", "198.51.100.2"],
    ['proto=http; for="198.51.100.2:80"', "198.51.100.2"],
    ['for=6.6.6.6, for="[2001:db8:cafe::17]:4711"', "2001:db8:cafe::17"],
    ['for=6.6.6.6, for=198.51.100.2, for="[2001:db8:1::5]"', "198.51.100.2"],
    ['for="6.6.6.6, for=198.51.100.2', "198.51.100.2"],
    ["for=_hidden", "10.1.2.3"],
    ["for=unknown", "10.1.2.3"],
    ["by=198.51.100.2", "10.1.2.3"],
  ];
  for (const [forwarded, expected] of cases) {
    assert.equal(addressOf("10.1.2.3", { forwarded }, { header: "forwarded" }), expected, forwarded);
  }
});

Deno.test("a list of networks takes addresses and blocks, and nothing else", () => {
  for (const bad of ["10.0.0.0/33", "ten", "10.0.0.0/8,", "10.0.0.0/8;192.0.2.7"]) {
    assert.throws(() => parseNetworks(bad), Error, bad);
  }
});
