import { orgsByIds } from "#src/domains/org/index.ts";
import { type ProjectGrantState, projectsByIds, rolesAmong } from "#src/domains/project/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** A grant with the names of all that it concerns. */
export interface ShownGrant {
  readonly row: Row<ProjectGrantState>;
  readonly projectName: string;
  readonly ownerName: string;
  readonly grantedOrgName: string;
  /** Without those that the project has no more, even before a job has taken them from the grant. */
  readonly roleKeys: readonly string[];
}

/** A few statements for all of them together. */
export async function shownGrants(
  ctx: Ctx,
  rows: readonly Row<ProjectGrantState>[],
): Promise<readonly ShownGrant[]> {
  if (rows.length === 0) return [];
  const projectIds = [...new Set(rows.map(({ aggregateId }) => aggregateId))];
  const [projects, orgs, roles] = await Promise.all([
    projectsByIds(ctx, projectIds),
    orgsByIds(
      ctx,
      rows.flatMap(({ owner, state }) => [owner, state.grantedOrgId]),
    ),
    rolesAmong(ctx, projectIds, [...new Set(rows.flatMap(({ state }) => state.roleKeys))]),
  ]);
  const there = new Set(roles.map(({ aggregateId, entityId }) => JSON.stringify([aggregateId, entityId])));
  return rows.map((row) => ({
    row,
    projectName: projects.get(row.aggregateId)?.state.name ?? "",
    ownerName: orgs.get(row.owner)?.state.name ?? "",
    grantedOrgName: orgs.get(row.state.grantedOrgId)?.state.name ?? "",
    roleKeys: row.state.roleKeys.filter((key) => there.has(JSON.stringify([row.aggregateId, key]))),
  }));
}
