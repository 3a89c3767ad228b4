import { SystemService } from "#contract/zitadel/system_pb.ts";
import { namedInstance } from "#src/domains/instance/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { listV1 } from "./list.v1.ts";

/** Managers of an instance, for users of the system. */
export const systemPart = part(SystemService, {
  async listIAMMembers({ instanceId, query, queries, sortingColumn }, ctx) {
    const named = await namedInstance(ctx, instanceId);
    return listV1(named, { kind: "instance", id: instanceId }, { query, queries, sortingColumn });
  },
});
