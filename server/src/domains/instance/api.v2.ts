import {
  type CustomDomainFilter,
  type Filter,
  type TrustedDomainFilter,
} from "#contract/zitadel/instance/v2/instance_pb.ts";
import { InstanceService } from "#contract/zitadel/instance/v2/instance_service_pb.ts";
import { emptyFilter, filterPage } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import {
  addHostTo,
  addTrustedTo,
  deleteInstance,
  listHosts,
  listTrusted,
  readable,
  removeHostFrom,
  removeTrustedFrom,
  requireShown,
  updateInstance,
} from "./handlers.v2.ts";
import {
  hostFilters,
  instanceFilters,
  type ShownInstance,
  searchInstances,
  trustedFilter,
} from "./search-queries.ts";
import { hostShapes, instanceShape, pagination } from "./translate.ts";

const instanceV2 = (shown: ShownInstance) => ({ ...instanceShape(shown), customDomains: hostShapes(shown) });

function instanceFilter({ filter }: Filter): Sql {
  switch (filter.case) {
    case "inIdsFilter":
      return instanceFilters.ids(filter.value.ids);
    case "customDomainsFilter":
      return instanceFilters.domains(filter.value.domains);
    default:
      throw emptyFilter();
  }
}

const hostFilter =
  (primaryDomain: string) =>
  ({ filter }: CustomDomainFilter): Sql => {
    switch (filter.case) {
      case "domainFilter":
        return hostFilters.domain(filter.value.domain, filter.value.method);
      case "generatedFilter":
        return hostFilters.generated(filter.value);
      case "primaryFilter":
        return hostFilters.primary(filter.value, primaryDomain);
      default:
        throw emptyFilter();
    }
  };

function trustedFilterV2({ filter }: TrustedDomainFilter): Sql {
  if (filter.case === undefined) throw emptyFilter();
  return trustedFilter(filter.value.domain, filter.value.method);
}

export const instancePart = part(InstanceService, {
  deleteInstance,
  updateInstance,
  async getInstance({ instanceId }, ctx) {
    return { instance: instanceV2(await requireShown(await readable(ctx, instanceId))) };
  },
  async listInstances({ pagination: wanted, sortingColumn, filters }, ctx) {
    const page = filterPage(wanted, ctx.pageLimits);
    const { instances, total } = await searchInstances(ctx, filters.map(instanceFilter), page, sortingColumn);
    return { instances: instances.map(instanceV2), pagination: pagination(total, page.limit) };
  },
  async addCustomDomain({ instanceId, customDomain }, ctx) {
    return addHostTo(ctx, instanceId, customDomain);
  },
  async removeCustomDomain({ instanceId, customDomain }, ctx) {
    return removeHostFrom(ctx, instanceId, customDomain);
  },
  async listCustomDomains({ filters, ...request }, ctx) {
    return listHosts(ctx, request, (primaryDomain) => filters.map(hostFilter(primaryDomain)));
  },
  async addTrustedDomain({ instanceId, trustedDomain }, ctx) {
    return addTrustedTo(ctx, instanceId, trustedDomain);
  },
  async removeTrustedDomain({ instanceId, trustedDomain }, ctx) {
    return removeTrustedFrom(ctx, instanceId, trustedDomain);
  },
  async listTrustedDomains({ filters, ...request }, ctx) {
    return listTrusted(ctx, request, filters.map(trustedFilterV2));
  },
});
