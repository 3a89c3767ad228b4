import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { MilestoneFieldName, type MilestoneQuery } from "#contract/zitadel/milestone/v1/milestone_pb.ts";
import { emptyFilter, listPage } from "#src/kits/search/index.ts";
import { listDetailsV1, part, timestamp } from "#src/platform/rpc/index.ts";
import { type Milestone, milestonesOf } from "./queries.ts";

/** What is not reached comes behind what is. */
const reachedTime = ({ reachedAt }: Milestone): number => reachedAt?.getTime() ?? Number.MAX_SAFE_INTEGER;

function wantsReached({ query }: MilestoneQuery): boolean {
  if (query.case === undefined) throw emptyFilter();
  return query.value.reached;
}

export const adminPart = part(AdminService, {
  async listMilestones({ query, sortingColumn, queries }, ctx) {
    const { offset, limit, asc } = listPage(query);
    const byTime = sortingColumn === MilestoneFieldName.REACHED_DATE;
    const rank = byTime ? reachedTime : ({ type }: Milestone) => type;
    const wanted = queries.map(wantsReached);
    const found = (await milestonesOf(ctx))
      .filter(({ reachedAt }) => wanted.every((reached) => reached === (reachedAt !== undefined)))
      .toSorted((a, b) => (rank(a) - rank(b) || a.type - b.type) * (asc ? 1 : -1));
    return {
      details: listDetailsV1(found.length, ctx.now),
      result: found.slice(offset, offset + limit).map(({ type, reachedAt }) => ({
        type,
        ...(reachedAt === undefined ? {} : { reachedDate: timestamp(reachedAt) }),
      })),
    };
  },
});
