import type { Entity, EventMeta, Unique } from "#src/platform/eventstore/index.ts";
import type { TokenType, UserEvent } from "./events.ts";
import { factorPersonal, factorTypes } from "./factor-events.ts";
import { evolveHuman, type HumanState, humanFrom } from "./human-state.ts";
import { evolveTrust, type TrustState } from "./trust.ts";

/** Where a user stands in life. "initial": created over v1 and not initialised yet. */
export type UserStatus = "active" | "inactive" | "locked" | "initial";

export interface MachineState {
  readonly name: string;
  readonly description: string;
  readonly accessTokenType: TokenType;
  readonly secretHash?: string;
}

interface UserBase {
  readonly userName: string;
  /** The name is unique in its organization only; otherwise in the whole instance. */
  readonly scopedToOrg: boolean;
  /** The name is unique in its organization only, although it is a login name as it is. */
  readonly uniqueInOrg?: boolean;
  readonly status: UserStatus;
  /** Somebody else's domain took the name away, and what stands in its place was not chosen by anybody. */
  readonly nameClaimed?: true;
  /** When what others are told about the user (names, addresses) changed last; RFC 3339. */
  readonly profileChangedAt: string;
  /** Left out as long as nothing was revoked. */
  readonly trust?: TrustState;
}

export type HumanUser = UserBase & { readonly kind: "human"; readonly human: HumanState };
export type MachineUser = UserBase & { readonly kind: "machine"; readonly machine: MachineState };
export type UserState = HumanUser | MachineUser;

const humanOf = (user: UserState): HumanState | undefined => (user.kind === "human" ? user.human : undefined);

/** Looks whom to tell that logins of a user have ended. */
export const loginsEndedTask = "user.logins.ended";

/** Somebody or something that can act: a person, or a service user. Owned by an organization. */
export const User: Entity<UserState, UserEvent> = {
  table: "users",
  aggregate: "user",
  types: [
    "user.human.added",
    "user.human.selfregistered",
    "user.machine.added",
    "user.username.changed",
    "user.domain.claimed",
    "user.human.profile.changed",
    "user.human.avatar.added",
    "user.human.avatar.removed",
    "user.human.email.changed",
    "user.human.email.code.added",
    "user.human.email.verified",
    "user.human.email.verification.failed",
    "user.human.phone.changed",
    "user.human.phone.code.added",
    "user.human.phone.verified",
    "user.human.phone.verification.failed",
    "user.human.phone.removed",
    "user.human.password.changed",
    "user.human.password.hash.updated",
    "user.human.password.check.succeeded",
    "user.human.password.check.failed",
    "user.human.password.code.added",
    "user.human.password.code.sent",
    "user.human.password.change.sent",
    "user.human.mfa.init.skipped",
    ...factorTypes,
    "user.human.initialization.code.added",
    "user.human.initialization.check.succeeded",
    "user.human.initialization.check.failed",
    "user.human.initialization.code.sent",
    "user.human.email.code.sent",
    "user.human.phone.code.sent",
    "user.human.invite.code.added",
    "user.human.invite.code.sent",
    "user.human.invite.check.succeeded",
    "user.human.invite.check.failed",
    "user.domain.claimed.sent",
    "user.machine.changed",
    "user.machine.secret.set",
    "user.machine.secret.updated",
    "user.machine.secret.removed",
    "user.machine.secret.check.succeeded",
    "user.machine.secret.check.failed",
    "user.credential.lost",
    "user.locked",
    "user.unlocked",
    "user.deactivated",
    "user.reactivated",
    "user.removed",
  ],
  version: 5,
  outlived: true,
  evolve: evolveUser,
  columns: {
    user_name: { type: "text", of: (user) => user.userName },
    scoped_to_org: { type: "boolean", of: (user) => user.scopedToOrg },
    unique_in_org: { type: "boolean", of: (user) => user.uniqueInOrg ?? false },
    kind: { type: "text", of: (user) => user.kind },
    status: { type: "text", of: (user) => user.status },
    first_name: { type: "text", of: (user) => humanOf(user)?.firstName ?? null },
    last_name: { type: "text", of: (user) => humanOf(user)?.lastName ?? null },
    nick_name: { type: "text", of: (user) => humanOf(user)?.nickName ?? null },
    display_name: {
      type: "text",
      of: (user) => (user.kind === "human" ? user.human.displayName : user.machine.name),
    },
    email: { type: "text", of: (user) => humanOf(user)?.email || null },
    phone: { type: "text", of: (user) => humanOf(user)?.phone || null },
    epoch: { type: "bigint", of: (user) => user.trust?.epoch ?? 0 },
    kept_session: { type: "text", of: (user) => user.trust?.kept?.sessionId ?? null },
    kept_since: { type: "bigint", of: (user) => user.trust?.kept?.since ?? null },
  },
  indexes: [
    // Lists come in the order of each of these, however many have a value in common. Owners, status and kind are there for
    // lists of some of them, wherever those stand, and texts for searches: what is counted or skipped is not read.
    "lower(user_name), aggregate_id, entity_id, owner, status, kind, scoped_to_org, user_name",
    "lower(email), aggregate_id, entity_id, owner, status, kind, email",
    "lower(first_name), aggregate_id, entity_id, owner, status, kind, first_name",
    "lower(last_name), aggregate_id, entity_id, owner, status, kind, last_name",
    "lower(nick_name), aggregate_id, entity_id, owner, status, kind, nick_name",
    "lower(display_name), aggregate_id, entity_id, owner, status, kind, display_name",
    "status, aggregate_id, entity_id, owner, kind",
    "kind, aggregate_id, entity_id, owner, status",
    "created_at, aggregate_id, entity_id, owner, status, kind",
    "lower(phone), phone",
    // The domain that a name ends in.
    "split_part(lower(user_name), '@', -1)",
    // Those whose names their organization's domains stand behind.
    "scoped_to_org, owner",
    "owner, created_at",
    // Other lists ask for each of their rows whether its user and the user's organization are there, and the login good.
    "aggregate_id, entity_id, owner, epoch, kept_session, kept_since",
  ],
  // Lists of a state or a kind, which walk through everybody's order for long until enough of them come.
  few: {
    where: "status <> 'active' or kind <> 'human'",
    indexes: [
      "lower(user_name), aggregate_id, entity_id, owner, status, kind, user_name",
      "lower(email), aggregate_id, entity_id, owner, status, kind, email",
      "lower(first_name), aggregate_id, entity_id, owner, status, kind, first_name",
      "lower(last_name), aggregate_id, entity_id, owner, status, kind, last_name",
      "lower(nick_name), aggregate_id, entity_id, owner, status, kind, nick_name",
      "lower(display_name), aggregate_id, entity_id, owner, status, kind, display_name",
      "created_at, aggregate_id, entity_id, owner, status, kind",
    ],
  },
  pieces: [
    "lower(user_name)",
    "lower(first_name)",
    "lower(last_name)",
    "lower(nick_name)",
    "lower(display_name)",
    "lower(email)",
    "lower(phone)",
  ],
  follows: (before, after, { aggregateId: userId }) =>
    before?.kind === "human" && (after === undefined || before.trust !== after.trust)
      ? [{ task: loginsEndedTask, payload: { userId } }]
      : [],
  unique: (user, place) => [
    {
      kind: "usernames",
      value: (user.scopedToOrg || user.uniqueInOrg
        ? `${user.userName}${place.owner}`
        : user.userName
      ).toLowerCase(),
      taken: { id: "V2-usrnm", key: "Errors.User.AlreadyExists" },
    },
    ...(user.kind === "machine" && !user.scopedToOrg ? [clientName(user.userName)] : []),
  ],
  personal: {
    fields: {
      "user.human.added": ["userName", "firstName", "lastName", "nickName", "displayName", "email", "phone"],
      "user.human.selfregistered": [
        "userName",
        "firstName",
        "lastName",
        "nickName",
        "displayName",
        "email",
        "phone",
      ],
      "user.username.changed": ["userName"],
      "user.domain.claimed": ["userName"],
      "user.human.profile.changed": ["firstName", "lastName", "nickName", "displayName"],
      "user.human.email.changed": ["email"],
      "user.human.phone.changed": ["phone"],
      "user.human.password.check.succeeded": ["userAgentID", "userAgent", "acceptLanguage", "remoteIP"],
      "user.human.password.check.failed": ["userAgentID", "userAgent", "acceptLanguage", "remoteIP"],
      ...factorPersonal,
    },
  },
};

/** The kind of names that applications and service users share. */
export const clientIdKind = "client_id";

/**
 * A service user's name is its client id, and stands as such in the audience of its tokens: it must not be that of an
 * application, which claims its own under the same kind.
 */
const clientName = (userName: string): Unique => ({
  kind: clientIdKind,
  value: userName.toLowerCase(),
  taken: { id: "USER-Cl1id", key: "Errors.User.AlreadyExists" },
});

const profileTypes: ReadonlySet<UserEvent["type"]> = new Set([
  "user.username.changed",
  "user.domain.claimed",
  "user.human.profile.changed",
  "user.human.avatar.added",
  "user.human.avatar.removed",
  "user.human.email.changed",
  "user.human.email.verified",
  "user.human.phone.changed",
  "user.human.phone.verified",
  "user.human.phone.removed",
  "user.machine.changed",
]);

function evolveUser(user: UserState | undefined, event: UserEvent, meta: EventMeta): UserState | undefined {
  if (event.type === "user.human.added" || event.type === "user.human.selfregistered")
    return {
      kind: "human",
      userName: event.payload.userName,
      scopedToOrg: event.payload.userLoginMustBeDomain ?? false,
      ...(event.payload.organizationScopedUsernames ? { uniqueInOrg: true } : {}),
      status: "active",
      profileChangedAt: meta.createdAt,
      human: {
        ...humanFrom(event.payload, meta.createdAt),
        ...(event.type === "user.human.selfregistered" ? { selfRegistered: true } : {}),
      },
    };
  if (event.type === "user.machine.added")
    return {
      kind: "machine",
      userName: event.payload.userName,
      scopedToOrg: event.payload.userLoginMustBeDomain ?? false,
      status: "active",
      profileChangedAt: meta.createdAt,
      machine: {
        name: event.payload.name ?? "",
        description: event.payload.description ?? "",
        accessTokenType: event.payload.accessTokenType ?? 0,
      },
    };
  if (user === undefined || event.type === "user.removed") return undefined;
  const dated = profileTypes.has(event.type) ? { ...user, profileChangedAt: meta.createdAt } : user;
  const after: UserState =
    dated.kind === "human"
      ? { ...dated, human: evolveHuman(dated.human, event, meta) }
      : { ...dated, machine: evolveMachine(dated.machine, event) };
  return evolveTrust(user, evolveCommon(after, event), event);
}

/** What happens to people and service users alike. */
function evolveCommon(user: UserState, event: UserEvent): UserState {
  switch (event.type) {
    case "user.username.changed":
    case "user.domain.claimed":
      return renamed(user, event);
    case "user.human.initialization.code.added":
      return { ...user, status: "initial" };
    case "user.human.initialization.check.succeeded":
      return { ...user, status: "active" };
    case "user.locked":
      return { ...user, status: "locked" };
    case "user.deactivated":
      return { ...user, status: "inactive" };
    case "user.unlocked":
    case "user.reactivated":
      return { ...user, status: "active" };
    default:
      return user;
  }
}

/** A name that was taken stays so until another one is chosen; a new scope alone chooses none. */
function renamed(
  { nameClaimed, ...user }: UserState,
  { type, payload }: Extract<UserEvent, { type: "user.username.changed" | "user.domain.claimed" }>,
): UserState {
  const claimed = type === "user.domain.claimed" || (nameClaimed && payload.userName === user.userName);
  return {
    ...user,
    userName: payload.userName,
    scopedToOrg: payload.userLoginMustBeDomain ?? false,
    uniqueInOrg: payload.organizationScopedUsernames ?? false,
    ...(claimed ? { nameClaimed: true } : {}),
  };
}

function evolveMachine(machine: MachineState, event: UserEvent): MachineState {
  switch (event.type) {
    case "user.machine.changed":
      return { ...machine, ...event.payload };
    case "user.machine.secret.set":
    case "user.machine.secret.updated":
      return { ...machine, secretHash: event.payload.hashedSecret };
    case "user.machine.secret.removed": {
      const { secretHash: _gone, ...rest } = machine;
      return rest;
    }
    default:
      return machine;
  }
}
