import { BlockList, isIP, isIPv4 } from "node:net";

/** This host, by its own names and addresses. */
const loopback: readonly string[] = ["localhost", "127.0.0.0/8", "::1/128"];

/**
 * What nothing on the outside is reached by: this host, private networks, link-local addresses (with them the metadata
 * services of clouds), multicast, and what is reserved (IANA special-purpose registries, RFC 6890).
 */
export const specialNetworks: readonly string[] = [
  ...loopback,
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // Azure's metadata and health service, on a public address.
  "168.63.129.16",
  "::/128",
  "::ffff:0:0:0/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

/** The same for a service that only its own machine reaches: the applications that are developed with it are there too. */
export const specialNetworksButLoopback: readonly string[] = specialNetworks.filter(
  (entry) => !loopback.includes(entry),
);

/** Where requests must not go. */
export interface DenyList {
  address(address: string): boolean;
  /** By name alone; where a name leads is known once it is resolved. */
  host(name: string): boolean;
}

/** @param entries addresses, ranges such as 10.0.0.0/8, and host names, which stand for the names below them too */
export function createDenyList(entries: readonly string[]): DenyList {
  const ranges = new BlockList();
  const names: string[] = [];
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address);
    if (family === 0) names.push(plainName(entry));
    else
      ranges.addSubnet(
        address,
        bits === undefined ? (family === 6 ? 128 : 32) : Number(bits),
        family === 6 ? "ipv6" : "ipv4",
      );
  }
  const listed = (address: string): boolean => ranges.check(address, isIPv4(address) ? "ipv4" : "ipv6");
  return {
    address: (address) => {
      const plain = withoutZone(address);
      if (isIP(plain) === 0) return true;
      const inner = embedded(plain);
      return listed(plain) || (inner !== undefined && listed(inner));
    },
    host: (name) =>
      names.some((denied) => plainName(name) === denied || plainName(name).endsWith(`.${denied}`)),
  };
}

const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

const withoutZone = (address: string): string => address.split("%")[0] ?? "";

/**
 * The IPv4 address that an IPv6 address leads to: mapped (::ffff:0:0/96), compatible (::/96), translated
 * (64:ff9b::/96, and ::ffff:0:0:0/96 of SIIT) and 6to4 (2002::/16) ones carry one.
 */
function embedded(address: string): string | undefined {
  if (isIPv4(address)) return undefined;
  const groups = groupsOf(address);
  const dotted = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const [first, second, third] = groups;
  // The unspecified address and loopback are no IPv4 addresses.
  if (groups.slice(0, 7).every((group) => group === 0)) return undefined;
  if (first === 0x2002) return dotted(second, third);
  const last = dotted(groups[6], groups[7]);
  const prefix = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(":");
  return ["0:0:0:0:0:ffff", "0:0:0:0:ffff:0", "0:0:0:0:0:0", "64:ff9b:0:0:0:0"].includes(prefix)
    ? last
    : undefined;
}

/** The eight groups of an IPv6 address; the URL parser writes it without dots. */
function groupsOf(address: string): readonly number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}
