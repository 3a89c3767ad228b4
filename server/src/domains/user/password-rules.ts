import { passwordHistory, refusesCommon } from "#src/domains/credentialsettings/index.ts";
import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { User } from "./state.ts";

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
async function checkComplexity(ctx: Ctx, orgId: string, password: string): Promise<void> {
  const rules = await effectivePasswordComplexity(ctx, orgId);
  const key = brokenRule(password, rules);
  if (key === undefined) return;
  const rule = key.slice(key.lastIndexOf(".") + 1);
  throw invalid(ids[rule] ?? "COMMAND-Cmp1x", key, {
    field: "password",
    values: { minLength: rules.minLength },
  });
}

/** A password that somebody wants to have. */
export interface WantedPassword {
  readonly orgId: string;
  /** Unknown yet of somebody who is being made. */
  readonly userId?: string;
  readonly plain: string;
  /** By the person themselves; not by a manager for them. */
  readonly chosen: boolean;
}

/**
 * @throws invalid_argument naming the first rule that the password breaks: of the organization's complexity, USER-Cm7np
 *   for one that everybody tries first, USER-Hs7rp for one that the user had before
 */
export async function checkNewPassword(ctx: Ctx, wanted: WantedPassword): Promise<void> {
  const { orgId, userId, plain, chosen } = wanted;
  await checkComplexity(ctx, orgId, plain);
  if ((await refusesCommon(ctx, orgId, chosen)) && ctx.secrets.isCommonPassword(plain))
    throw invalid("USER-Cm7np", "Errors.User.Password.Common", { field: "password" });
  if (userId === undefined) return;
  for (const hash of await earlierHashes(ctx, userId, await passwordHistory(ctx, orgId)))
    if ((await ctx.secrets.verifyPassword(hash, plain)).ok)
      throw invalid("USER-Hs7rp", "Errors.User.Password.UsedBefore", { field: "password" });
}

/** The hashes of so many passwords, the current one among them, newest first; they stand in the user's history. */
async function earlierHashes(ctx: Ctx, userId: string, count: number): Promise<readonly string[]> {
  if (count === 0) return [];
  const events = await ctx.store.events(ctx.instanceId, {
    aggregateTypes: [User.aggregate],
    aggregateIds: [userId],
    types: ["user.human.password.changed", "user.human.added", "user.human.selfregistered"],
    limit: count,
  });
  return events.flatMap(({ payload }) => hashIn(payload) ?? []);
}

const hashIn = (payload: object | null): string | undefined =>
  payload !== null && "encodedHash" in payload && typeof payload.encodedHash === "string"
    ? payload.encodedHash
    : undefined;
