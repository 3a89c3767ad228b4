import { createHash } from "node:crypto";
import type { Entity } from "#src/platform/eventstore/index.ts";

/** Facts about a user grant: roles of a project that a user has, given in one organization. */
export type UserGrantEvent =
  | {
      readonly type: "user.grant.added";
      readonly payload: {
        readonly userId: string;
        readonly projectId: string;
        /** The project grant it goes through; left out in the project's own organization. */
        readonly grantId?: string;
        readonly roleKeys: readonly string[];
      };
    }
  | {
      readonly type: "user.grant.changed" | "user.grant.cascade.changed";
      readonly payload: { readonly userId: string; readonly roleKeys: readonly string[] };
    }
  | {
      readonly type: "user.grant.removed";
      readonly payload: { readonly userId: string; readonly projectId: string; readonly grantId?: string };
    }
  | {
      readonly type: "user.grant.cascade.removed" | "user.grant.deactivated" | "user.grant.reactivated";
      readonly payload: null;
    };

export interface UserGrantState {
  readonly userId: string;
  readonly projectId: string;
  /** Empty in the project's own organization. */
  readonly projectGrantId: string;
  readonly roleKeys: readonly string[];
  readonly active: boolean;
}

/**
 * A name for the roles that are given together. Millions of grants have a few of them, so that a search by a role finds
 * those that have it first; the roles themselves may be too long for an index.
 */
const roleSet = (keys: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(keys)).digest("base64url").slice(0, 22);

/** Owned by the organization in which it is given. */
export const UserGrant: Entity<UserGrantState, UserGrantEvent> = {
  table: "user_grants",
  aggregate: "usergrant",
  types: [
    "user.grant.added",
    "user.grant.changed",
    "user.grant.cascade.changed",
    "user.grant.removed",
    "user.grant.cascade.removed",
    "user.grant.deactivated",
    "user.grant.reactivated",
  ],
  version: 2,
  evolve(grant, event) {
    if (event.type === "user.grant.added")
      return {
        userId: event.payload.userId,
        projectId: event.payload.projectId,
        projectGrantId: event.payload.grantId ?? "",
        roleKeys: event.payload.roleKeys,
        active: true,
      };
    if (grant === undefined) return undefined;
    switch (event.type) {
      case "user.grant.changed":
      case "user.grant.cascade.changed":
        return { ...grant, roleKeys: event.payload.roleKeys };
      case "user.grant.deactivated":
        return { ...grant, active: false };
      case "user.grant.reactivated":
        return { ...grant, active: true };
      case "user.grant.removed":
      case "user.grant.cascade.removed":
        return undefined;
    }
  },
  columns: {
    user_id: { type: "text", of: (grant) => grant.userId },
    project_id: { type: "text", of: (grant) => grant.projectId },
    project_grant_id: { type: "text", of: (grant) => grant.projectGrantId },
    role_keys: { type: "text[]", of: (grant) => grant.roleKeys },
    role_set: { type: "text", of: (grant) => roleSet(grant.roleKeys) },
    active: { type: "boolean", of: (grant) => grant.active },
  },
  indexes: [
    // Holds all that a grant stands on, so that counting the standing ones reads no rows.
    "user_id, project_id, owner, project_grant_id",
    "project_id, owner",
    "role_set",
    "owner, created_at",
    "created_at",
    "changed_at",
  ],
  unique: (grant, { owner }) => [
    {
      kind: "user_grant",
      value: `${owner}:${grant.userId}:${grant.projectId}:${grant.projectGrantId}`,
      taken: { id: "USERGRANT-Ex1st", key: "Errors.UserGrant.AlreadyExists" },
    },
  ],
};
