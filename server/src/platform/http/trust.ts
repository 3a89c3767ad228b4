/** Which headers about host, protocol and address are believed, and from whom. Pure. */
import { BlockList, isIP } from "node:net";

/** A header that names a host, and from which peers it counts. */
export interface HostRule {
  readonly header: string;
  /** "instance" chooses the tenant, "public" the URL the outside sees. */
  readonly names: "instance" | "public";
  readonly from: "anyone" | "proxies";
}

export interface TrustOptions {
  /** Addresses or CIDR ranges of the proxies in front. */
  readonly proxies: readonly string[];
  readonly hostRules: readonly HostRule[];
}

/**
 * The x-zitadel headers count from anyone: they only choose among registered hosts, which a client could as
 * well name in Host. Forwarding headers count from configured proxies alone.
 */
export const defaultHostRules: readonly HostRule[] = [
  { header: "x-zitadel-instance-host", names: "instance", from: "anyone" },
  { header: "x-zitadel-public-host", names: "public", from: "anyone" },
  { header: "x-zitadel-forwarded", names: "public", from: "proxies" },
  { header: "x-forwarded-host", names: "public", from: "proxies" },
  { header: "forwarded", names: "public", from: "proxies" },
];

export interface Trust {
  readonly hostRules: readonly HostRule[];
  isProxy(address: string): boolean;
}

/** @throws Error that names the range which is not an address or CIDR */
export function createTrust(options: TrustOptions): Trust {
  const list = new BlockList();
  for (const range of options.proxies) addRange(list, range);
  return {
    hostRules: options.hostRules,
    isProxy: (address) => {
      if (options.proxies.length === 0) return false;
      const plain = plainAddress(address);
      const family = isIP(plain);
      return family !== 0 && list.check(plain, family === 6 ? "ipv6" : "ipv4");
    },
  };
}

function addRange(list: BlockList, range: string): void {
  const [address = "", prefix] = range.split("/");
  const family = isIP(address);
  const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
  if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32)) {
    throw new Error(`trusted proxy "${range}" is neither an IP address nor a range such as 10.0.0.0/8`);
  }
  list.addSubnet(address, bits, family === 6 ? "ipv6" : "ipv4");
}

/** IPv4 addresses that arrive in IPv6 form are compared and logged as IPv4. */
export function plainAddress(address: string): string {
  return address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

/**
 * The client's address: walking X-Forwarded-For from our side, the first hop that is not a trusted proxy.
 * What lies beyond it is the client's own claim and ignored.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trust: Trust): string {
  let address = plainAddress(peer);
  if (forwardedFor === undefined) return address;
  const hops = forwardedFor.split(",").map((hop) => hopAddress(hop.trim()));
  while (hops.length > 0 && trust.isProxy(address)) {
    const hop = hops.pop();
    if (hop === undefined) break;
    address = hop;
  }
  return address;
}

/** One hop, which some proxies write with a port: `1.2.3.4:567`, `[::1]:567`. Undefined when it is no address. */
function hopAddress(hop: string): string | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
  const plain = plainAddress(bare);
  return isIP(plain) === 0 ? undefined : plain;
}
