import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import {
  nameInScope,
  rescopeName,
  type UserState,
  userRef,
  usersOutOfScope,
} from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { settleReach } from "./org-settings.ts";
import { livingWithDomain, namesUnder } from "./reach.ts";

const chunk = 100;

/** A run ends after so many new names, so that other jobs have their turn; the next one finds who is left. */
const renamedPerRun = 2_000;

/**
 * Brings the user names that are left into the scope that the domain policy and the settings in force ask for.
 * @param orgId empty for all organizations that follow the instance's policy
 * @param limit names in one run, about
 */
export async function settleLoginNames(
  ctx: Ctx,
  orgId: string,
  limit = renamedPerRun,
): Promise<"done" | "again"> {
  const { userLoginMustBeDomain: wanted } = await effectiveDomainPolicy(ctx, orgId);
  const of = await namesUnder(ctx, { level: orgId === "" ? "instance" : "org", id: orgId });
  if (orgId !== "") await settleReach(ctx, orgId);
  let after = "";
  let renamed = 0;
  // Users who keep their names are gone past in every run, however many come first.
  while (renamed < limit) {
    const users = await usersOutOfScope(ctx, wanted, of, { after, limit: chunk });
    const living = await livingWithDomain(ctx, users);
    const done = await Promise.all(living.map((one) => rename(ctx, one.user, one.primaryDomain, wanted)));
    renamed += done.filter(Boolean).length;
    if (users.length < chunk) return "done";
    after = users.at(-1)?.aggregateId ?? "";
  }
  return "again";
}

/** @returns false for a user who keeps the name and its scope, because it is taken in the other one */
async function rename(
  ctx: Ctx,
  user: Row<UserState>,
  primaryDomain: string,
  wanted: boolean,
): Promise<boolean> {
  const names = [(name: string) => nameInScope(name, wanted, primaryDomain), (name: string) => name];
  for (const nameOf of names) {
    try {
      const refs = [userRef(user.aggregateId)] as const;
      await ctx.store.execute(ctx, refs, ([state]) => [rescopeName(wanted, nameOf)(state)], { lane: "bulk" });
      return true;
    } catch (error) {
      if (!(error instanceof Failure && error.kind === "already_exists")) throw error;
    }
  }
  return false;
}
