import type { TrustedDomainSearchQuery } from "#contract/zitadel/instance/v2beta/instance_pb.ts";
import { InstanceService } from "#contract/zitadel/instance/v2beta/instance_service_pb.ts";
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
import { hostFilter, instanceFilter } from "./named-queries.ts";
import { type ShownInstance, searchInstances, trustedFilter } from "./search-queries.ts";
import { hostShapes, instanceShape, pagination } from "./translate.ts";

const instanceBeta = (shown: ShownInstance) => ({ ...instanceShape(shown), domains: hostShapes(shown) });

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
  async listCustomDomains({ queries, ...request }, ctx) {
    return listHosts(ctx, request, (primaryDomain) => queries.map(hostFilter(primaryDomain)));
  },
  async addTrustedDomain({ instanceId, domain }, ctx) {
    return addTrustedTo(ctx, instanceId, domain);
  },
  async removeTrustedDomain({ instanceId, domain }, ctx) {
    return removeTrustedFrom(ctx, instanceId, domain);
  },
  async listTrustedDomains({ queries, ...request }, ctx) {
    return listTrusted(ctx, request, queries.map(trustedFilterBeta));
  },
});
