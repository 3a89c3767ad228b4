import { orgsWithDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { Org } from "#src/domains/org/index.ts";
import type { NamesOf, UserState } from "#src/domains/user/index.ts";
import type { PolicyTarget } from "#src/kits/settings/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Whose names a policy rules: the organization's, or of all that have none of their own. */
export const namesUnder = async (ctx: Ctx, { level, id }: PolicyTarget): Promise<NamesOf> =>
  level === "org" ? { orgId: id } : { exceptOrgIds: await orgsWithDomainPolicy(ctx) };

/** The users with the primary domain of their organization; those whose organization is gone go with it. */
export async function livingWithDomain(ctx: Ctx, users: readonly Row<UserState>[]) {
  const owners = [...new Set(users.map(({ owner }) => owner))];
  const orgs = await Promise.all(owners.map((owner) => ctx.config.row(Org, owner)));
  const domains = new Map(
    orgs.flatMap((org) => (org === undefined ? [] : [[org.aggregateId, org.state.primaryDomain] as const])),
  );
  return users.flatMap((user) => {
    const primaryDomain = domains.get(user.owner);
    return primaryDomain === undefined ? [] : [{ user, primaryDomain }];
  });
}
