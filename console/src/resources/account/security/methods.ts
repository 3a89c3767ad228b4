import { useQuery } from "@connectrpc/connect-query";
import { PasswordlessType, SecondFactorType } from "@gatehouse/server/contract/zitadel/policy_pb.ts";
import { AuthFactorState } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import {
  AuthenticationMethodType,
  UserService,
} from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { useLoginPolicy } from "../account.ts";

/** An authenticator by its name, which may be empty. */
export interface Authenticator {
  readonly id: string;
  readonly name: string;
}

/** What is set up, and what may be. */
export interface Methods {
  readonly password: boolean;
  readonly passkeys: readonly Authenticator[];
  readonly keys: readonly Authenticator[];
  readonly totp: boolean;
  readonly sms: boolean;
  readonly mail: boolean;
  readonly codes: boolean;
  readonly allows: {
    readonly password: boolean;
    readonly passkeys: boolean;
    readonly keys: boolean;
    readonly totp: boolean;
    readonly sms: boolean;
    readonly mail: boolean;
    readonly codes: boolean;
  };
}

const { method } = UserService;

/** Everything together, or nothing yet. */
export function useMethods(userId: string) {
  const types = useQuery(method.listAuthenticationMethodTypes, { userId });
  const factors = useQuery(method.listAuthenticationFactors, { userId });
  const passkeys = useQuery(method.listPasskeys, { userId });
  const policy = useLoginPolicy();
  const all = [types, factors, passkeys];
  const error = all.find((one) => one.error)?.error;
  const retry = (): void => {
    for (const one of all) void one.refetch();
  };
  if (!types.data || !factors.data || !passkeys.data || !policy) return { methods: undefined, error, retry };
  const ready = factors.data.result.filter(({ state }) => state === AuthFactorState.READY);
  const knows = (type: SecondFactorType): boolean => policy.secondFactors.includes(type);
  const methods: Methods = {
    password: types.data.authMethodTypes.includes(AuthenticationMethodType.PASSWORD),
    passkeys: passkeys.data.result,
    keys: ready.flatMap(({ type }) => (type.case === "u2f" ? [type.value] : [])),
    totp: ready.some(({ type }) => type.case === "otp"),
    sms: ready.some(({ type }) => type.case === "otpSms"),
    mail: ready.some(({ type }) => type.case === "otpEmail"),
    codes: types.data.authMethodTypes.includes(AuthenticationMethodType.RECOVERY_CODE),
    allows: {
      password: policy.allowUsernamePassword,
      passkeys: policy.passwordlessType === PasswordlessType.ALLOWED,
      keys: knows(SecondFactorType.U2F),
      totp: knows(SecondFactorType.OTP),
      sms: knows(SecondFactorType.OTP_SMS),
      mail: knows(SecondFactorType.OTP_EMAIL),
      // They stand in for any other.
      codes: policy.secondFactors.length > 0,
    },
  };
  return { methods, error, retry };
}
