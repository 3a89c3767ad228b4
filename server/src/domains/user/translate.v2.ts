import type { SetHumanEmail } from "#contract/zitadel/user/v2/email_pb.ts";
import type { SetHumanPhone } from "#contract/zitadel/user/v2/phone_pb.ts";
import { AccessTokenType, Gender, UserState as State } from "#contract/zitadel/user/v2/user_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { details, timestamp, type Wire } from "#src/platform/rpc/index.ts";
import type { Gender as GenderNumber, TokenType } from "./events.ts";
import type { Verification } from "./human-commands.ts";
import type { HumanState } from "./human-state.ts";
import type { LoginNames } from "./login-names.ts";
import type { MachineState, UserState, UserStatus } from "./state.ts";

const states: Readonly<Record<UserStatus, State>> = {
  active: State.ACTIVE,
  inactive: State.INACTIVE,
  locked: State.LOCKED,
  initial: State.INITIAL,
};

/** Which address a message goes to. Without a choice a code is sent. */
export function verificationOf(set: Pick<Wire<SetHumanEmail | SetHumanPhone>, "verification">): Verification {
  const { verification } = set;
  switch (verification.case) {
    case "isVerified":
      return verification.value ? { kind: "verified" } : { kind: "send" };
    case "returnCode":
      return { kind: "return" };
    case "sendCode":
      return {
        kind: "send",
        urlTemplate: "urlTemplate" in verification.value ? verification.value.urlTemplate : undefined,
      };
    default:
      return { kind: "send" };
  }
}

export const genderOf = (gender: Gender | undefined): GenderNumber =>
  gender === Gender.FEMALE ? 1 : gender === Gender.MALE ? 2 : gender === Gender.DIVERSE ? 3 : 0;

export const tokenTypeOf = (type: AccessTokenType): TokenType => (type === AccessTokenType.JWT ? 1 : 0);

const profileV2 = (human: HumanState) => ({
  givenName: human.firstName,
  familyName: human.lastName,
  nickName: human.nickName || undefined,
  displayName: human.displayName,
  preferredLanguage: human.preferredLanguage || undefined,
  gender: human.gender,
});

const humanV2 = (human: HumanState) => ({
  profile: profileV2(human),
  email: { email: human.email, isVerified: human.emailVerified },
  phone: human.phone === "" ? undefined : { phone: human.phone, isVerified: human.phoneVerified },
  passwordChangeRequired: human.password?.changeRequired ?? false,
  passwordChanged: human.password && timestamp(new Date(human.password.changedAt)),
  mfaInitSkipped:
    human.mfaInitSkippedAt === undefined ? undefined : timestamp(new Date(human.mfaInitSkippedAt)),
});

const machineV2 = (machine: MachineState) => ({
  name: machine.name,
  description: machine.description,
  hasSecret: machine.secretHash !== undefined,
  accessTokenType: machine.accessTokenType === 1 ? AccessTokenType.JWT : AccessTokenType.BEARER,
});

export function userV2(row: Row<UserState>, loginNames: LoginNames) {
  const common = {
    userId: row.aggregateId,
    state: states[row.state.status],
    username: row.state.userName,
    loginNames: [...loginNames.all],
    preferredLoginName: loginNames.preferred,
  };
  return {
    ...common,
    details: details(row),
    type:
      row.state.kind === "human"
        ? { case: "human" as const, value: { ...common, ...humanV2(row.state.human) } }
        : { case: "machine" as const, value: machineV2(row.state.machine) },
  };
}
