import type { Membership } from "#src/platform/request/index.ts";
import { isRoleOf, permissionsOfRole } from "./roles.ts";

/** How far a permission reaches. */
export interface Held {
  /** On everything of the context. */
  readonly everywhere: boolean;
  /** On single projects or grants only, perhaps on none that can be named. */
  readonly narrowed: boolean;
  /** The projects and grants it is narrowed to. */
  readonly objectIds: ReadonlySet<string>;
}

/**
 * A permission that its role narrows by itself, such as `project.read:self`. The word stands for no resource,
 * and a resource that happens to have it as its id is not meant.
 */
function splitName(name: string): { readonly permission: string; readonly narrowed: boolean } {
  const colon = name.indexOf(":");
  return colon === -1
    ? { permission: name, narrowed: false }
    : { permission: name.slice(0, colon), narrowed: true };
}

/** The project or grant that a membership is narrowed to; undefined for those that reach everywhere. */
const objectOf = (membership: Membership): string | undefined =>
  membership.kind === "project" || membership.kind === "project_grant" ? membership.objectId : undefined;

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

/** The names of all permissions that one membership gives, as its roles have them. */
export function namesOf(membership: Membership): readonly string[] {
  return membership.roles
    .filter((role) => isRoleOf(membership.kind, role))
    .flatMap((role) => [...permissionsOfRole(role)]);
}

/** True when the membership gives the permission, narrowed or not. */
function gives(membership: Membership, permission: string): { readonly narrowed: boolean } | undefined {
  const found = namesOf(membership)
    .map(splitName)
    .filter((name) => name.permission === permission);
  if (found.length === 0) return undefined;
  return { narrowed: found.every((name) => name.narrowed) };
}

/** How far these memberships let someone use a permission. */
export function held(memberships: readonly Membership[], permission: string): Held {
  let everywhere = false;
  let narrowed = false;
  const objectIds = new Set<string>();
  for (const membership of memberships) {
    const given = gives(membership, permission);
    if (given === undefined) continue;
    const objectId = objectOf(membership);
    if (given.narrowed) narrowed = true;
    else if (objectId === undefined) everywhere = true;
    else objectIds.add(objectId);
  }
  return { everywhere, narrowed: narrowed || objectIds.size > 0, objectIds };
}

/**
 * Every permission of a set of memberships by name, each once: global ones plain, those of projects and grants
 * with `:<id>` behind them.
 */
export function permissionNames(memberships: readonly Membership[]): readonly string[] {
  const names = new Set<string>();
  for (const membership of memberships) {
    const objectId = objectOf(membership);
    for (const name of namesOf(membership)) names.add(objectId === undefined ? name : `${name}:${objectId}`);
  }
  return [...names];
}
