import type { Entity } from "#src/platform/eventstore/index.ts";
import type { PrivateLabeling, ProjectEvent, ProjectGrantEvent, ProjectRoleEvent } from "./events.ts";

export interface ProjectState {
  readonly name: string;
  readonly active: boolean;
  readonly projectRoleAssertion: boolean;
  readonly projectRoleCheck: boolean;
  readonly hasProjectCheck: boolean;
  readonly privateLabelingSetting: PrivateLabeling;
}

/** A project: applications that share roles. Owned by an organization. */
export const Project: Entity<ProjectState, ProjectEvent> = {
  table: "projects",
  aggregate: "project",
  types: [
    "project.added",
    "project.changed",
    "project.deactivated",
    "project.reactivated",
    "project.removed",
  ],
  version: 1,
  config: true,
  outlived: true,
  evolve(project, event) {
    if (event.type === "project.added")
      return {
        active: true,
        projectRoleAssertion: false,
        projectRoleCheck: false,
        hasProjectCheck: false,
        privateLabelingSetting: 0,
        ...event.payload,
      };
    if (project === undefined) return undefined;
    switch (event.type) {
      case "project.changed":
        return { ...project, ...event.payload };
      case "project.deactivated":
        return { ...project, active: false };
      case "project.reactivated":
        return { ...project, active: true };
      case "project.removed":
        return undefined;
    }
  },
  columns: {
    name: { type: "text", of: (project) => project.name },
    active: { type: "boolean", of: (project) => project.active },
  },
  // The last is for other lists, which ask for each of their rows whether its project is there.
  indexes: ["owner, created_at", "lower(name)", "created_at", "changed_at", "aggregate_id, entity_id, owner"],
  pieces: ["lower(name)"],
  unique: (project, { owner }) => [
    {
      kind: "project_names",
      value: `${project.name}${owner}`.toLowerCase(),
      taken: { id: "PROJECT-Nm8tk", key: "Errors.Project.AlreadyExists" },
    },
  ],
};

export interface ProjectRoleState {
  readonly key: string;
  readonly displayName: string;
  readonly group: string;
}

/** A role that users can be granted on a project; its entity id is the key. */
export const ProjectRole: Entity<ProjectRoleState, ProjectRoleEvent> = {
  table: "project_roles",
  aggregate: "project",
  types: ["project.role.added", "project.role.changed", "project.role.removed"],
  version: 1,
  config: true,
  rowOf: (event) => event.payload.key,
  evolve(role, event) {
    if (event.type === "project.role.removed") return undefined;
    return {
      key: event.payload.key,
      displayName: event.payload.displayName ?? role?.displayName ?? "",
      group: event.payload.group ?? role?.group ?? "",
    };
  },
  columns: {
    key: { type: "text", of: (role) => role.key },
    display_name: { type: "text", of: (role) => role.displayName },
    group_name: { type: "text", of: (role) => role.group },
  },
  indexes: ["aggregate_id, created_at"],
};

export interface ProjectGrantState {
  readonly grantedOrgId: string;
  readonly roleKeys: readonly string[];
  readonly active: boolean;
}

/** A project lent to another organization with a subset of its roles; its entity id is the grant's id. */
export const ProjectGrant: Entity<ProjectGrantState, ProjectGrantEvent> = {
  table: "project_grants",
  aggregate: "project",
  types: [
    "project.grant.added",
    "project.grant.changed",
    "project.grant.cascade.changed",
    "project.grant.deactivated",
    "project.grant.reactivated",
    "project.grant.removed",
  ],
  version: 1,
  config: true,
  outlived: true,
  rowOf: (event) => event.payload.grantId,
  evolve(grant, event) {
    if (event.type === "project.grant.added")
      return { grantedOrgId: event.payload.grantedOrgId, roleKeys: event.payload.roleKeys, active: true };
    if (grant === undefined) return undefined;
    switch (event.type) {
      case "project.grant.changed":
      case "project.grant.cascade.changed":
        return { ...grant, roleKeys: event.payload.roleKeys };
      case "project.grant.deactivated":
        return { ...grant, active: false };
      case "project.grant.reactivated":
        return { ...grant, active: true };
      case "project.grant.removed":
        return undefined;
    }
  },
  columns: {
    granted_org_id: { type: "text", of: (grant) => grant.grantedOrgId },
    active: { type: "boolean", of: (grant) => grant.active },
  },
  indexes: ["granted_org_id", "owner"],
  unique: (grant, { aggregateId }) => [
    {
      kind: "project_grant",
      value: `${grant.grantedOrgId}:${aggregateId}`,
      taken: { id: "PROJECT-Gr4nt", key: "Errors.Project.Grant.AlreadyExists" },
    },
  ],
};
