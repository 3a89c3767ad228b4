import type { ConfigReader } from "#src/platform/eventstore/index.ts";
import { type Failure, notFound } from "#src/platform/failure/index.ts";
import type { Tenant } from "./exchange.ts";
import { type Hosts, hostName, originOf } from "./origin.ts";

/** What a host name means to the instance that knows it. */
export interface KnownHost {
  readonly instanceId: string;
  /** A trusted domain may be shown to the outside, but does not choose the instance. */
  readonly kind: "registered" | "trusted";
  /** The instance is there but answers nothing at present. */
  readonly refusal?: Failure | undefined;
  /** What the host was looked up with: it has asked for the version of the instance's configuration. */
  readonly config?: ConfigReader;
}

export interface TenantOptions {
  /**
   * The instance of a host name (lower case, without port). For a trusted domain the instance that is asked
   * for must be given, since several instances may trust the same domain.
   */
  readonly findHost: (name: string, instanceId: string | undefined) => Promise<KnownHost | undefined>;
  /** The configured domains, for the error and the page that an unknown host gets. */
  readonly configured: () => readonly string[];
  /** The setting that makes a host known, such as `GATEHOUSE_EXTERNAL_DOMAIN`. */
  readonly setting: string;
}

/**
 * @throws not_found Failure whose values name the host, the configured domains and the setting; the refusal of an
 *   instance that answers nothing
 */
export async function findTenant(hosts: Hosts, options: TenantOptions): Promise<Tenant> {
  if (hosts.instance === "") throw notFound("HTTP-n0h05", "Errors.Host.Missing");
  const registered = await options.findHost(hostName(hosts.instance), undefined);
  if (registered === undefined || registered.kind !== "registered")
    throw unknownHost(hosts.instance, options);
  if (registered.refusal !== undefined) throw registered.refusal;
  const { instanceId, config } = registered;
  if (hosts.public !== hosts.instance) {
    const known = await options.findHost(hostName(hosts.public), instanceId);
    if (known?.instanceId !== instanceId) throw unknownHost(hosts.public, options);
  }
  const origin = originOf(hosts.public, hosts.secure);
  return { instanceId, origin, ...(config === undefined ? {} : { config }) };
}

function unknownHost(host: string, options: TenantOptions): Failure {
  const values = { host, domains: options.configured().join(", "), setting: options.setting };
  return notFound("HTTP-uh057", "Errors.Host.Unknown", { field: "host", values });
}
