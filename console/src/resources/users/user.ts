import { timestampDate } from "@bufbuild/protobuf/wkt";
import { type User, UserState } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import type { Tone } from "../../components/state-badge.tsx";
import type { TextKey } from "../../i18n/index.tsx";

interface StateLook {
  readonly label: TextKey;
  readonly tone: Tone;
}

const looks: Readonly<Record<UserState, StateLook>> = {
  [UserState.UNSPECIFIED]: { label: "users.state.unknown", tone: "off" },
  [UserState.ACTIVE]: { label: "users.state.active", tone: "good" },
  [UserState.INACTIVE]: { label: "users.state.inactive", tone: "off" },
  [UserState.DELETED]: { label: "users.state.deleted", tone: "off" },
  [UserState.LOCKED]: { label: "users.state.locked", tone: "warn" },
  [UserState.INITIAL]: { label: "users.state.initial", tone: "off" },
};

/** A server newer than this page may know more states. */
export const stateLook = (state: UserState): StateLook => looks[state] ?? looks[UserState.UNSPECIFIED];

/** States one can filter by, as they stand in the address. */
export const states = {
  active: UserState.ACTIVE,
  inactive: UserState.INACTIVE,
  locked: UserState.LOCKED,
  initial: UserState.INITIAL,
} as const;

/** What a person calls this user. */
export function nameOf({ type, username }: User): string {
  if (type.case === "machine") return type.value.name || username;
  const profile = type.case === "human" ? type.value.profile : undefined;
  return profile?.displayName || [profile?.givenName, profile?.familyName].join(" ").trim() || username;
}

export const isService = ({ type }: User): boolean => type.case === "machine";

export const emailOf = ({ type }: User): string | undefined =>
  type.case === "human" ? type.value.email?.email || undefined : undefined;

export const createdAt = ({ details }: User): Date | undefined =>
  details?.creationDate && timestampDate(details.creationDate);

/** What may be done next, by the state one is in. */
export type StateAction = "lock" | "unlock" | "deactivate" | "reactivate";

export function stateActions(state: UserState): readonly StateAction[] {
  if (state === UserState.ACTIVE) return ["lock", "deactivate"];
  if (state === UserState.LOCKED) return ["unlock"];
  if (state === UserState.INACTIVE) return ["reactivate"];
  return [];
}
