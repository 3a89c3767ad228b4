import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

export interface Complexity {
  readonly minLength: number;
  readonly hasLowercase: boolean;
  readonly hasUppercase: boolean;
  readonly hasNumber: boolean;
  readonly hasSymbol: boolean;
}

/** Longer ones would only make hashing slow; every family we hash with reads this much. */
const maxLength = 200;

/** The first rule that a password breaks, as the message key of its refusal; undefined when it is good. */
export function brokenRule(password: string, rules: Complexity): string | undefined {
  const broken: readonly [boolean, string][] = [
    [password.length < rules.minLength || password.length === 0, "MinLength"],
    [password.length > maxLength, "MaxLength"],
    [rules.hasLowercase && !/\p{Ll}/u.test(password), "HasLower"],
    [rules.hasUppercase && !/\p{Lu}/u.test(password), "HasUpper"],
    [rules.hasNumber && !/\p{Nd}/u.test(password), "HasNumber"],
    [rules.hasSymbol && !/[^a-zA-Z0-9]/.test(password), "HasSymbol"],
  ];
  const first = broken.find(([is]) => is);
  return first && `Errors.User.PasswordComplexityPolicy.${first[1]}`;
}

const ids: Readonly<Record<string, string>> = {
  MinLength: "COMMAND-HuJf6",
  MaxLength: "COMMAND-Mx1en",
  HasLower: "COMMAND-co3Xw",
  HasUpper: "COMMAND-VoaRj",
  HasNumber: "COMMAND-ZBv4H",
  HasSymbol: "COMMAND-ZDLwA",
};

/** @throws invalid_argument naming the first rule of the user's organization that the password breaks */
export async function checkComplexity(ctx: Ctx, orgId: string, password: string): Promise<void> {
  const rules = await effectivePasswordComplexity(ctx, orgId);
  const key = brokenRule(password, rules);
  if (key === undefined) return;
  const rule = key.slice(key.lastIndexOf(".") + 1);
  throw invalid(ids[rule] ?? "COMMAND-Cmp1x", key, {
    field: "password",
    values: { minLength: rules.minLength },
  });
}
