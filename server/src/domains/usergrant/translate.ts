import { State as StateV2 } from "#contract/zitadel/authorization/v2/authorization_pb.ts";
import { UserGrantState as StateV1 } from "#contract/zitadel/user_pb.ts";
import { shownUser } from "#src/domains/user/index.ts";
import { details, timestamp } from "#src/platform/rpc/index.ts";
import type { ShownGrant } from "./shown.ts";

const keysOf = ({ roles }: ShownGrant): string[] => roles.map(({ key }) => key);

/** As managers see it in the first generation. */
export function grantV1(grant: ShownGrant) {
  const { row, user, org, userOrg, project, preferredLoginName, avatarUrl } = grant;
  return {
    id: row.aggregateId,
    details: details(row),
    roleKeys: keysOf(grant),
    state: row.state.active ? StateV1.ACTIVE : StateV1.INACTIVE,
    userId: row.state.userId,
    projectId: row.state.projectId,
    projectName: project?.state.name ?? "",
    projectGrantId: row.state.projectGrantId,
    orgId: row.owner,
    orgName: org?.state.name ?? "",
    orgDomain: org?.state.primaryDomain ?? "",
    grantedOrgId: user?.owner ?? "",
    grantedOrgName: userOrg?.state.name ?? "",
    grantedOrgDomain: userOrg?.state.primaryDomain ?? "",
    ...(user ? { ...shownUser(user), userName: user.state.userName, preferredLoginName, avatarUrl } : {}),
  };
}

/** As its user sees it in the first generation. */
export function ownGrantV1(grant: ShownGrant) {
  const { row, user, org, project } = grant;
  return {
    grantId: row.aggregateId,
    details: details(row),
    userId: row.state.userId,
    orgId: row.owner,
    orgName: org?.state.name ?? "",
    orgDomain: org?.state.primaryDomain ?? "",
    projectId: row.state.projectId,
    projectName: project?.state.name ?? "",
    projectGrantId: row.state.projectGrantId,
    roles: keysOf(grant),
    roleKeys: keysOf(grant),
    userType: user?.state.kind === "machine" ? (2 as const) : (1 as const),
    state: row.state.active ? StateV1.ACTIVE : StateV1.INACTIVE,
  };
}

/** What v2 and v2beta show under the same names. */
const common = ({ row, user, preferredLoginName, avatarUrl }: ShownGrant) => ({
  id: row.aggregateId,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  state: row.state.active ? StateV2.ACTIVE : StateV2.INACTIVE,
  user: user && {
    id: user.aggregateId,
    preferredLoginName,
    displayName: shownUser(user).displayName,
    avatarUrl,
    organizationId: user.owner,
  },
});

export const authorizationV2 = (grant: ShownGrant) => ({
  ...common(grant),
  project: grant.project && {
    id: grant.project.aggregateId,
    name: grant.project.state.name,
    organizationId: grant.project.owner,
  },
  organization: grant.org && { id: grant.org.aggregateId, name: grant.org.state.name },
  roles: grant.roles.map(({ key, displayName, group }) => ({ key, displayName, group })),
});

export function authorizationV2beta(grant: ShownGrant) {
  const { row, project } = grant;
  const { projectId, projectGrantId } = row.state;
  return {
    ...common(grant),
    projectId,
    projectName: project?.state.name ?? "",
    projectOrganizationId: project?.owner ?? "",
    organizationId: row.owner,
    ...(projectGrantId === "" ? {} : { projectGrantId, grantedOrganizationId: row.owner }),
    roles: keysOf(grant),
  };
}
