import { ProjectService } from "#contract/zitadel/project/v2beta/project_service_pb.ts";
import type { ProjectGrantSearchFilter } from "#contract/zitadel/project/v2beta/query_pb.ts";
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
    case "projectResourceOwnerFilter":
      return grantFilters.owner(filter.value.id);
    case "projectGrantResourceOwnerFilter":
      return grantFilters.grantedTo(filter.value.id);
    default:
      throw emptyFilter();
  }
}

/** Grants of projects as the beta of the second generation has them. */
export const projectBetaPart = part(ProjectService, {
  ...grantHandlers,
  async listProjectGrants({ filters, ...request }, ctx) {
    return listGrants(ctx, request, filters.map(grantFilter));
  },
});
