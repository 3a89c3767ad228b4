import { Instance } from "#src/domains/instance/index.ts";
import {
  type Decided,
  fresh,
  type Ref,
  ref,
  type States,
  type Written,
} from "#src/platform/eventstore/index.ts";
import { Failure, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { claimJob, claimOf, instanceDomain } from "./claim.ts";
import {
  addDomain,
  addOrg,
  changeOrg,
  deactivateOrg,
  orgName,
  reactivateOrg,
  removeDomain,
  removeOrg,
  setPrimaryDomain,
} from "./decisions.ts";
import { generatedDomain, normalDomain } from "./domain-name.ts";
import type { OrgEvent } from "./events.ts";
import { Org, OrgDomain, type OrgDomainState, type OrgState } from "./state.ts";

/**
 * What creating an organization takes: two rows of one aggregate, for callers that create more in the same unit.
 * The generated domain is verified and primary from the start.
 */
export function newOrg(ctx: Ctx, name: string, root: Ref<OrgState, OrgEvent>) {
  const domain = generatedDomain(orgName(name), instanceDomain(ctx));
  return {
    refs: [root, (root.fresh ? fresh : ref)(OrgDomain, root.aggregateId, domain)] as const,
    decide: (org: OrgState | undefined) =>
      [
        [...addOrg(name)(org), { type: "org.domain.primary.set" as const, payload: { domain } }],
        addDomain(domain, { verified: true })({ name, active: true, primaryDomain: "" }, undefined),
      ] as const,
  };
}

/** @param chosenId an id of the caller's choice; must be free */
export async function createOrg(ctx: Ctx, name: string, chosenId?: string): Promise<Written<OrgState>> {
  const root = chosenId === undefined ? fresh(Org, ctx.newId()) : ref(Org, chosenId);
  const { refs, decide } = newOrg(ctx, name, root);
  const [org] = await ctx.store.execute(ctx, refs, ([before]) => decide(before));
  return org;
}

/**
 * Renames, and replaces the domain that was generated from the old name.
 * @param options.refuseUnchanged the first generation refuses a change that changes nothing
 */
export async function renameOrg(
  ctx: Ctx,
  orgId: string,
  name: string,
  options: { readonly refuseUnchanged?: boolean } = {},
): Promise<Written<OrgState>> {
  const current = (await ctx.store.get(Org, ctx.instanceId, orgId))?.state;
  if (options.refuseUnchanged && current?.name === name.trim())
    throw precondition("ORG-4VSdf", "Errors.Org.NotChanged");
  const oldDomain = generatedDomain(current?.name ?? name, instanceDomain(ctx));
  const newDomain = generatedDomain(orgName(name), instanceDomain(ctx));
  if (oldDomain === newDomain) {
    const [org] = await ctx.store.execute(ctx, [ref(Org, orgId)], ([before]) => [changeOrg(name)(before)]);
    return org;
  }
  const refs = [ref(Org, orgId), ref(OrgDomain, orgId, newDomain), ref(OrgDomain, orgId, oldDomain)] as const;
  const decide: (states: States<typeof refs>) => Decided<typeof refs> = ([before, present, outdated]) => {
    const renamed = changeOrg(name)(before);
    if (before && before.name !== current?.name) throw new Failure("aborted", "ORG-Rn4cc", "Errors.Conflict");
    if (!outdated) return [renamed, [], []];
    const added = present ? [] : addDomain(newDomain, { verified: true })(before, present);
    const primary =
      before?.primaryDomain === oldDomain
        ? [{ type: "org.domain.primary.set" as const, payload: { domain: newDomain } }]
        : [];
    const moved = before && {
      ...before,
      primaryDomain: before.primaryDomain === oldDomain ? newDomain : before.primaryDomain,
    };
    return [[...renamed, ...primary], added, removeDomain(oldDomain)(moved, outdated)];
  };
  const [org] = await ctx.store.execute(ctx, refs, decide, {
    jobs: ([, present], [, now]) => (present || !now ? [] : [claimJob(claimOf(ctx, orgId, newDomain))]),
  });
  return org;
}

/**
 * Lets nobody of an organization in until it is reactivated.
 * @throws failed_precondition for the default organization and the one that owns the product's own project: whoever
 *   could undo it belongs to one of them
 */
export async function deactivate(ctx: Ctx, orgId: string): Promise<Written<OrgState>> {
  const refs = [ref(Org, orgId), ref(Instance, ctx.instanceId)] as const;
  const decide: (states: States<typeof refs>) => Decided<typeof refs> = ([before, instance]) => {
    if (orgId === instance?.defaultOrgId)
      throw precondition("ORG-Df4ct", "Errors.Org.DefaultOrgNotDeactivatable");
    if (orgId === instance?.projectOwnerId)
      throw precondition("ORG-Zt4ct", "Errors.Org.ZitadelOrgNotDeactivatable");
    return [deactivateOrg(before), []];
  };
  const [org] = await ctx.store.execute(ctx, refs, decide);
  return org;
}

export async function reactivate(ctx: Ctx, orgId: string): Promise<Written<OrgState>> {
  const [org] = await ctx.store.execute(ctx, [ref(Org, orgId)], ([before]) => [reactivateOrg(before)]);
  return org;
}

/**
 * Removes an organization; from the answer on nothing below it is listed, logged in or issued, a job tidies up.
 * @throws failed_precondition for the default organization and the one that owns the product's own project
 */
export async function remove(ctx: Ctx, orgId: string): Promise<Written<OrgState>> {
  const refs = [ref(Org, orgId), ref(Instance, ctx.instanceId)] as const;
  const decide: (states: States<typeof refs>) => Decided<typeof refs> = ([before, instance]) => {
    if (orgId === instance?.defaultOrgId)
      throw precondition("ORG-wG9p1", "Errors.Org.DefaultOrgNotDeletable");
    if (orgId === instance?.projectOwnerId)
      throw precondition("ORG-AF3JW", "Errors.Org.ZitadelOrgNotDeletable");
    return [removeOrg(before), []];
  };
  const [org] = await ctx.store.execute(ctx, refs, decide, {
    jobs: () => [{ task: "org.cleanup", payload: { orgId } }],
  });
  return org;
}

/** As `remove`; undefined for one that is not there. */
export const removeIfAny = async (ctx: Ctx, orgId: string): Promise<Written<OrgState> | undefined> =>
  (await ctx.config.row(Org, orgId)) && remove(ctx, orgId);

/** As `removeOrgDomain`; undefined when the organization, which is there, does not have it. */
export async function removeOrgDomainIfAny(
  ctx: Ctx,
  orgId: string,
  input: string,
): Promise<Written<OrgDomainState> | undefined> {
  const present = await ctx.store.get(OrgDomain, ctx.instanceId, orgId, normalDomain(input));
  if (present === undefined && (await ctx.config.row(Org, orgId))) return undefined;
  return removeOrgDomain(ctx, orgId, input);
}

export async function removeOrgDomain(
  ctx: Ctx,
  orgId: string,
  input: string,
): Promise<Written<OrgDomainState>> {
  const domain = normalDomain(input);
  const refs = [ref(Org, orgId), ref(OrgDomain, orgId, domain)] as const;
  const [, entry] = await ctx.store.execute(ctx, refs, ([org, before]) => [
    [],
    removeDomain(domain)(org, before),
  ]);
  return entry;
}

export async function setPrimaryOrgDomain(
  ctx: Ctx,
  orgId: string,
  input: string,
): Promise<Written<OrgState>> {
  const domain = normalDomain(input);
  const refs = [ref(Org, orgId), ref(OrgDomain, orgId, domain)] as const;
  const [org] = await ctx.store.execute(ctx, refs, ([before, entry]) => [
    setPrimaryDomain(domain)(before, entry),
    [],
  ]);
  return org;
}
