import { isIP } from "node:net";

/** A name or address that nobody else can reach: localhost, *.localhost (RFC 6761), 127.0.0.0/8, ::1. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith("127.");
  if (isIP(host) === 6) return host === "::1" || host.startsWith("::ffff:127.");
  return host === "localhost" || host.endsWith(".localhost");
}
