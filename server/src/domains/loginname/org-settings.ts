import { Org } from "#src/domains/org/index.ts";
import {
  hasScopedUsernames,
  type OrgSettingsState,
  orgSettingsRef,
  removeOrgSettings,
  setOrgSettings,
} from "#src/domains/orgsettings/index.ts";
import { setUniqueness, userRef, usersOfOtherUniqueness } from "#src/domains/user/index.ts";
import { unknownOrg } from "#src/kits/settings/index.ts";
import { type Job, ref, type Written } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { stragglersAfterMs } from "./change.ts";

/** So many people's names change their reach in the unit that sets it; more by a job. */
const changedAtOnce = 100;

/**
 * Sets an organization's settings, or removes them, and gives its people's names the reach that they ask for: unique
 * in the organization, or in the instance.
 * @param settings undefined removes them; what they leave out stays as it is
 * @throws already_exists when names are to be unique in the instance, and one of a few is another's there; of many,
 *   those keep to their organization
 */
export async function writeOrgSettings(
  ctx: Ctx,
  orgId: string,
  settings: { readonly organizationScopedUsernames: boolean | undefined } | undefined,
): Promise<Written<OrgSettingsState>> {
  const wanted = settings === undefined ? false : settings.organizationScopedUsernames;
  const limit = changedAtOnce + 1;
  const found = wanted === undefined ? [] : await usersOfOtherUniqueness(ctx, orgId, wanted, { limit });
  const isRestLeft = found.length > changedAtOnce;
  const users = (isRestLeft ? [] : found).map(({ aggregateId }) => userRef(aggregateId));
  const refs = [orgSettingsRef(orgId), ref(Org, orgId), ...users] as const;
  const job = { task: "loginname.settle", payload: { orgId } };
  const [written] = await ctx.store.execute(
    ctx,
    refs,
    ([before, org, ...people]) => {
      if (org === undefined) throw unknownOrg();
      const organizationScopedUsernames = wanted ?? isScoped(before);
      const facts =
        settings === undefined
          ? removeOrgSettings(before)
          : setOrgSettings({ organizationScopedUsernames })(before);
      return [facts, [], ...people.map(setUniqueness(organizationScopedUsernames))];
    },
    {
      jobs: ([before], [after]): readonly Job[] => [
        ...(isRestLeft ? [job] : []),
        // Whoever was made by a request that had read the settings before is found by then.
        ...(isScoped(before) === isScoped(after)
          ? []
          : [{ ...job, runAt: new Date(ctx.now.getTime() + stragglersAfterMs) }]),
      ],
    },
  );
  return written;
}

const isScoped = (settings: OrgSettingsState | undefined): boolean =>
  settings?.organizationScopedUsernames ?? false;

const chunk = 100;

/** Gives the names that are left their reach. People whose name is taken in the instance keep to their organization. */
export async function settleReach(ctx: Ctx, orgId: string): Promise<void> {
  const wanted = await hasScopedUsernames(ctx, orgId);
  let after = "";
  for (;;) {
    const users = await usersOfOtherUniqueness(ctx, orgId, wanted, { after, limit: chunk });
    await Promise.all(users.map(({ aggregateId }) => settleOne(ctx, aggregateId, wanted)));
    if (users.length < chunk) return;
    after = users.at(-1)?.aggregateId ?? "";
  }
}

async function settleOne(ctx: Ctx, userId: string, wanted: boolean): Promise<void> {
  const refs = [userRef(userId)] as const;
  const settle = setUniqueness(wanted);
  try {
    await ctx.store.execute(ctx, refs, ([user]) => [settle(user)], { lane: "bulk" });
  } catch (error) {
    if (!(error instanceof Failure && error.kind === "already_exists")) throw error;
  }
}
