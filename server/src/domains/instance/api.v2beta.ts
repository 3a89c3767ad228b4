import type {
  DomainSearchQuery,
  Query,
  TrustedDomainSearchQuery,
} from "#contract/zitadel/instance/v2beta/instance_pb.ts";
import { InstanceService } from "#contract/zitadel/instance/v2beta/instance_service_pb.ts";
import { emptyFilter, filterPage } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import {
  addHostTo,
  addTrustedTo,
  deleteInstance,
  readable,
  removeHostFrom,
  removeTrustedFrom,
  requireShown,
  updateInstance,
} from "./handlers.v2.ts";
import { instanceOf } from "./queries.ts";
import {
  hostFilters,
  instanceFilters,
  type ShownInstance,
  searchHosts,
  searchInstances,
  searchTrusted,
  trustedFilter,
} from "./search-queries.ts";
import { hostShape, hostShapes, instanceShape, pagination, trustedShape } from "./translate.ts";

const instanceBeta = (shown: ShownInstance) => ({ ...instanceShape(shown), domains: hostShapes(shown) });

function instanceFilter({ query }: Query): Sql {
  switch (query.case) {
    case "idQuery":
      return instanceFilters.ids(query.value.ids);
    case "domainQuery":
      return instanceFilters.domains(query.value.domains);
    default:
      throw emptyFilter();
  }
}

const hostFilter =
  (primaryDomain: string) =>
  ({ query }: DomainSearchQuery): Sql => {
    switch (query.case) {
      case "domainQuery":
        return hostFilters.domain(query.value.domain, query.value.method);
      case "generatedQuery":
        return hostFilters.generated(query.value.generated);
      case "primaryQuery":
        return hostFilters.primary(query.value.primary, primaryDomain);
      default:
        throw emptyFilter();
    }
  };

function trustedFilterBeta({ query }: TrustedDomainSearchQuery): Sql {
  if (query.case === undefined) throw emptyFilter();
  return trustedFilter(query.value.domain, query.value.method);
}

export const instanceBetaPart = part(InstanceService, {
  deleteInstance,
  updateInstance,
  async getInstance({ instanceId }, ctx) {
    return { instance: instanceBeta(await requireShown(await readable(ctx, instanceId))) };
  },
  async listInstances({ pagination: wanted, sortingColumn = 0, queries }, ctx) {
    const page = filterPage(wanted, ctx.pageLimits);
    const { instances, total } = await searchInstances(ctx, queries.map(instanceFilter), page, sortingColumn);
    return { instances: instances.map(instanceBeta), pagination: pagination(total, page.limit) };
  },
  async addCustomDomain({ instanceId, domain }, ctx) {
    return addHostTo(ctx, instanceId, domain);
  },
  async removeCustomDomain({ instanceId, domain }, ctx) {
    return removeHostFrom(ctx, instanceId, domain);
  },
  async listCustomDomains({ instanceId, pagination: wanted, sortingColumn, queries }, ctx) {
    const named = await readable(ctx, instanceId);
    const instance = await instanceOf(named);
    const page = filterPage(wanted, ctx.pageLimits);
    const conditions = queries.map(hostFilter(instance.primaryDomain));
    const { rows, total } = await searchHosts(named, instance, conditions, page, sortingColumn);
    return {
      domains: rows.map((row) => hostShape(row, instance.primaryDomain)),
      pagination: pagination(total, page.limit),
    };
  },
  async addTrustedDomain({ instanceId, domain }, ctx) {
    return addTrustedTo(ctx, instanceId, domain);
  },
  async removeTrustedDomain({ instanceId, domain }, ctx) {
    return removeTrustedFrom(ctx, instanceId, domain);
  },
  async listTrustedDomains({ instanceId, pagination: wanted, sortingColumn, queries }, ctx) {
    const named = await readable(ctx, instanceId);
    const page = filterPage(wanted, ctx.pageLimits);
    const { rows, total } = await searchTrusted(named, queries.map(trustedFilterBeta), page, sortingColumn);
    return { trustedDomain: rows.map(trustedShape), pagination: pagination(total, page.limit) };
  },
});
