import { definePolicy, effective, flag, seconds, text, whole } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Factors that may follow a password, as stored. */
export const secondFactorTypes = { totp: 1, u2f: 2, otpEmail: 3, otpSms: 4 } as const;
/** Factors that are enough alone, as stored. */
export const multiFactorTypes = { passkey: 1 } as const;

interface Factors {
  readonly secondFactors: readonly number[];
  readonly multiFactors: readonly number[];
}

const typeIn = (payload: object | null): number =>
  payload !== null && "mfaType" in payload && typeof payload.mfaType === "number" ? payload.mfaType : 0;
const withType = (types: readonly number[], type: number): readonly number[] => [
  ...new Set([...types, type]),
];
const without = (types: readonly number[], type: number): readonly number[] =>
  types.filter((other) => other !== type);

/** Where a login without an application may end: nowhere, or at an address that is none of a script or a file. */
function isRedirectTarget(target: string): boolean {
  if (target === "") return true;
  const scheme = /^([a-z][a-z0-9+.-]*):\S+$/i.exec(target)?.[1]?.toLowerCase();
  return scheme !== undefined && target.length <= 500 && !barred.has(scheme);
}
const barred: ReadonlySet<string> = new Set(["javascript", "data", "vbscript", "blob", "file"]);

/**
 * How people log in. Lifetimes say for how long a credential counts as fresh; `mfaInitSkipLifetimeSeconds` for
 * how long nobody is asked again to set up a second factor, 0 for never asking at all.
 */
export const loginPolicy = definePolicy({
  code: "LOGINPOL",
  table: "login_policies",
  events: "policy.login",
  keys: { instance: "Errors.IAM.LoginPolicy", org: "Errors.Org.LoginPolicy" },
  fields: {
    allowUsernamePassword: flag(true),
    allowRegister: flag(true),
    allowExternalIdp: flag(true),
    forceMfa: flag(false, { wire: "forceMFA" }),
    forceMfaLocalOnly: flag(false, { wire: "forceMFALocalOnly" }),
    hidePasswordReset: flag(false),
    ignoreUnknownUsernames: flag(false),
    allowDomainDiscovery: flag(true),
    disableLoginWithEmail: flag(false),
    disableLoginWithPhone: flag(false),
    /** 0 not allowed, 1 allowed. */
    passwordlessType: whole(1, { max: 1 }),
    defaultRedirectUri: {
      ...text("", { wire: "defaultRedirectURI", wanted: "Errors.Setting.Redirect" }),
      allows: isRedirectTarget,
    },
    passwordCheckLifetimeSeconds: seconds(240 * 3600, { wire: "passwordCheckLifetime" }),
    externalLoginCheckLifetimeSeconds: seconds(240 * 3600, { wire: "externalLoginCheckLifetime" }),
    mfaInitSkipLifetimeSeconds: seconds(720 * 3600, { wire: "mfaInitSkipLifetime" }),
    secondFactorCheckLifetimeSeconds: seconds(18 * 3600, { wire: "secondFactorCheckLifetime" }),
    multiFactorCheckLifetimeSeconds: seconds(12 * 3600, { wire: "multiFactorCheckLifetime" }),
  },
  forOrgs: true,
  more: {
    initial: { secondFactors: [], multiFactors: [] } as Factors,
    byDefault: {
      secondFactors: [secondFactorTypes.totp, secondFactorTypes.u2f],
      multiFactors: [multiFactorTypes.passkey],
    },
    on: {
      "secondfactor.added": (policy, payload) => ({
        ...policy,
        secondFactors: withType(policy.secondFactors, typeIn(payload)),
      }),
      "secondfactor.removed": (policy, payload) => ({
        ...policy,
        secondFactors: without(policy.secondFactors, typeIn(payload)),
      }),
      "multifactor.added": (policy, payload) => ({
        ...policy,
        multiFactors: withType(policy.multiFactors, typeIn(payload)),
      }),
      "multifactor.removed": (policy, payload) => ({
        ...policy,
        multiFactors: without(policy.multiFactors, typeIn(payload)),
      }),
    },
    start: [
      { name: "secondfactor.added", payload: { mfaType: secondFactorTypes.totp } },
      { name: "secondfactor.added", payload: { mfaType: secondFactorTypes.u2f } },
      { name: "multifactor.added", payload: { mfaType: multiFactorTypes.passkey } },
    ],
  },
});

export type LoginPolicy = typeof loginPolicy.defaults;
/** What requests set beside the lists of factors. */
export type LoginPolicyFields = Omit<LoginPolicy, keyof Factors>;

/** How users of an organization log in, and whose policy that is. */
export const loginPolicyInForce = (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  effective(ctx, loginPolicy, orgId);

/** How users of an organization log in. */
export const effectiveLoginPolicy = async (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  (await loginPolicyInForce(ctx, orgId)).value;
