import { type Found, type Page, search } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Store } from "#src/platform/eventstore/index.ts";
import { aggregateOf, type MemberOwner, type MemberState, memberEntity } from "./member.ts";

/** What a list of members asks for; filters and sort speak of the members' table as `t`. */
export interface MemberSearch {
  readonly filters?: readonly Sql[];
  /** As in `Search`. */
  readonly living?: Sql;
  readonly page: Page;
  readonly sort?: Sql | undefined;
}

/** The members of one thing, a page of them and how many there are. */
export function listMembers(
  store: Store,
  instanceId: string,
  owner: MemberOwner,
  { filters = [], ...more }: MemberSearch,
): Promise<Found<MemberState>> {
  const aggregate = sql`t.aggregate_id = ${aggregateOf(owner)}`;
  const where =
    owner.kind === "project_grant" ? sql`${aggregate} and t.grant_id = ${owner.grantId}` : aggregate;
  return search(store, memberEntity(owner.kind), instanceId, { ...more, filters: [where, ...filters] });
}
