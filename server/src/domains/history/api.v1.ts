import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { requireApp } from "#src/domains/app/index.ts";
import { requireOwnProject } from "#src/domains/project/index.ts";
import { grantOfParty } from "#src/domains/projectgrant/index.ts";
import { requireOwnUser, requireUser } from "#src/domains/user/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { listChanges, requireNowOrPast, type Subject } from "./changes.ts";

/** What happened to the resources of the context organization. */
export const managementPart = part(ManagementService, {
  async listOrgChanges({ query }, ctx) {
    return listChanges(ctx, { aggregate: "org", id: ctx.orgId }, query);
  },
  async listProjectChanges({ projectId, query }, ctx) {
    const subject: Subject = { aggregate: "project", id: projectId };
    await requireNowOrPast(ctx, subject, "project.read", () => requireOwnProject(ctx, projectId));
    return listChanges(ctx, subject, query);
  },
  async listProjectGrantChanges({ projectId, grantId, query }, ctx) {
    const permission = "project.grant.read";
    const subject: Subject = { aggregate: "project", id: projectId, part: { grantId } };
    await requireNowOrPast(ctx, subject, permission, () => grantOfParty(ctx, projectId, grantId, permission));
    return listChanges(ctx, subject, query);
  },
  async listAppChanges({ projectId, appId, query }, ctx) {
    const subject: Subject = { aggregate: "project", id: projectId, part: { appId } };
    await requireNowOrPast(ctx, subject, "project.app.read", async () => {
      await requireOwnProject(ctx, projectId);
      await requireApp(ctx, projectId, appId);
    });
    return listChanges(ctx, subject, query);
  },
  async listUserChanges({ userId, query }, ctx) {
    const subject: Subject = { aggregate: "user", id: userId };
    await requireNowOrPast(ctx, subject, "user.read", () => requireOwnUser(ctx, userId));
    return listChanges(ctx, subject, query);
  },
});

export const authPart = part(AuthService, {
  async listMyUserChanges({ query }, ctx) {
    const { aggregateId: id } = await requireUser(ctx, ctx.caller.userId);
    return listChanges(ctx, { aggregate: "user", id }, query);
  },
});
