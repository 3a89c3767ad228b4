import type { Row } from "#src/platform/eventstore/index.ts";
import { details } from "#src/platform/rpc/index.ts";
import type { InstanceDomainState } from "./state.ts";

export const domainV1 = (row: Row<InstanceDomainState>, primaryDomain: string) => ({
  details: details(row),
  domain: row.state.domain,
  primary: row.state.domain === primaryDomain,
  generated: row.state.generated,
});
