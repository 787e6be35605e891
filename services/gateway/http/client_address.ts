import ipaddr from "ipaddr.js";
import type { IncomingMessage } from "node:http";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** A block of addresses, as CIDR notation has it. */
export type Network = [Address, number];

export interface ProxyRules {
  /** Whose word on where a request comes from is taken. */
  readonly trusted: readonly Network[];
  /** The one header in which they say it. The other one would be whatever a client put there. */
  readonly header: "x-forwarded-for" | "forwarded";
}

/**
 * The address that a request comes from: the socket's other end or, if that is a trusted proxy, the last one in its
 * header that is not. What stands before that one is only what a client says.
 */
export function clientAddress({ socket, headers }: Pick<IncomingMessage, "socket" | "headers">, rules: ProxyRules) {
  let client = parse(socket.remoteAddress ?? "");
  if (client === undefined) return "";
  if (rules.trusted.length === 0) return client.toString();
  const hops = hopsOf(String(headers[rules.header] ?? ""), rules.header);
  while (isWithin(client, rules.trusted)) {
    const hop = parse(hops.pop() ?? "");
    if (hop === undefined) break; // A proxy that says nothing, or nothing that can be read, is as far as we can see.
    client = hop;
  }
  return client.toString();
}

/** The networks of a list such as `10.0.0.0/8,2001:db8::1`. Throws when one of them is none. */
export function parseNetworks(list: string): Network[] {
  return list.split(",").map((text) => {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

function isWithin(address: Address, networks: readonly Network[]): boolean {
  return networks.some(([network, bits]) => address.kind() === network.kind() && address.match([network, bits]));
}

/** From the client's end to ours. */
function hopsOf(header: string, name: ProxyRules["header"]): string[] {
  const elements = header.split(",").map((element) => element.trim());
  if (name === "x-forwarded-for") return elements;
  return elements.map((element) => /(?:^|;)\s*for="?([^";]*)"?\s*(?:;|$)/i.exec(element)?.[1] ?? ""); // RFC 7239
}

/** An address with or without a port; an IPv4 address that is written as an IPv6 one is an IPv4 address. */
function parse(text: string): Address | undefined {
  const host = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? text.replace(/^([^:]*):\d{1,5}$/, "$1");
  if (!ipaddr.IPv4.isValidFourPartDecimal(host) && !ipaddr.IPv6.isValid(host)) return undefined;
  return ipaddr.process(host);
}
