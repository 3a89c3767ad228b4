import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import type { ProjectGrantSearchFilter } from "#contract/zitadel/project/v2/query_pb.ts";
import { emptyFilter } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { grantHandlers, listGrants } from "./handlers.v2.ts";
import { grantFilters } from "./queries.ts";

function grantFilter({ filter }: ProjectGrantSearchFilter): Sql {
  switch (filter.case) {
    case "projectNameFilter":
      return grantFilters.projectName(filter.value.projectName, filter.value.method);
    case "roleKeyFilter":
      return grantFilters.role(filter.value.key, filter.value.method);
    case "inProjectIdsFilter":
      return grantFilters.projects(filter.value.ids);
    case "organizationIdFilter":
      return grantFilters.owner(filter.value.id);
    case "grantedOrganizationIdFilter":
      return grantFilters.grantedTo(filter.value.id);
    default:
      throw emptyFilter();
  }
}

/** Projects that organizations grant to each other. */
export const projectPart = part(ProjectService, {
  ...grantHandlers,
  async listProjectGrants({ filters, ...request }, ctx) {
    return listGrants(ctx, request, filters.map(grantFilter));
  },
});
