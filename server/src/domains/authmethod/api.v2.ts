import { AuthFactorState } from "#contract/zitadel/user/v2/user_pb.ts";
import {
  AuthenticationMethodType,
  AuthFactors,
  UserService,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import {
  type AuthenticationMethodType as MethodTypeBeta,
  UserService as UserServiceBeta,
} from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { requireSelfOrOnUser, requireUser } from "#src/domains/user/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { listDetails, part } from "#src/platform/rpc/index.ts";
import { type ListedFactor, listFactors } from "./factors.ts";
import { type Method, type Reading, readyMethods } from "./methods.ts";

const methodTypes: Readonly<Record<Method, AuthenticationMethodType>> = {
  password: AuthenticationMethodType.PASSWORD,
  passkey: AuthenticationMethodType.PASSKEY,
  idp: AuthenticationMethodType.IDP,
  totp: AuthenticationMethodType.TOTP,
  u2f: AuthenticationMethodType.U2F,
  otpSms: AuthenticationMethodType.OTP_SMS,
  otpEmail: AuthenticationMethodType.OTP_EMAIL,
  recoveryCode: AuthenticationMethodType.RECOVERY_CODE,
};

const factorTypes: Readonly<Record<ListedFactor["type"]["case"], AuthFactors>> = {
  otp: AuthFactors.OTP,
  otpSms: AuthFactors.OTP_SMS,
  otpEmail: AuthFactors.OTP_EMAIL,
  u2f: AuthFactors.U2F,
};

/** An empty choice is every one. */
const isChosen = <T>(chosen: readonly T[], one: T): boolean => chosen.length === 0 || chosen.includes(one);

/** v2beta has the same numbers, and none for recovery codes. */
const isInBeta = (type: AuthenticationMethodType): type is MethodTypeBeta =>
  type !== AuthenticationMethodType.RECOVERY_CODE;

async function methodTypesOf(
  ctx: Ctx,
  userId: string,
  reading?: Reading,
): Promise<readonly AuthenticationMethodType[]> {
  await requireSelfOrOnUser(ctx, userId, "user.read");
  const methods = await readyMethods(ctx, await requireUser(ctx, userId), reading);
  return methods.map((method) => methodTypes[method]);
}

export const userPart = part(UserService, {
  async listAuthenticationMethodTypes({ userId, domainQuery }, ctx) {
    const { domain: rpId, includeWithoutDomain: withoutRpId } = domainQuery ?? {};
    const types = await methodTypesOf(ctx, userId, { rpId: rpId || undefined, withoutRpId });
    return { details: listDetails(types.length, ctx.now), authMethodTypes: [...types] };
  },
  async listAuthenticationFactors({ userId, authFactors, states }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.read");
    const factors = (await listFactors(ctx, userId)).map(({ ready, type }) => ({
      state: ready ? AuthFactorState.READY : AuthFactorState.NOT_READY,
      type,
    }));
    const result = factors.filter(
      ({ state, type }) => isChosen(states, state) && isChosen(authFactors, factorTypes[type.case]),
    );
    return { result };
  },
});

export const userBetaPart = part(UserServiceBeta, {
  async listAuthenticationMethodTypes({ userId }, ctx) {
    const types = (await methodTypesOf(ctx, userId)).filter(isInBeta);
    return { details: listDetails(types.length, ctx.now), authMethodTypes: types };
  },
});
