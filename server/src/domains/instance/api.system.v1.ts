import { State } from "#contract/zitadel/instance_pb.ts";
import { SystemService } from "#contract/zitadel/system_pb.ts";
import { listPage } from "#src/kits/search/index.ts";
import { addedV1, changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { requireShown } from "./handlers.v2.ts";
import {
  addInstanceHost,
  endInstance,
  removeInstanceHost,
  renameInstance,
  setPrimaryInstanceHost,
} from "./lifecycle-commands.ts";
import { hostFilter, instanceFilter } from "./named-queries.ts";
import { instanceOf } from "./queries.ts";
import { existsHost, type ShownInstance, searchHosts, searchInstances } from "./search-queries.ts";
import { domainV1 } from "./translate.v1.ts";
import { inInstance, namedInstance } from "./which.ts";

const instanceV1 = ({ row, domains }: ShownInstance) => ({
  id: row.aggregateId,
  details: details(row),
  state: State.RUNNING,
  name: row.state.name,
  domains: domains.map((domain) => domainV1(domain, row.state.primaryDomain)),
});

/** For users of the system: instances, and the hosts that lead to them. */
export const systemPart = part(SystemService, {
  async healthz() {
    return {};
  },
  async listInstances({ query, sortingColumn, queries }, ctx) {
    const filters = queries.map(instanceFilter);
    const { instances, total } = await searchInstances(
      ctx,
      filters,
      listPage(query, ctx.pageLimits),
      sortingColumn,
    );
    return { details: listDetailsV1(total, ctx.now), sortingColumn, result: instances.map(instanceV1) };
  },
  async getInstance({ instanceId }, ctx) {
    return { instance: instanceV1(await requireShown(inInstance(ctx, instanceId))) };
  },
  async updateInstance({ instanceId, instanceName }, ctx) {
    const named = inInstance(ctx, instanceId);
    return { details: changedV1(await renameInstance(named, instanceName, { refuseUnchanged: true })) };
  },
  async removeInstance({ instanceId }, ctx) {
    return { details: changedV1(await endInstance(inInstance(ctx, instanceId))) };
  },
  async existsDomain({ domain }, ctx) {
    return { exists: await existsHost(ctx, domain) };
  },
  async listDomains({ instanceId, query, sortingColumn, queries }, ctx) {
    const named = await namedInstance(ctx, instanceId);
    const instance = await instanceOf(named);
    const filters = queries.map(hostFilter(instance.primaryDomain));
    const { rows, total } = await searchHosts(
      named,
      instance,
      filters,
      listPage(query, ctx.pageLimits),
      sortingColumn,
    );
    return {
      details: listDetailsV1(total, ctx.now),
      sortingColumn,
      result: rows.map((row) => domainV1(row, instance.primaryDomain)),
    };
  },
  async addDomain({ instanceId, domain }, ctx) {
    return { details: addedV1(await addInstanceHost(inInstance(ctx, instanceId), domain)) };
  },
  async removeDomain({ instanceId, domain }, ctx) {
    return { details: changedV1(await removeInstanceHost(inInstance(ctx, instanceId), domain)) };
  },
  async setPrimaryDomain({ instanceId, domain }, ctx) {
    return { details: changedV1(await setPrimaryInstanceHost(inInstance(ctx, instanceId), domain)) };
  },
  /* What is written can be read at once: there are no views that lag, and no events that views failed at. */
  async listViews() {
    return { result: [] };
  },
  async clearView() {
    return {};
  },
  async listFailedEvents() {
    return { result: [] };
  },
  async removeFailedEvent() {
    return {};
  },
});
