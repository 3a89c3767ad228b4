import {
  GrantedProjectState as Granted,
  ProjectState as State,
} from "#contract/zitadel/project/v2/query_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { timestamp } from "#src/platform/rpc/index.ts";
import type { PrivateLabeling, ProjectSettings } from "./events.ts";
import type { ListedProject } from "./listed-queries.ts";
import type { ProjectRoleState, ProjectState } from "./state.ts";

/** What every later generation shows of a project under the same names. */
export const projectFields = (row: Row<ProjectState>) => ({
  organizationId: row.owner,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  name: row.state.name,
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  projectRoleAssertion: row.state.projectRoleAssertion,
  authorizationRequired: row.state.projectRoleCheck,
  projectAccessRequired: row.state.hasProjectCheck,
  privateLabelingSetting: row.state.privateLabelingSetting,
});

/** Of a project that is listed because it was granted. */
export const grantedFields = (granted: ListedProject["granted"]) =>
  granted && {
    grantedOrganizationId: granted.orgId,
    grantedOrganizationName: granted.orgName,
    grantedState: granted.active ? Granted.ACTIVE : Granted.INACTIVE,
  };

export const roleFields = (row: Row<ProjectRoleState>) => ({
  projectId: row.aggregateId,
  key: row.state.key,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  displayName: row.state.displayName,
  group: row.state.group,
});

export const labelingOf = (setting: number): PrivateLabeling => (setting === 1 ? 1 : setting === 2 ? 2 : 0);

interface SettingsWire {
  readonly projectRoleAssertion?: boolean | undefined;
  readonly authorizationRequired?: boolean | undefined;
  readonly projectAccessRequired?: boolean | undefined;
  readonly privateLabelingSetting?: number | undefined;
}

/** What is not in the request stays as it is. */
export const settingsOf = (wire: SettingsWire): ProjectSettings => ({
  ...(wire.projectRoleAssertion === undefined ? {} : { projectRoleAssertion: wire.projectRoleAssertion }),
  ...(wire.authorizationRequired === undefined ? {} : { projectRoleCheck: wire.authorizationRequired }),
  ...(wire.projectAccessRequired === undefined ? {} : { hasProjectCheck: wire.projectAccessRequired }),
  ...(wire.privateLabelingSetting === undefined
    ? {}
    : { privateLabelingSetting: labelingOf(wire.privateLabelingSetting) }),
});

export const paged = (total: number, limit: number) => ({
  totalResult: BigInt(total),
  appliedLimit: BigInt(limit),
});
