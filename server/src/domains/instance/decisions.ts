import { alreadyExists, notFound, precondition, required } from "#src/platform/failure/index.ts";
import type { InstanceEvent, TrustedDomainEvent } from "./events.ts";
import type { InstanceState, TrustedDomainState } from "./state.ts";

export const setDefaultOrgTo =
  (orgId: string) =>
  (instance: InstanceState | undefined): readonly InstanceEvent[] => {
    if (required(instance, "INST-Sd0rg", "Errors.Instance.NotFound").defaultOrgId === orgId)
      throw precondition("INST-3m9sf", "Errors.IAM.NotChanged");
    return [{ type: "instance.default.org.set", payload: { orgId } }];
  };

export const setDefaultLanguageTo =
  (language: string) =>
  (instance: InstanceState | undefined): readonly InstanceEvent[] => {
    if (required(instance, "INST-Sd1ng", "Errors.Instance.NotFound").defaultLanguage === language)
      throw precondition("INST-DL3ng", "Errors.IAM.NotChanged");
    return [{ type: "instance.default.language.set", payload: { language } }];
  };

export const addTrustedDomain =
  (domain: string) =>
  (
    instance: InstanceState | undefined,
    entry: TrustedDomainState | undefined,
  ): readonly TrustedDomainEvent[] => {
    required(instance, "INST-Atd2i", "Errors.Instance.NotFound");
    if (entry) throw alreadyExists("INST-hg42a", "Errors.Instance.Domain.AlreadyExists");
    return [{ type: "instance.trusted_domains.added", payload: { domain } }];
  };

export const removeTrustedDomain =
  (domain: string) =>
  (entry: TrustedDomainState | undefined): readonly TrustedDomainEvent[] => {
    if (!entry) throw notFound("INST-de3z9", "Errors.Instance.Domain.NotFound");
    return [{ type: "instance.trusted_domains.removed", payload: { domain } }];
  };
