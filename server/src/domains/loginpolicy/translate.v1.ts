import type { Duration } from "@bufbuild/protobuf/wkt";
import type { Given } from "#src/kits/settings/index.ts";
import { duration, secondsOf } from "#src/platform/rpc/index.ts";
import type { LoginPolicy, LoginPolicyFields } from "./policy.ts";

/** What add and update requests of all three services have in common. */
export interface LoginPolicyRequest {
  readonly allowUsernamePassword: boolean;
  readonly allowRegister: boolean;
  readonly allowExternalIdp: boolean;
  readonly forceMfa: boolean;
  readonly forceMfaLocalOnly: boolean;
  readonly passwordlessType: number;
  readonly hidePasswordReset: boolean;
  readonly ignoreUnknownUsernames: boolean;
  readonly allowDomainDiscovery: boolean;
  readonly disableLoginWithEmail: boolean;
  readonly disableLoginWithPhone: boolean;
  readonly defaultRedirectUri: string;
  readonly passwordCheckLifetime?: Duration | undefined;
  readonly externalLoginCheckLifetime?: Duration | undefined;
  readonly mfaInitSkipLifetime?: Duration | undefined;
  readonly secondFactorCheckLifetime?: Duration | undefined;
  readonly multiFactorCheckLifetime?: Duration | undefined;
}

const lifetime = (given: Duration | undefined): number | undefined =>
  given === undefined ? undefined : secondsOf(given);

/** A lifetime that a request leaves out stays as it is; whoever wants none says 0. */
export const givenV1 = (request: LoginPolicyRequest): Given<LoginPolicyFields> => ({
  allowUsernamePassword: request.allowUsernamePassword,
  allowRegister: request.allowRegister,
  allowExternalIdp: request.allowExternalIdp,
  forceMfa: request.forceMfa,
  forceMfaLocalOnly: request.forceMfaLocalOnly,
  passwordlessType: request.passwordlessType,
  hidePasswordReset: request.hidePasswordReset,
  ignoreUnknownUsernames: request.ignoreUnknownUsernames,
  allowDomainDiscovery: request.allowDomainDiscovery,
  disableLoginWithEmail: request.disableLoginWithEmail,
  disableLoginWithPhone: request.disableLoginWithPhone,
  defaultRedirectUri: request.defaultRedirectUri,
  passwordCheckLifetimeSeconds: lifetime(request.passwordCheckLifetime),
  externalLoginCheckLifetimeSeconds: lifetime(request.externalLoginCheckLifetime),
  mfaInitSkipLifetimeSeconds: lifetime(request.mfaInitSkipLifetime),
  secondFactorCheckLifetimeSeconds: lifetime(request.secondFactorCheckLifetime),
  multiFactorCheckLifetimeSeconds: lifetime(request.multiFactorCheckLifetime),
});

/** Stored numbers are the contract's. */
const secondFactors = [1, 2, 3, 4] as const;

export const secondFactorsV1 = ({ secondFactors: stored }: LoginPolicy) =>
  secondFactors.filter((type) => stored.includes(type));

export const multiFactorsV1 = ({ multiFactors: stored }: LoginPolicy) =>
  stored.includes(1) ? [1 as const] : [];

export const shownV1 = (policy: LoginPolicy) => ({
  allowUsernamePassword: policy.allowUsernamePassword,
  allowRegister: policy.allowRegister,
  allowExternalIdp: policy.allowExternalIdp,
  forceMfa: policy.forceMfa,
  forceMfaLocalOnly: policy.forceMfaLocalOnly,
  passwordlessType: policy.passwordlessType === 1 ? (1 as const) : (0 as const),
  hidePasswordReset: policy.hidePasswordReset,
  ignoreUnknownUsernames: policy.ignoreUnknownUsernames,
  allowDomainDiscovery: policy.allowDomainDiscovery,
  disableLoginWithEmail: policy.disableLoginWithEmail,
  disableLoginWithPhone: policy.disableLoginWithPhone,
  defaultRedirectUri: policy.defaultRedirectUri,
  passwordCheckLifetime: duration(policy.passwordCheckLifetimeSeconds),
  externalLoginCheckLifetime: duration(policy.externalLoginCheckLifetimeSeconds),
  mfaInitSkipLifetime: duration(policy.mfaInitSkipLifetimeSeconds),
  secondFactorCheckLifetime: duration(policy.secondFactorCheckLifetimeSeconds),
  multiFactorCheckLifetime: duration(policy.multiFactorCheckLifetimeSeconds),
  secondFactors: secondFactorsV1(policy),
  multiFactors: multiFactorsV1(policy),
});
