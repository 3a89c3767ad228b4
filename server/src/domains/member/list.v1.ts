import type { MemberFieldColumnName, SearchQuery } from "#contract/zitadel/member_pb.ts";
import {
  avatarUrl,
  listedUsers,
  loginNamesOf,
  shownUser,
  type UserState,
  usersByIds,
} from "#src/domains/user/index.ts";
import {
  listMembers,
  type MemberOwner,
  type MemberState,
  memberFilterV1,
  memberSortV1,
} from "#src/kits/members/index.ts";
import { listPage, type PageRequest } from "#src/kits/search/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetailsV1 } from "#src/platform/rpc/index.ts";
import { ofLivingUser } from "./search.ts";

interface ListRequest {
  readonly query?: PageRequest | undefined;
  readonly queries: readonly SearchQuery[];
  readonly sortingColumn?: MemberFieldColumnName;
}

async function memberV1(ctx: Ctx, row: Row<MemberState>, user: Row<UserState> | undefined) {
  const shown = user && {
    ...shownUser(user),
    preferredLoginName: (await loginNamesOf(ctx, user)).preferred,
    userResourceOwner: user.owner,
    avatarUrl: avatarUrl(user, ctx.origin),
  };
  return { userId: row.state.userId, details: details(row), roles: [...row.state.roles], ...shown };
}

/** The members of something with the people behind them; who is gone is not listed. */
export async function listV1(
  ctx: Ctx,
  owner: MemberOwner,
  { query, queries, sortingColumn = 0 }: ListRequest,
) {
  const { rows, total } = await listMembers(ctx.store, ctx.instanceId, owner, {
    filters: [memberFilterV1(queries, listedUsers)],
    living: ofLivingUser(ctx),
    page: listPage(query, ctx.pageLimits),
    sort: memberSortV1(sortingColumn, listedUsers),
  });
  const users = await usersByIds(
    ctx,
    rows.map(({ state }) => state.userId),
  );
  const result = await Promise.all(rows.map((row) => memberV1(ctx, row, users.get(row.state.userId))));
  return { details: listDetailsV1(total, ctx.now), result };
}
