import { Org } from "#src/domains/org/index.ts";
import {
  Project,
  ProjectGrant,
  type ProjectGrantEvent,
  type ProjectGrantState,
  ProjectRole,
  requireProject,
} from "#src/domains/project/index.ts";
import { fresh, type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  addProjectGrant,
  changeProjectGrant,
  deactivateProjectGrant,
  onceEach,
  type Repetition,
  reactivateProjectGrant,
  removeProjectGrant,
} from "./decisions.ts";

export interface ProjectGrantInput {
  readonly projectId: string;
  readonly grantedOrgId: string;
  readonly roleKeys: readonly string[];
}

/** Lends a project to another organization. Project, organization and roles are guarded: none goes meanwhile. */
export async function createProjectGrant(
  ctx: Ctx,
  { projectId, grantedOrgId, roleKeys }: ProjectGrantInput,
): Promise<Written<ProjectGrantState>> {
  const keys = onceEach(roleKeys);
  const { owner: projectOwner } = await requireProject(ctx, projectId);
  const grantId = ctx.newId();
  const refs = [
    fresh(ProjectGrant, projectId, grantId),
    ref(Project, projectId),
    ref(Org, grantedOrgId),
    ...keys.map((key) => ref(ProjectRole, projectId, key)),
  ] as const;
  const decide = addProjectGrant({ grantId, grantedOrgId, roleKeys: keys });
  const [grant] = await ctx.store.execute(ctx, refs, ([, project, grantedOrg, ...roles]) => [
    decide({ project, projectOwner, grantedOrg, roles }),
    [],
    [],
    ...keys.map(() => []),
  ]);
  return grant;
}

/** Replaces the roles that are lent. Users' grants lose those that are gone at once; a job tidies their rows. */
export async function changeLentRoles(
  ctx: Ctx,
  { aggregateId: projectId, entityId: grantId }: Row<ProjectGrantState>,
  roleKeys: readonly string[],
): Promise<Written<ProjectGrantState>> {
  const keys = onceEach(roleKeys);
  const refs = [
    ref(ProjectGrant, projectId, grantId),
    ...keys.map((key) => ref(ProjectRole, projectId, key)),
  ] as const;
  const at = ctx.now.toISOString();
  const [grant] = await ctx.store.execute(
    ctx,
    refs,
    ([before, ...roles]) => [changeProjectGrant(grantId, keys)(before, roles), ...keys.map(() => [])],
    {
      jobs: ([before]) =>
        (before?.roleKeys ?? [])
          .filter((key) => !keys.includes(key))
          .map((key) => ({ task: "project.grant.role.cleanup", payload: { projectId, grantId, key, at } })),
    },
  );
  return grant;
}

async function apply(
  ctx: Ctx,
  { aggregateId, entityId }: Row<ProjectGrantState>,
  decision: (grant: ProjectGrantState | undefined) => readonly ProjectGrantEvent[],
): Promise<Written<ProjectGrantState>> {
  const target = ref(ProjectGrant, aggregateId, entityId);
  const [grant] = await ctx.store.execute(ctx, [target], ([before]) => [decision(before)]);
  return grant;
}

export const deactivate = (ctx: Ctx, grant: Row<ProjectGrantState>, again: Repetition) =>
  apply(ctx, grant, deactivateProjectGrant(grant.entityId, again));

export const reactivate = (ctx: Ctx, grant: Row<ProjectGrantState>, again: Repetition) =>
  apply(ctx, grant, reactivateProjectGrant(grant.entityId, again));

/** Takes a project back. What users had through it counts no more at once; it and its members go by a job. */
export async function remove(
  ctx: Ctx,
  { aggregateId: projectId, entityId: grantId }: Row<ProjectGrantState>,
): Promise<Written<ProjectGrantState>> {
  const [grant] = await ctx.store.execute(
    ctx,
    [ref(ProjectGrant, projectId, grantId)],
    ([before]) => [removeProjectGrant(grantId)(before)],
    { jobs: () => [{ task: "project.grant.cleanup", payload: { projectId, grantId } }] },
  );
  return grant;
}
