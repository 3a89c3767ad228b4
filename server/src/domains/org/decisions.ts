import { requireVisible } from "#src/kits/name/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import { alreadyExists, invalid, notFound, precondition, required } from "#src/platform/failure/index.ts";
import type { OrgDomainEvent, OrgEvent, ValidationType } from "./events.ts";
import { validationTypes } from "./events.ts";
import type { OrgDomainState, OrgState } from "./state.ts";

const maxNameLength = 200;

/**
 * An organization's name as stored. What is unseen in one that it has already is not looked at again.
 * @throws invalid_argument when nothing is left of it, or too much, or what nobody sees
 */
export function orgName(input: string, before?: string): string {
  const name = input.trim();
  if (name === "" || [...name].length > maxNameLength)
    throw invalid("ORG-Em5ty", "Errors.Org.NameInvalid", { field: "name", values: { max: maxNameLength } });
  if (name !== before) requireVisible(name, "name");
  return name;
}

export const addOrg =
  (name: string) =>
  (org: OrgState | undefined): readonly OrgEvent[] => {
    if (org) throw alreadyExists("ORG-laho2n", "Errors.Org.AlreadyExisting");
    return [{ type: "org.added", payload: { name: orgName(name) } }];
  };

/** Nothing happens when the name is the same already. */
export const changeOrg =
  (name: string) =>
  (org: OrgState | undefined): readonly OrgEvent[] => {
    const { name: before } = required(org, "ORG-1MRds", "Errors.Org.NotFound");
    const after = orgName(name, before);
    return after === before ? [] : [{ type: "org.changed", payload: { name: after } }];
  };

export const deactivateOrg = (org: OrgState | undefined): readonly OrgEvent[] => {
  if (!required(org, "ORG-oL9nT", "Errors.Org.NotFound").active)
    throw precondition("ORG-2M9fs", "Errors.Org.AlreadyDeactivated");
  return [{ type: "org.deactivated", payload: null }];
};

export const reactivateOrg = (org: OrgState | undefined): readonly OrgEvent[] => {
  if (required(org, "ORG-Dgf3g", "Errors.Org.NotFound").active)
    throw precondition("ORG-bfnrh", "Errors.Org.AlreadyActive");
  return [{ type: "org.reactivated", payload: null }];
};

export const removeOrg = (org: OrgState | undefined): readonly OrgEvent[] => {
  required(org, "ORG-aps2n", "Errors.Org.NotFound");
  return [{ type: "org.removed", payload: null }];
};

/** Primary is what login names and tokens show; only a verified domain can be. */
export const setPrimaryDomain =
  (domain: string) =>
  (org: OrgState | undefined, entry: OrgDomainState | undefined): readonly OrgEvent[] => {
    const { primaryDomain } = required(org, "ORG-Pr1ma", "Errors.Org.NotFound");
    if (!required(entry, "ORG-GDfA3", "Errors.Org.DomainNotOnOrg").verified)
      throw precondition("ORG-Ggd32", "Errors.Org.DomainNotVerified");
    return primaryDomain === domain ? [] : [{ type: "org.domain.primary.set", payload: { domain } }];
  };

export const addDomain =
  (domain: string, options: { readonly verified: boolean }) =>
  (org: OrgState | undefined, entry: OrgDomainState | undefined): readonly OrgDomainEvent[] => {
    required(org, "ORG-Ad4do", "Errors.Org.NotFound");
    if (entry) throw alreadyExists("ORG-Bd2jj", "Errors.Org.Domain.AlreadyExists");
    const added: OrgDomainEvent = { type: "org.domain.added", payload: { domain } };
    return options.verified ? [added, { type: "org.domain.verified", payload: { domain } }] : [added];
  };

export const removeDomain =
  (domain: string) =>
  (org: OrgState | undefined, entry: OrgDomainState | undefined): readonly OrgDomainEvent[] => {
    const { primaryDomain } = required(org, "ORG-Rm7do", "Errors.Org.NotFound");
    if (!entry) throw notFound("ORG-GDre3", "Errors.Org.DomainNotOnOrg");
    if (primaryDomain === domain) throw precondition("ORG-Sjdi3", "Errors.Org.PrimaryDomainNotDeletable");
    return [{ type: "org.domain.removed", payload: { domain } }];
  };

/** The domain whose proof is asked for or looked at. @throws not_found, failed_precondition when it is proven already */
export function requireUnverified(entry: OrgDomainState | undefined): OrgDomainState {
  const found = required(entry, "ORG-AGD31", "Errors.Org.DomainNotOnOrg");
  if (found.verified) throw precondition("ORG-HGw21", "Errors.Org.Domain.AlreadyVerified");
  return found;
}

/** A new code takes the place of an earlier one. */
export const askForProof =
  (domain: string, type: ValidationType, validationCode: Sealed) =>
  (org: OrgState | undefined, entry: OrgDomainState | undefined): readonly OrgDomainEvent[] => {
    required(org, "ORG-Gv4or", "Errors.Org.NotFound");
    requireUnverified(entry);
    const validationType = validationTypes[type];
    return [{ type: "org.domain.verification.added", payload: { domain, validationType, validationCode } }];
  };

/**
 * What was seen outside, put down. `proof` is the code that was looked for: should another one have taken its place
 * meanwhile, nothing has been shown.
 */
export const recordProof =
  (domain: string, proof: Sealed, seen: boolean) =>
  (org: OrgState | undefined, entry: OrgDomainState | undefined): readonly OrgDomainEvent[] => {
    required(org, "ORG-Vp4or", "Errors.Org.NotFound");
    if (requireUnverified(entry).validation?.code.Crypted !== proof.Crypted)
      throw precondition("ORG-Vp5ol", "Errors.Org.Domain.VerificationMissing");
    return [{ type: seen ? "org.domain.verified" : "org.domain.verification.failed", payload: { domain } }];
  };
