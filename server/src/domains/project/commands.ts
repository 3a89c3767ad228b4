import { instanceOf } from "#src/domains/instance/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { User } from "#src/domains/user/index.ts";
import { newRoot } from "#src/kits/chosenid/index.ts";
import { addMember, type MemberState, memberRef } from "#src/kits/members/index.ts";
import { type AnyRef, ownedBy, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, precondition, required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  addProject,
  addRole,
  changeProject,
  changeRole,
  deactivateProject,
  type RoleChange,
  type RoleFields,
  reactivateProject,
  removeProject,
  removeRole,
} from "./decisions.ts";
import type { ProjectEvent, ProjectSettings } from "./events.ts";
import { Project, ProjectRole, type ProjectRoleState, type ProjectState } from "./state.ts";

export interface NewProject {
  readonly orgId: string;
  readonly name: string;
  readonly settings?: ProjectSettings;
  /** An id of the caller's choice; must be free. */
  readonly projectId?: string | undefined;
  /** Members from the start; each must be a user that is there. */
  readonly admins?: readonly Admin[];
}

interface Admin {
  readonly userId: string;
  /** `PROJECT_OWNER` when there are none. */
  readonly roles: readonly string[];
}

export async function createProject(ctx: Ctx, input: NewProject): Promise<Written<ProjectState>> {
  const { orgId, name, settings = {}, admins = [] } = input;
  const used = { id: "PROJECT-Id5us", key: "Errors.Project.AlreadyExisting", field: "projectId" };
  const target = newRoot(ctx, Project, input.projectId, used);
  const owner = { kind: "project", id: target.aggregateId } as const;
  if (new Set(admins.map(({ userId }) => userId)).size !== admins.length)
    throw invalid("PROJECT-Ad5tw", "Errors.Member.AlreadyExists", { field: "admins" });
  const members = admins.map(({ userId, roles }) =>
    addMember(owner, userId, roles.length === 0 ? ["PROJECT_OWNER"] : roles),
  );
  // A user and a membership for each.
  const guarded: readonly AnyRef[] = admins.flatMap(({ userId }) => [
    ref(User, userId),
    memberRef(owner, userId),
  ]);
  const refs = [ref(Org, orgId), ownedBy(orgId, target), ...guarded] as const;
  const [, project] = await ctx.store.execute(ctx, refs, ([org, before, ...users]) => [
    [],
    addProject(name, settings)(org, before),
    ...members.flatMap((add, n) => {
      required(users[2 * n], "PROJECT-Ad4us", "Errors.User.NotFound");
      // Every second one is the membership, see `guarded`.
      return [[], add(users[2 * n + 1] as MemberState | undefined)];
    }),
  ]);
  return project;
}

async function apply(
  ctx: Ctx,
  projectId: string,
  decision: (project: ProjectState | undefined) => readonly ProjectEvent[],
): Promise<Written<ProjectState>> {
  const [project] = await ctx.store.execute(ctx, [ref(Project, projectId)], ([before]) => [decision(before)]);
  return project;
}

export const change = (ctx: Ctx, projectId: string, wanted: ProjectSettings & { readonly name?: string }) =>
  apply(ctx, projectId, changeProject(wanted));

export async function deactivate(ctx: Ctx, projectId: string): Promise<Written<ProjectState>> {
  await requireNotOwn(ctx, projectId);
  return apply(ctx, projectId, deactivateProject);
}

export const reactivate = (ctx: Ctx, projectId: string) => apply(ctx, projectId, reactivateProject);

/** Removes a project with its applications, roles and grants; users' grants are tidied up by a job. */
export async function remove(ctx: Ctx, projectId: string): Promise<Written<ProjectState>> {
  await requireNotOwn(ctx, projectId);
  const [project] = await ctx.store.execute(
    ctx,
    [ref(Project, projectId)],
    ([before]) => [removeProject(before)],
    { jobs: () => [{ task: "project.cleanup", payload: { projectId } }] },
  );
  return project;
}

/** Without the product's own project nobody could call its APIs any more. */
async function requireNotOwn(ctx: Ctx, projectId: string): Promise<void> {
  if ((await instanceOf(ctx)).projectId === projectId)
    throw precondition("PROJECT-Own5p", "Errors.Project.SystemProject");
}

/** At most this many in one request: a role is a fact of its own, and a request is one transaction. */
const maxRoles = 200;

/** Adds roles, all or none. */
export async function addRoles(
  ctx: Ctx,
  projectId: string,
  roles: readonly RoleFields[],
): Promise<Written<ProjectRoleState>> {
  if (roles.length === 0 || roles.length > maxRoles)
    throw invalid("PROJECT-Rl9ct", "Errors.Project.Role.Count", {
      field: "roles",
      values: { max: maxRoles },
    });
  if (new Set(roles.map(({ key }) => key)).size !== roles.length)
    throw invalid("PROJECT-Rl9du", "Errors.Project.Role.Duplicate", { field: "roles" });
  const refs = [
    ref(Project, projectId),
    ...roles.map(({ key }) => ref(ProjectRole, projectId, key)),
  ] as const;
  const [, ...added] = await ctx.store.execute(ctx, refs, ([project, ...before]) => [
    [],
    ...roles.map((role, n) => addRole(role)(project, before[n])),
  ]);
  const last = added.at(-1);
  if (!last) throw invalid("PROJECT-Rl9em", "Errors.Project.Role.Count", { field: "roles" });
  return last;
}

export async function changeProjectRole(
  ctx: Ctx,
  projectId: string,
  role: RoleChange,
): Promise<Written<ProjectRoleState>> {
  const [row] = await ctx.store.execute(ctx, [ref(ProjectRole, projectId, role.key)], ([before]) => [
    changeRole(role)(before),
  ]);
  return row;
}

/** Takes a role away from the project; grants that have it lose it by a job. */
export async function removeProjectRole(
  ctx: Ctx,
  projectId: string,
  key: string,
): Promise<Written<ProjectRoleState>> {
  const [row] = await ctx.store.execute(
    ctx,
    [ref(ProjectRole, projectId, key)],
    ([before]) => [removeRole(key)(before)],
    { jobs: () => [{ task: "project.role.cleanup", payload: { projectId, key } }] },
  );
  return row;
}
