import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { SettingsService as SettingsServiceBeta } from "#contract/zitadel/settings/v2beta/settings_service_pb.ts";
import {
  type OrgSettingsState,
  orgSettingsFilters,
  orgSettingsSort,
  searchOrgSettings,
} from "#src/domains/orgsettings/index.ts";
import { emptyFilter, filterPage, type PageRequest } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { writeOrgSettings } from "./org-settings.ts";

interface SettingsFilter {
  readonly filter:
    | { readonly case: "inOrganizationIdsFilter"; readonly value: { readonly ids: readonly string[] } }
    | {
        readonly case: "organizationScopedUsernamesFilter";
        readonly value: { readonly organizationScopedUsernames: boolean };
      }
    | { readonly case: undefined; readonly value?: undefined };
}

function conditionOf({ filter }: SettingsFilter): Sql {
  switch (filter.case) {
    case "inOrganizationIdsFilter":
      return orgSettingsFilters.orgs(filter.value.ids);
    case "organizationScopedUsernamesFilter":
      return orgSettingsFilters.scopedUsernames(filter.value.organizationScopedUsernames);
    case undefined:
      throw emptyFilter();
  }
}

const shown = ({ aggregateId, state, createdAt, changedAt }: Row<OrgSettingsState>) => ({
  organizationId: aggregateId,
  creationDate: timestamp(createdAt),
  changeDate: timestamp(changedAt),
  organizationScopedUsernames: state.organizationScopedUsernames,
});

/**
 * v2beta is v2. Only the instance's managers write: whoever could give a name a second time would make that of
 * somebody else ambiguous, who could not log in by it any more.
 */
const handlers = {
  async setOrganizationSettings(
    request: { readonly organizationId: string; readonly organizationScopedUsernames?: boolean | undefined },
    ctx: Ctx,
  ) {
    const { organizationId: orgId, organizationScopedUsernames } = request;
    await requirePermission(ctx, "iam.policy.write", { orgId });
    const written = await writeOrgSettings(ctx, orgId, { organizationScopedUsernames });
    return { setDate: timestamp(written.changedAt) };
  },
  async deleteOrganizationSettings({ organizationId: orgId }: { readonly organizationId: string }, ctx: Ctx) {
    await requirePermission(ctx, "iam.policy.write", { orgId });
    const filters = [orgSettingsFilters.orgs([orgId])];
    const { total } = await searchOrgSettings(ctx, { all: true }, filters, filterPage(undefined), undefined);
    const written = await writeOrgSettings(ctx, orgId, undefined);
    return total === 0 ? {} : { deletionDate: timestamp(written.changedAt) };
  },
  async listOrganizationSettings(
    request: {
      readonly pagination?: PageRequest | undefined;
      readonly sortingColumn?: number | undefined;
      readonly filters: readonly SettingsFilter[];
    },
    ctx: Ctx,
  ) {
    const page = filterPage(request.pagination, ctx.pageLimits);
    const scope = await callerScope(ctx, "policy.read");
    const sort = orgSettingsSort(request.sortingColumn ?? 0);
    const { rows, total } = await searchOrgSettings(ctx, scope, request.filters.map(conditionOf), page, sort);
    return {
      pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
      organizationSettings: rows.map(shown),
    };
  },
};

export const settingsPart = part(SettingsService, handlers);
export const settingsBetaPart = part(SettingsServiceBeta, handlers);
