import { BlockList, isIP } from "node:net";

/**
 * Which addresses can be reached from everywhere. All others are private or nobody's, and nothing is fetched from
 * them.
 */

/** Source: IANA's special-purpose address registries, IPv4. */
const NOT_PUBLIC_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Global unicast. All other IPv6 addresses are not public, mapped IPv4 included. */
const PUBLIC_V6: readonly [string, number] = ["2000::", 3];
/**
 * Ranges in global unicast that are not public: Teredo and the like, documentation, and 6to4, which embeds an IPv4
 * address.
 */
const NOT_PUBLIC_V6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const refusedV4 = blockList(NOT_PUBLIC_V4, "ipv4");
const allowedV6 = blockList([PUBLIC_V6], "ipv6");
const refusedV6 = blockList(NOT_PUBLIC_V6, "ipv6");

function blockList(ranges: readonly (readonly [string, number])[], family: "ipv4" | "ipv6") {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
}

/** Whether a literal address, without brackets, is a public one. False for anything else. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refusedV4.check(address, "ipv4");
    case 6:
      return allowedV6.check(address, "ipv6") && !refusedV6.check(address, "ipv6");
    default:
      return false;
  }
}
