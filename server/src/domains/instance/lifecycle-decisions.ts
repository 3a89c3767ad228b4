import { alreadyExists, invalid, notFound, precondition, required } from "#src/platform/failure/index.ts";
import type { InstanceDomainEvent, InstanceEvent } from "./events.ts";
import type { InstanceDomainState, InstanceState } from "./state.ts";

type Before = InstanceState | undefined;

const living = (instance: Before): InstanceState =>
  required(instance, "INST-Nf1nd", "Errors.Instance.NotFound");

/** @param options.refuseUnchanged the first generation refuses a change that changes nothing */
export const renameInstanceTo =
  (input: string, options: { readonly refuseUnchanged?: boolean } = {}) =>
  (instance: Before): readonly InstanceEvent[] => {
    const name = input.trim();
    const before = living(instance);
    if (name === "") throw invalid("INST-Nm0ty", "Errors.Instance.NameMissing", { field: "instance_name" });
    if (before.name !== name) return [{ type: "instance.changed", payload: { name } }];
    if (options.refuseUnchanged) throw precondition("INST-Nm1nc", "Errors.Instance.NotChanged");
    return [];
  };

export const removeInstance = (instance: Before): readonly InstanceEvent[] => {
  living(instance);
  return [{ type: "instance.removed", payload: null }];
};

export const addHost =
  (domain: string) =>
  (instance: Before, host: InstanceDomainState | undefined): readonly InstanceDomainEvent[] => {
    living(instance);
    if (host) throw alreadyExists("INST-Ah2ex", "Errors.Instance.Domain.AlreadyExists");
    return [{ type: "instance.domain.added", payload: { domain, generated: false } }];
  };

/**
 * The generated domain stays, so that every instance is reached somehow; it takes over when the primary one goes.
 * @param generated the instance's generated domain
 */
export const removeHost =
  (domain: string, generated: string | undefined) =>
  (
    instance: Before,
    host: InstanceDomainState | undefined,
  ): readonly [readonly InstanceEvent[], readonly InstanceDomainEvent[]] => {
    const { primaryDomain } = living(instance);
    if (!host) throw notFound("INST-Rh3nf", "Errors.Instance.Domain.NotFound");
    if (host.generated) throw precondition("INST-Rh4gn", "Errors.Instance.Domain.GeneratedNotRemovable");
    const primary: readonly InstanceEvent[] =
      primaryDomain === domain && generated !== undefined
        ? [{ type: "instance.domain.primary.set", payload: { domain: generated } }]
        : [];
    return [primary, [{ type: "instance.domain.removed", payload: { domain } }]];
  };

export const setPrimaryHost =
  (domain: string) =>
  (instance: Before, host: InstanceDomainState | undefined): readonly InstanceEvent[] => {
    const { primaryDomain } = living(instance);
    if (!host) throw notFound("INST-Ph5nf", "Errors.Instance.Domain.NotFound");
    return primaryDomain === domain ? [] : [{ type: "instance.domain.primary.set", payload: { domain } }];
  };
