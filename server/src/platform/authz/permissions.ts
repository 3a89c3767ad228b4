import type { Membership } from "#src/platform/request/index.ts";
import { isRoleOf, permissionsOfRole } from "./roles.ts";

/** How far a permission reaches. */
export interface Held {
  /** On everything of the context. */
  readonly everywhere: boolean;
  /** On single projects or grants only, perhaps on none that can be named. */
  readonly narrowed: boolean;
  /** Apart by kind, so that an id that someone chose for a project opens no grant of the same id. */
  readonly projectIds: ReadonlySet<string>;
  readonly grantIds: ReadonlySet<string>;
}

/**
 * Behind a permission that its role narrows by itself, as in `project.read:self`. The word stands for no resource,
 * and a resource that happens to have it as its id is not meant.
 */
const self = ":self";

/**
 * The memberships that count where `orgId` is the organization concerned: those of the instance and the system,
 * of the organization itself, of its projects and grants, and of grants that it was given.
 */
export function inContext(memberships: readonly Membership[], orgId: string): readonly Membership[] {
  return memberships.filter(
    (membership) =>
      membership.kind === "system" ||
      membership.kind === "iam" ||
      membership.ownerId === orgId ||
      (membership.kind === "project_grant" && membership.grantedOrgId === orgId),
  );
}

/** What counts of a membership: roles that are made for its kind. */
const rolesIn = (membership: Membership): readonly string[] =>
  membership.roles.filter((role) => isRoleOf(membership.kind, role));

/** How far these memberships let someone use a permission. */
export function held(memberships: readonly Membership[], permission: string): Held {
  let everywhere = false;
  let narrowed = false;
  const projectIds = new Set<string>();
  const grantIds = new Set<string>();
  for (const membership of memberships) {
    for (const role of rolesIn(membership)) {
      const names = permissionsOfRole(role);
      if (names.has(permission + self)) narrowed = true;
      if (!names.has(permission)) continue;
      if (membership.kind === "project") projectIds.add(membership.objectId);
      else if (membership.kind === "project_grant") grantIds.add(membership.objectId);
      else everywhere = true;
    }
  }
  return { everywhere, narrowed: narrowed || projectIds.size + grantIds.size > 0, projectIds, grantIds };
}

/**
 * Every permission of a set of memberships by name, each once: global ones plain, those of projects and grants
 * with `:<id>` behind them.
 */
export function permissionNames(memberships: readonly Membership[]): readonly string[] {
  const names = new Set<string>();
  for (const membership of memberships) {
    const { kind, objectId } = membership;
    const narrowed = kind === "project" || kind === "project_grant";
    for (const name of rolesIn(membership).flatMap((role) => [...permissionsOfRole(role)]))
      names.add(narrowed ? `${name}:${objectId}` : name);
  }
  return [...names];
}
