import type { PolicyLevel } from "#src/kits/settings/index.ts";
import type { Draft } from "#src/platform/eventstore/index.ts";
import { alreadyExists, invalid, notFound, required } from "#src/platform/failure/index.ts";
import { type LoginPolicy, multiFactorTypes, secondFactorTypes } from "./policy.ts";

/** Which list a factor stands in. */
export type FactorList = "secondFactors" | "multiFactors";

const known: Readonly<Record<FactorList, readonly number[]>> = {
  secondFactors: Object.values(secondFactorTypes),
  multiFactors: Object.values(multiFactorTypes),
};

const nameOf = { secondFactors: "secondfactor", multiFactors: "multifactor" } as const;
const keyOf = { instance: "Errors.IAM.LoginPolicy", org: "Errors.Org.LoginPolicy" } as const;

const event = (level: PolicyLevel, list: FactorList, what: "added" | "removed", mfaType: number): Draft => ({
  type: `${level}.policy.login.${nameOf[list]}.${what}`,
  payload: { mfaType },
});

function checkType(level: PolicyLevel, list: FactorList, type: number): void {
  if (!known[list].includes(type))
    throw invalid("LOGINPOL-Mf1un", `${keyOf[level]}.MFA.Unspecified`, { field: "type" });
}

/** @throws already_exists for a factor of the list; not_found where there is no policy of its own */
export const addFactor =
  (level: PolicyLevel, list: FactorList, type: number) =>
  (state: LoginPolicy | undefined): readonly Draft[] => {
    checkType(level, list, type);
    const policy = required(state, "LOGINPOL-Mf2nf", `${keyOf[level]}.NotFound`);
    if (policy[list].includes(type))
      throw alreadyExists("LOGINPOL-Mf3ex", `${keyOf[level]}.MFA.AlreadyExists`);
    return [event(level, list, "added", type)];
  };

/** @throws not_found for a factor that is not in the list, and where there is no policy of its own */
export const removeFactor =
  (level: PolicyLevel, list: FactorList, type: number) =>
  (state: LoginPolicy | undefined): readonly Draft[] => {
    checkType(level, list, type);
    const policy = required(state, "LOGINPOL-Mf4nf", `${keyOf[level]}.NotFound`);
    if (!policy[list].includes(type)) throw notFound("LOGINPOL-Mf5no", `${keyOf[level]}.MFA.NotExisting`);
    return [event(level, list, "removed", type)];
  };

/** The factors that a policy starts with, each once. */
export const startFactors = (
  level: PolicyLevel,
  list: FactorList,
  types: readonly number[],
): readonly Draft[] =>
  [...new Set(types)].map((type) => {
    checkType(level, list, type);
    return event(level, list, "added", type);
  });
