import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";

/** What members manage. */
export type MemberOwner =
  | { readonly kind: "instance" | "org" | "project"; readonly id: string }
  | { readonly kind: "project_grant"; readonly projectId: string; readonly grantId: string };

export type MemberKind = MemberOwner["kind"];

export interface MemberState {
  readonly userId: string;
  readonly roles: readonly string[];
  /** Of members of a project grant. */
  readonly grantId?: string;
}

const prefixes = {
  instance: "instance",
  org: "org",
  project: "project",
  project_grant: "project.grant",
} as const;
type Prefix = (typeof prefixes)[MemberKind];

interface Who {
  readonly userId: string;
  readonly grantId?: string;
}

/** Facts about one member. Cascades are removals that follow from the removal of the user. */
export type MemberEvent =
  | {
      readonly type: `${Prefix}.member.${"added" | "changed"}`;
      readonly payload: Who & { readonly roles: readonly string[] };
    }
  | { readonly type: `${Prefix}.member.${"removed" | "cascade.removed"}`; readonly payload: Who };

/** A grant's id may hold a colon; encoded it cannot, so that no two members share a row. */
const entityId = ({ userId, grantId }: Who): string =>
  grantId === undefined ? userId : `${encodeURIComponent(grantId)}:${userId}`;

/**
 * A member is a row of its owner's aggregate (a grant's of its project's), so its key is what has to be unique:
 * one user is one member of one thing.
 */
function entity(kind: MemberKind): Entity<MemberState, MemberEvent> {
  const prefix = prefixes[kind];
  return {
    table: `${kind}_members`,
    aggregate: kind === "project_grant" ? "project" : kind,
    types: [
      `${prefix}.member.added`,
      `${prefix}.member.changed`,
      `${prefix}.member.removed`,
      `${prefix}.member.cascade.removed`,
    ],
    version: 1,
    ...(kind === "instance" || kind === "org" ? { owner: "self" } : {}),
    rowOf: (event) => entityId(event.payload),
    evolve(_member, { payload }) {
      if (!("roles" in payload)) return undefined;
      const { userId, roles, grantId } = payload;
      return { userId, roles, ...(grantId === undefined ? {} : { grantId }) };
    },
    columns: {
      user_id: { type: "text", of: (member) => member.userId },
      roles: { type: "text[]", of: (member) => member.roles },
      ...(kind === "project_grant"
        ? { grant_id: { type: "text", of: (member) => member.grantId ?? "" } }
        : {}),
    },
    indexes: ["user_id"],
  };
}

const entities: Readonly<Record<MemberKind, Entity<MemberState, MemberEvent>>> = {
  instance: entity("instance"),
  org: entity("org"),
  project: entity("project"),
  project_grant: entity("project_grant"),
};

/** All four, for registration: `membershipsOf` reads every one of them. */
export const memberEntities: readonly Entity<MemberState, MemberEvent>[] = Object.values(entities);

export const memberEntity = (kind: MemberKind): Entity<MemberState, MemberEvent> => entities[kind];

/** The aggregate that the members of something are rows of. */
export const aggregateOf = (owner: MemberOwner): string =>
  owner.kind === "project_grant" ? owner.projectId : owner.id;

/** Who is meant, as event payloads name it. */
export const whoOf = (owner: MemberOwner, userId: string): Who =>
  owner.kind === "project_grant" ? { userId, grantId: owner.grantId } : { userId };

export const prefixOf = (owner: MemberOwner): Prefix => prefixes[owner.kind];

export function memberRef(owner: MemberOwner, userId: string): Ref<MemberState, MemberEvent> {
  return ref(entities[owner.kind], aggregateOf(owner), entityId(whoOf(owner, userId)));
}
