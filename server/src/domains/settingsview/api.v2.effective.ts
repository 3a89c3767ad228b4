import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { findApp } from "#src/domains/app/index.ts";
import { effectiveLinks, linksV2 } from "#src/domains/linksettings/index.ts";
import { requireOrg } from "#src/domains/org/index.ts";
import { requireProject } from "#src/domains/project/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part } from "#src/platform/rpc/index.ts";

interface Place {
  readonly organizationId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly applicationId?: string | undefined;
}

/**
 * Whose settings hold at a place: the named organization's, else those of the project's owner. Projects and
 * applications have none of their own.
 * @throws not_found for whatever is named and not there
 */
async function orgIdAt(ctx: Ctx, { organizationId, projectId, applicationId }: Place): Promise<string> {
  const app = applicationId ? await findApp(ctx, applicationId) : undefined;
  const above = projectId || app?.aggregateId;
  const project = above ? await requireProject(ctx, above) : undefined;
  const org = organizationId ? await requireOrg(ctx, organizationId) : undefined;
  return org?.aggregateId ?? project?.owner ?? "";
}

/** The contract's number. */
const linkSettings = 1;

export const settingsEffectivePart = part(SettingsService, {
  /** All kinds of settings unless some are named. */
  async getEffectiveSettings({ types, ...place }, ctx) {
    const orgId = await orgIdAt(ctx, place);
    if (types.length > 0 && !types.includes(linkSettings)) return {};
    return { links: linksV2(await effectiveLinks(ctx, orgId)) };
  },
});
