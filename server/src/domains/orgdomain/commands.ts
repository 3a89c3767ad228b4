import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import {
  addDomain,
  askForProof,
  claimJob,
  claimOf,
  isReservedDomain,
  normalDomain,
  Org,
  OrgDomain,
  type OrgDomainState,
  recordProof,
  requireUnverified,
  type ValidationType,
  validationTypes,
} from "#src/domains/org/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { prepareDomainClaim } from "#src/domains/user/index.ts";
import { effectiveOf, effectiveRefs } from "#src/kits/settings/index.ts";
import { type Job, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { isShown, placeOf } from "./challenge.ts";

/** Longer than any request that saw the domain free may still take: whoever got such a name meanwhile loses it too. */
const sweepAfterMs = 15_000;

const sweep = (ctx: Ctx, orgId: string, domain: string): Job => ({
  ...claimJob(claimOf(ctx, orgId, domain)),
  runAt: new Date(ctx.now.getTime() + sweepAfterMs),
});

/**
 * A domain counts as verified at once unless the domain policy asks for proof; then users of other organizations lose
 * the names that end in it.
 */
export async function addOrgDomain(ctx: Ctx, orgId: string, input: string): Promise<Written<OrgDomainState>> {
  const domain = normalDomain(input);
  if (await isReservedDomain(ctx, domain))
    throw invalid("ORGDOM-Re5vd", "Errors.Org.Domain.Reserved", { field: "domain" });
  return takeDomain(ctx, orgId, domain, ({ validateOrgDomains }) =>
    addDomain(domain, { verified: !validateOrgDomains }),
  );
}

/** What the owner has to put where. The token is shown this once; the next one takes its place. */
export async function generateValidation(
  ctx: Ctx,
  orgId: string,
  input: string,
  wanted: number,
): Promise<{ readonly token: string; readonly url: string }> {
  const domain = normalDomain(input);
  const type = typeOf(wanted);
  if (!type) throw invalid("ORG-Gsw31", "Errors.Org.Domain.VerificationTypeInvalid", { field: "type" });
  const { shape } = await effectiveCodeShape(ctx, "verify_domain");
  const token = ctx.secrets.code(shape);
  const ask = askForProof(domain, type, ctx.secrets.seal("domain_verification", token));
  const refs = [ref(Org, orgId), ref(OrgDomain, orgId, domain)] as const;
  await ctx.store.execute(ctx, refs, ([org, before]) => [[], ask(org, before)]);
  return { token, url: placeOf(domain, type, token) };
}

/**
 * Looks whether the token is where it belongs; the look is recorded, whatever it saw.
 * @throws not_found; failed_precondition when nothing was asked for; invalid_argument ORG-GH3s when it is not there;
 *   resource_exhausted LIMIT-m2Sg9 for an organization that has looked too often
 */
export async function verifyOrgDomain(
  ctx: Ctx,
  orgId: string,
  input: string,
): Promise<Written<OrgDomainState>> {
  const domain = normalDomain(input);
  const entry = await ctx.store.get(OrgDomain, ctx.instanceId, orgId, domain);
  const { validation } = requireUnverified(entry?.state);
  const type = typeOf(validation?.type ?? 0);
  if (!validation || !type) throw precondition("ORG-SFBB3", "Errors.Org.Domain.VerificationMissing");
  const token = ctx.secrets.open("domain_verification", validation.code).toString();
  await ctx.limits.take({ instanceId: ctx.instanceId, rule: limitRules.domainProofPerOrg, subject: orgId });
  const seen = await isShown(ctx.outbound, domain, type, token);
  const record = recordProof(domain, validation.code, seen);
  if (seen) return takeDomain(ctx, orgId, domain, () => record);
  const refs = [ref(Org, orgId), ref(OrgDomain, orgId, domain)] as const;
  await ctx.store.execute(ctx, refs, ([org, before]) => [[], record(org, before)]);
  throw invalid("ORG-GH3s", "Errors.Org.Domain.VerificationFailed", { field: "domain" });
}

/**
 * The domain becomes the organization's if the decision says so under the rules for names as of the commit; then users
 * of others give up their names, in one unit as far as they are few.
 */
async function takeDomain(
  ctx: Ctx,
  orgId: string,
  domain: string,
  decideBy: (rules: typeof domainPolicy.defaults) => ReturnType<typeof recordProof>,
): Promise<Written<OrgDomainState>> {
  const claim = await prepareDomainClaim(ctx, claimOf(ctx, orgId, domain));
  const rules = effectiveRefs(ctx, domainPolicy, orgId);
  const refs = [ref(Org, orgId), ref(OrgDomain, orgId, domain), ...rules, ...claim.refs] as const;
  const [, entry] = await ctx.store.execute(
    ctx,
    refs,
    ([org, before, ofOrg, ofInstance, ...users]) => {
      const facts = decideBy(effectiveOf(domainPolicy, [ofOrg, ofInstance]))(org, before);
      const isTaken = facts.some(({ type }) => type === "org.domain.verified");
      return [[], facts, [], [], ...(isTaken ? claim.decide(users) : users.map(() => []))];
    },
    {
      jobs: ([, , , , ...users], [, entry]) =>
        entry?.verified ? [...claim.jobs(users), sweep(ctx, orgId, domain)] : [],
    },
  );
  return entry;
}

const typeOf = (wanted: number): ValidationType | undefined =>
  (["http", "dns"] as const).find((type) => validationTypes[type] === wanted);
