/** What follows from a removal. From the removal's answer on nothing of it is shown or let in; here it goes. */
import { forgetAssetsOfOwner, forgetAssetsOfUser } from "#src/domains/asset/index.ts";
import { removeGrantMembers, removeMembershipsOf } from "#src/domains/member/index.ts";
import { forgetMessagesOf } from "#src/domains/message/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { Project, ProjectGrant, removeProjectsOf } from "#src/domains/project/index.ts";
import {
  type LentProject,
  projectsLentTo,
  removeLent,
  removeRoleFromProjectGrants,
} from "#src/domains/projectgrant/index.ts";
import { endSessionsOf, isEndedSessionOf, Session } from "#src/domains/session/index.ts";
import { endOidcSessionsOf, isEndedOidcSessionOf, OidcSession } from "#src/domains/token/index.ts";
import { removeUsersOf, User } from "#src/domains/user/index.ts";
import {
  removeGrantsOn,
  removeLentRoleFromUserGrants,
  removeRoleFromUserGrants,
} from "#src/domains/usergrant/index.ts";
import type { AnyEntity } from "#src/platform/eventstore/index.ts";
import type { TakenJob, Tasks } from "#src/platform/queue/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type ContextFor, textOf } from "./job.ts";
import type { Forget } from "./purge.ts";

/** Things of a kind in one run of a job, so that others have their turn. */
const chunk = 100;

/** Does one chunk and says how many of each kind it found. */
type Chunk = (ctx: Ctx, job: TakenJob, forget: Forget) => Promise<readonly number[]>;

/** Everything that an organization owned, gave or was given; its users and projects tidy up by jobs of their own. */
const cleanUpOrg: Chunk = async (ctx, job) => {
  const orgId = textOf(job, "orgId");
  await forgetAssetsOfOwner(ctx, orgId);
  const lent = await projectsLentTo(ctx, orgId, chunk);
  for (const grant of lent) await takeBack(ctx, grant);
  return [
    lent.length,
    await removeGrantsOn(ctx, { orgId }, chunk),
    await removeProjectsOf(ctx, orgId, chunk),
    await removeUsersOf(ctx, orgId, chunk),
  ];
};

/** The grant goes last: as long as it is there, what hangs on it is found again. */
async function takeBack(ctx: Ctx, lent: LentProject): Promise<void> {
  const { projectId, grantId } = lent;
  const ground = { projectId, projectGrantId: grantId };
  while ((await removeGrantsOn(ctx, ground, chunk)) === chunk);
  while ((await removeGrantMembers(ctx, projectId, grantId, chunk)) === chunk);
  await removeLent(ctx, lent);
  await ctx.store.tidied(ProjectGrant, ctx.instanceId, projectId, grantId);
}

/** What is ended is forgotten at once: its rows tell of devices, and nobody is there to ask for them. */
const cleanUpUser: Chunk = async (ctx, job, forget) => {
  const userId = textOf(job, "userId");
  await forgetMessagesOf(ctx, userId);
  await forgetAssetsOfUser(ctx, userId);
  const ended = await Promise.all([
    endSessionsOf(ctx, userId, chunk),
    endOidcSessionsOf(ctx, userId, chunk),
    removeMembershipsOf(ctx, userId, chunk),
    removeGrantsOn(ctx, { userId }, chunk),
  ]);
  return [
    ...ended,
    await forget(Session, isEndedSessionOf(userId), chunk, ctx.instanceId),
    await forget(OidcSession, isEndedOidcSessionOf(userId), chunk, ctx.instanceId),
  ];
};

/** Members, roles, applications and grants are parts of the project and went with it. */
const cleanUpProject: Chunk = async (ctx, job) => [
  await removeGrantsOn(ctx, { projectId: textOf(job, "projectId") }, chunk),
];

const cleanUpRole: Chunk = async (ctx, job) => {
  const [projectId, key] = [textOf(job, "projectId"), textOf(job, "key")];
  return [
    await removeRoleFromProjectGrants(ctx, projectId, key, chunk),
    await removeRoleFromUserGrants(ctx, projectId, key, chunk),
  ];
};

/** What users and managers had through a project grant that is gone. */
const cleanUpProjectGrant: Chunk = async (ctx, job) => {
  const [projectId, grantId] = [textOf(job, "projectId"), textOf(job, "grantId")];
  return [
    await removeGrantMembers(ctx, projectId, grantId, chunk),
    await removeGrantsOn(ctx, { projectId, projectGrantId: grantId }, chunk),
  ];
};

const cleanUpLentRole: Chunk = async (ctx, job) => {
  const lent = { projectId: textOf(job, "projectId"), projectGrantId: textOf(job, "grantId") };
  const taken = { key: textOf(job, "key"), at: new Date(textOf(job, "at")) };
  return [await removeLentRoleFromUserGrants(ctx, lent, taken, chunk)];
};

/** What nothing names any more once a job of that kind is through; of roles nothing asks whether they are gone. */
const tidied: Readonly<Record<string, (job: TakenJob) => readonly [AnyEntity, string, string?]>> = {
  "org.cleanup": (job) => [Org, textOf(job, "orgId")],
  "user.cleanup": (job) => [User, textOf(job, "userId")],
  "project.cleanup": (job) => [Project, textOf(job, "projectId")],
  "project.grant.cleanup": (job) => [ProjectGrant, textOf(job, "projectId"), textOf(job, "grantId")],
};

const chunks: Readonly<Record<string, Chunk>> = {
  "org.cleanup": cleanUpOrg,
  "user.cleanup": cleanUpUser,
  "project.cleanup": cleanUpProject,
  "project.role.cleanup": cleanUpRole,
  "project.grant.cleanup": cleanUpProjectGrant,
  "project.grant.role.cleanup": cleanUpLentRole,
};

/** Each goes on, behind other jobs, until it finds less than a whole chunk of everything. */
export const cleanups = (contextFor: ContextFor, forget: Forget): Tasks =>
  Object.fromEntries(
    Object.entries(chunks).map(([task, cleanUp]) => [
      task,
      {
        async run(job: TakenJob) {
          const { instanceId } = job;
          const ctx = contextFor(instanceId);
          const found = await cleanUp(ctx, job, forget);
          if (found.some((count) => count >= chunk)) return "again" as const;
          const [entity, ...key] = tidied[task]?.(job) ?? [];
          if (entity && key[0] !== undefined) await ctx.store.tidied(entity, instanceId, key[0], key[1]);
          return "done" as const;
        },
      },
    ]),
  );
