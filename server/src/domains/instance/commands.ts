import { type Draft, type Ref, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, precondition, required } from "#src/platform/failure/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addTrustedDomain, removeTrustedDomain, setDefaultLanguageTo, setDefaultOrgTo } from "./decisions.ts";
import { normalHost } from "./host-name.ts";
import { isAllowedLanguage, type RestrictionsState, restrict, restrictionsRef } from "./restrictions.ts";
import { Instance, type InstanceState, TrustedDomain, type TrustedDomainState } from "./state.ts";

/**
 * The organization of those who register or log in without naming one.
 * @param org the organization's own row, which this slice does not know: it is neither removed nor
 *   deactivated meanwhile
 * @throws not_found when it is not there; failed_precondition INST-Do2na when it is not active
 */
export async function setDefaultOrg<S extends { readonly active: boolean }, E extends Draft>(
  ctx: Ctx,
  orgId: string,
  org: Ref<S, E>,
): Promise<Written<InstanceState>> {
  const refs = [ref(Instance, ctx.instanceId), org] as const;
  const [instance] = await ctx.store.execute(
    ctx,
    refs,
    ([before, found]: readonly [InstanceState | undefined, S | undefined]) => {
      const { active } = required(found, "INST-Do1nf", "Errors.Org.NotFound");
      if (!active) throw precondition("INST-Do2na", "Errors.Org.NotActive");
      return [setDefaultOrgTo(orgId)(before), []];
    },
  );
  return instance;
}

/** @throws invalid_argument for a language that has no texts; failed_precondition for one that is not allowed */
export async function setDefaultLanguage(ctx: Ctx, language: string): Promise<Written<InstanceState>> {
  if (!supportedLanguages.includes(language))
    throw invalid("INST-Ln9up", "Errors.Language.NotSupported", { field: "language" });
  const refs = [ref(Instance, ctx.instanceId), restrictionsRef(ctx.instanceId)] as const;
  const [instance] = await ctx.store.execute(ctx, refs, ([before, restrictions]) => {
    if (!isAllowedLanguage(restrictions, language))
      throw precondition("INST-Ln2na", "Errors.Language.NotAllowed", { field: "language" });
    return [setDefaultLanguageTo(language)(before), []];
  });
  return instance;
}

/** Changes what is given, and leaves the rest. */
export async function setRestrictions(
  ctx: Ctx,
  given: Parameters<typeof restrict>[0],
): Promise<Written<RestrictionsState>> {
  const refs = [ref(Instance, ctx.instanceId), restrictionsRef(ctx.instanceId)] as const;
  const [, restrictions] = await ctx.store.execute(ctx, refs, ([instance, before]) => [
    [],
    restrict(given)(instance, before),
  ]);
  return restrictions;
}

/** @param input a host name without port */
export async function trustDomain(ctx: Ctx, input: string): Promise<Written<TrustedDomainState>> {
  const domain = normalHost(input);
  const refs = [ref(Instance, ctx.instanceId), ref(TrustedDomain, ctx.instanceId, domain)] as const;
  const [, entry] = await ctx.store.execute(ctx, refs, ([instance, before]) => [
    [],
    addTrustedDomain(domain)(instance, before),
  ]);
  return entry;
}

export async function distrustDomain(ctx: Ctx, input: string): Promise<Written<TrustedDomainState>> {
  const domain = input.trim().toLowerCase();
  const [entry] = await ctx.store.execute(ctx, [ref(TrustedDomain, ctx.instanceId, domain)], ([before]) => [
    removeTrustedDomain(domain)(before),
  ]);
  return entry;
}
