/** What the generations of the instance services have in common: their numbers and shapes agree. */
import { State } from "#contract/zitadel/instance/v2/instance_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { timestamp } from "#src/platform/rpc/index.ts";
import type { ShownInstance } from "./search-queries.ts";
import type { InstanceDomainState, TrustedDomainState } from "./state.ts";

/** A host of an instance, in v2 and v2beta. */
export const hostShape = (row: Row<InstanceDomainState>, primaryDomain: string) => ({
  instanceId: row.instanceId,
  creationDate: timestamp(row.createdAt),
  domain: row.state.domain,
  primary: row.state.domain === primaryDomain,
  generated: row.state.generated,
});

export const hostShapes = ({ row, domains }: ShownInstance) =>
  domains.map((domain) => hostShape(domain, row.state.primaryDomain));

/** An instance without its hosts, in v2 and v2beta. */
export const instanceShape = ({ row }: ShownInstance) => ({
  id: row.aggregateId,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  state: State.RUNNING,
  name: row.state.name,
});

export const trustedShape = (row: Row<TrustedDomainState>) => ({
  instanceId: row.instanceId,
  creationDate: timestamp(row.createdAt),
  domain: row.state.domain,
});

/** The pagination of an answer. */
export const pagination = (total: number, limit: number) => ({
  totalResult: BigInt(total),
  appliedLimit: BigInt(limit),
});
