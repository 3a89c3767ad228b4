import { KeyType } from "#contract/zitadel/auth_n_key_pb.ts";
import { AccessTokenType, UserState as State } from "#contract/zitadel/user_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { details, timestamp } from "#src/platform/rpc/index.ts";
import { avatarUrl } from "./avatar.ts";
import type { Verification } from "./codes/make-code.ts";
import type { MachineKeyState, PatState } from "./credentials.ts";
import type { Gender, TokenType } from "./events.ts";
import type { HumanState } from "./human-state.ts";
import type { LoginNames } from "./login-names.ts";
import type { MachineState, UserState, UserStatus } from "./state.ts";

const states: Readonly<Record<UserStatus, State>> = {
  active: State.ACTIVE,
  inactive: State.INACTIVE,
  locked: State.LOCKED,
  initial: State.INITIAL,
};

/** The first generation either declares an address verified or has a code sent to it. */
export const verificationV1 = (verified: boolean): Verification =>
  verified ? { kind: "verified" } : { kind: "send" };

/** Numbers beyond those of the contract mean "unspecified". */
export const genderV1 = (gender: number): Gender =>
  gender === 1 || gender === 2 || gender === 3 ? gender : 0;

export const tokenTypeV1 = (type: AccessTokenType): TokenType => (type === AccessTokenType.JWT ? 1 : 0);

export const profileV1 = (human: HumanState, avatarUrl: string) => ({
  firstName: human.firstName,
  lastName: human.lastName,
  nickName: human.nickName,
  displayName: human.displayName,
  preferredLanguage: human.preferredLanguage,
  gender: human.gender,
  avatarUrl,
});

export const emailV1 = (human: HumanState) => ({
  email: human.email,
  isEmailVerified: human.emailVerified,
});

export const phoneV1 = (human: HumanState) =>
  human.phone === "" ? undefined : { phone: human.phone, isPhoneVerified: human.phoneVerified };

const humanV1 = (human: HumanState, avatarUrl: string) => ({
  profile: profileV1(human, avatarUrl),
  email: emailV1(human),
  phone: phoneV1(human),
  passwordChanged: human.password && timestamp(new Date(human.password.changedAt)),
});

const machineV1 = (machine: MachineState) => ({
  name: machine.name,
  description: machine.description,
  hasSecret: machine.secretHash !== undefined,
  accessTokenType: machine.accessTokenType === 1 ? AccessTokenType.JWT : AccessTokenType.BEARER,
});

export const userV1 = (row: Row<UserState>, loginNames: LoginNames, origin: string) => ({
  id: row.aggregateId,
  details: details(row),
  state: states[row.state.status],
  userName: row.state.userName,
  loginNames: [...loginNames.all],
  preferredLoginName: loginNames.preferred,
  type:
    row.state.kind === "human"
      ? { case: "human" as const, value: humanV1(row.state.human, avatarUrl(row, origin)) }
      : { case: "machine" as const, value: machineV1(row.state.machine) },
});

export const keyV1 = (row: Row<MachineKeyState>) => ({
  id: row.entityId,
  details: details(row),
  type: KeyType.JSON,
  expirationDate: timestamp(new Date(row.state.expiration)),
});

export const patV1 = (row: Row<PatState>) => ({
  id: row.entityId,
  details: details(row),
  expirationDate: timestamp(new Date(row.state.expiration)),
  scopes: [...row.state.scopes],
});
