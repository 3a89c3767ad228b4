import type { SetHumanEmail } from "#contract/zitadel/user/v2/email_pb.ts";
import { NotificationType } from "#contract/zitadel/user/v2/password_pb.ts";
import type { SetHumanPhone } from "#contract/zitadel/user/v2/phone_pb.ts";
import { AccessTokenType, Gender, UserState as State } from "#contract/zitadel/user/v2/user_pb.ts";
import type {
  CreateInviteCodeRequest,
  PasswordResetRequest,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { details, timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { avatarUrl } from "./avatar.ts";
import type { Delivery, Verification } from "./codes/make-code.ts";
import type { Channel } from "./codes/password-reset.ts";
import type { Gender as GenderNumber, TokenType } from "./events.ts";
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

/** Where the code for a new password goes. Without a choice it is sent by mail. */
export function resetOf(medium: Wire<PasswordResetRequest>["medium"]): {
  readonly channel: Channel;
  readonly wanted: Delivery;
} {
  if (medium.case === "returnCode") return { channel: "email", wanted: { kind: "return" } };
  const { notificationType, urlTemplate } = medium.value ?? {};
  return {
    channel: notificationType === NotificationType.SMS ? "sms" : "email",
    wanted: { kind: "send", urlTemplate },
  };
}

/** Where an invitation goes. Without a choice it is sent. */
export function inviteOf(verification: Wire<CreateInviteCodeRequest>["verification"]): {
  readonly wanted: Delivery;
  readonly applicationName: string | undefined;
} {
  if (verification.case === "returnCode") return { wanted: { kind: "return" }, applicationName: undefined };
  const { urlTemplate, applicationName } = verification.value ?? {};
  return { wanted: { kind: "send", urlTemplate }, applicationName };
}

export const genderOf = (gender: Gender | undefined): GenderNumber =>
  gender === Gender.FEMALE ? 1 : gender === Gender.MALE ? 2 : gender === Gender.DIVERSE ? 3 : 0;

export const tokenTypeOf = (type: AccessTokenType): TokenType => (type === AccessTokenType.JWT ? 1 : 0);

const profileV2 = (human: HumanState, avatar: string) => ({
  givenName: human.firstName,
  familyName: human.lastName,
  nickName: human.nickName || undefined,
  displayName: human.displayName,
  preferredLanguage: human.preferredLanguage || undefined,
  gender: human.gender,
  avatarUrl: avatar,
});

const humanV2 = (human: HumanState, avatar: string) => ({
  profile: profileV2(human, avatar),
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

export function userV2(row: Row<UserState>, loginNames: LoginNames, origin: string) {
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
        ? {
            case: "human" as const,
            value: { ...common, ...humanV2(row.state.human, avatarUrl(row, origin)) },
          }
        : { case: "machine" as const, value: machineV2(row.state.machine) },
  };
}
