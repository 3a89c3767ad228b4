import { type OrgState, orgsByIds } from "#src/domains/org/index.ts";
import {
  grantsAmong,
  type ProjectRoleState,
  type ProjectState,
  projectsByIds,
  rolesAmong,
} from "#src/domains/project/index.ts";
import { avatarUrl, loginNamesOf, type UserState, usersByIds } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserGrantState } from "./state.ts";

/** A grant with all that it concerns; what is gone is undefined. */
export interface ShownGrant {
  readonly row: Row<UserGrantState>;
  readonly user: Row<UserState> | undefined;
  readonly preferredLoginName: string;
  /** Empty without a picture. */
  readonly avatarUrl: string;
  /** The organization that gave it. */
  readonly org: Row<OrgState> | undefined;
  readonly userOrg: Row<OrgState> | undefined;
  readonly project: Row<ProjectState> | undefined;
  /** Those that the project still has and, through a project grant, are still lent, in the order they were given. */
  readonly roles: readonly ProjectRoleState[];
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** The grants of a page with their names: a statement for each kind of thing, however many grants there are. */
export async function shownGrants(
  ctx: Ctx,
  rows: readonly Row<UserGrantState>[],
): Promise<readonly ShownGrant[]> {
  const states = rows.map(({ state }) => state);
  const [users, projects, rolesOf] = await Promise.all([
    usersByIds(
      ctx,
      states.map(({ userId }) => userId),
    ),
    projectsByIds(
      ctx,
      states.map(({ projectId }) => projectId),
    ),
    livingRolesOf(ctx, states),
  ]);
  const orgIds = [...rows, ...users.values()].map(({ owner }) => owner);
  const orgs = await orgsByIds(ctx, orgIds);
  return Promise.all(
    rows.map(async (row) => {
      const user = users.get(row.state.userId);
      return {
        row,
        user,
        preferredLoginName: user ? (await loginNamesOf(ctx, user)).preferred : "",
        avatarUrl: avatarUrl(user, ctx.origin),
        org: orgs.get(row.owner),
        userOrg: user && orgs.get(user.owner),
        project: projects.get(row.state.projectId),
        roles: rolesOf(row.state),
      };
    }),
  );
}

async function livingRolesOf(
  ctx: Ctx,
  states: readonly UserGrantState[],
): Promise<(grant: UserGrantState) => readonly ProjectRoleState[]> {
  const once = (values: readonly string[]): readonly string[] => [...new Set(values)];
  const projectIds = once(states.map(({ projectId }) => projectId));
  const grantIds = once(states.map(({ projectGrantId }) => projectGrantId).filter((id) => id !== ""));
  const [roles, grants] = await Promise.all([
    rolesAmong(ctx, projectIds, once(states.flatMap(({ roleKeys }) => roleKeys))),
    grantsAmong(ctx, projectIds, grantIds),
  ]);
  const there = new Map(roles.map(({ aggregateId, state }) => [keyOf(aggregateId, state.key), state]));
  const lent = new Map(
    grants.map(({ aggregateId, entityId, state }) => [keyOf(aggregateId, entityId), state]),
  );
  return ({ projectId, projectGrantId, roleKeys }) => {
    const lentKeys =
      projectGrantId === "" ? roleKeys : (lent.get(keyOf(projectId, projectGrantId))?.roleKeys ?? []);
    return roleKeys.flatMap((key) =>
      lentKeys.includes(key) ? (there.get(keyOf(projectId, key)) ?? []) : [],
    );
  };
}
