import { Org, OrgDomain, verifiedDomainOwner } from "#src/domains/org/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserState } from "./state.ts";

export interface LoginNames {
  readonly preferred: string;
  readonly all: readonly string[];
}

/**
 * The names a user can log in with: the user name itself where names are unique in the instance, else
 * `<user name>@<domain>` for every verified domain of the organization; preferred is the primary domain's.
 */
export async function loginNamesOf(ctx: Ctx, user: Row<UserState>): Promise<LoginNames> {
  const { userName, scopedToOrg } = user.state;
  if (!scopedToOrg) return { preferred: userName, all: [userName] };
  const domains = await ctx.config.rows(OrgDomain, user.owner);
  const org = await ctx.config.row(Org, user.owner);
  const verified = domains.filter(({ state }) => state.verified).map(({ state }) => state.domain);
  return {
    preferred: `${userName}@${org?.state.primaryDomain ?? ""}`,
    all: verified.map((domain) => `${userName}@${domain}`),
  };
}

/** A name that is unique in the instance must not end in another organization's domain: it would be read as theirs. */
export async function requireFreeOfForeignDomain(ctx: Ctx, userName: string, orgId: string): Promise<void> {
  const at = userName.lastIndexOf("@");
  if (at < 0) return;
  const owner = await verifiedDomainOwner(ctx, userName.slice(at + 1));
  if (owner !== undefined && owner !== orgId)
    throw invalid("COMMAND-SFd21", "Errors.User.DomainNotAllowedAsUsername", { field: "username" });
}
