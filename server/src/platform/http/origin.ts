/** The hosts and the protocol of a request, from its headers and what is trusted of them. Pure. */
import type { Trust } from "./trust.ts";

export interface Hosts {
  /** Chooses the tenant; host with optional port, lower case. Empty when the request names none. */
  readonly instance: string;
  /** What the outside sees; equal to `instance` unless a header says otherwise. */
  readonly public: string;
  readonly secure: boolean;
}

export interface HostInput {
  readonly header: (name: string) => string | undefined;
  /** Host or `:authority`. */
  readonly authority: string;
  readonly peer: string;
  readonly encrypted: boolean;
  /** The configuration says that the outside sees https. */
  readonly externalSecure: boolean;
}

export function readHosts(input: HostInput, trust: Trust): Hosts {
  const trusted = trust.isProxy(input.peer);
  const named = (what: "instance" | "public"): string | undefined => {
    for (const rule of trust.hostRules) {
      if (rule.names !== what || (rule.from === "proxies" && !trusted)) continue;
      const value = input.header(rule.header);
      const host = value === undefined ? undefined : hostIn(rule.header, value);
      if (host !== undefined) return host;
    }
    return undefined;
  };
  const instance = named("instance") ?? normalizeHost(input.authority) ?? "";
  const proto = trusted ? forwardedProto(input.header) : undefined;
  return {
    instance,
    public: named("public") ?? instance,
    secure: input.externalSecure || input.encrypted || proto === "https",
  };
}

/** Host name without port, for looking up the tenant. */
export function hostName(host: string): string {
  return host.startsWith("[") ? host.slice(0, host.indexOf("]") + 1) : (host.split(":")[0] ?? "");
}

/** `https://host`, without the port where it is the protocol's own. */
export function originOf(host: string, secure: boolean): string {
  const own = secure ? ":443" : ":80";
  return `${secure ? "https" : "http"}://${host.endsWith(own) ? host.slice(0, -own.length) : host}`;
}

const hostForm = /^(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)\.?(?::\d{1,5})?$/;

/** Lower case, without a trailing dot. Undefined for what cannot be a host: nothing else reaches URLs and pages. */
export function normalizeHost(value: string): string | undefined {
  const host = value.trim().toLowerCase();
  if (host.length > 260 || !hostForm.test(host)) return undefined;
  return host.replace(/\.(?=:\d+$|$)/, "");
}

/** The nearest proxy writes last in Forwarded, yet the host the client used is the first: RFC 7239 §5.3. */
function hostIn(header: string, value: string): string | undefined {
  if (!header.endsWith("forwarded")) return normalizeHost(value.split(",")[0] ?? "");
  const host = forwardedParameter(value, "host");
  return host === undefined ? undefined : normalizeHost(host);
}

function forwardedProto(header: HostInput["header"]): string | undefined {
  const forwarded = header("forwarded");
  const proto =
    header("x-forwarded-proto")?.split(",")[0] ??
    (forwarded === undefined ? undefined : forwardedParameter(forwarded, "proto"));
  return proto?.trim().toLowerCase();
}

function forwardedParameter(value: string, name: string): string | undefined {
  for (const pair of (value.split(",")[0] ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim().toLowerCase() === name) {
      return pair
        .slice(at + 1)
        .trim()
        .replace(/^"(.*)"$/, "$1");
    }
  }
  return undefined;
}
