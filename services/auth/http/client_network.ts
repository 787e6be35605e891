import ipaddr from "ipaddr.js";

/** The one IP address that the gateway says a request comes from; clients cannot send it through the gateway. */
const CLIENT_ADDRESS = "x-client-address";
/** Of an IPv6 address, what its owner cannot change at will. */
const IPV6_NETWORK_BITS = 64;

/** The network that failures are counted for: an IPv4 address, or the /64 of an IPv6 one. Without a gateway, the peer's. */
export function clientNetwork({ headers }: Request, peerAddress: () => string): string {
  return networkOf(headers.get(CLIENT_ADDRESS) ?? "") ?? networkOf(peerAddress()) ?? "unknown";
}

function networkOf(text: string): string | undefined {
  if (!ipaddr.IPv6.isValid(text) && !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  const address = ipaddr.process(text); // An IPv4 address that is written as an IPv6 one is an IPv4 address.
  if (address instanceof ipaddr.IPv4) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/${IPV6_NETWORK_BITS}`).toString();
}
