import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { brokenRule, recordPassword, setPassword } from "#src/domains/user/index.ts";
import { Failure, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { PasswordRule, Visit } from "../visit.ts";
import { comparePassword } from "./password.ts";
import { asLogin, renew } from "./sign-in.ts";
import { userView } from "./user.ts";
import { readVisit } from "./visit.ts";

export type PasswordChange =
  | { readonly status: "ok" }
  | { readonly status: "wrong_current" }
  | { readonly status: "locked" }
  | { readonly status: "unchanged" }
  /** One that everybody tries first, or one of the person's own of before. */
  | { readonly status: "common" | "used_before" }
  | { readonly status: "rules"; readonly broken: readonly PasswordRule[] };

/**
 * For the visit's session, whose user proves the current password again; that renews the session's password check.
 * Rules come first: they are public, and whoever breaks one has not used up a try.
 * @throws resource_exhausted
 */
export async function changePassword(
  ctx: Ctx,
  visit: Visit,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<PasswordChange> {
  const { session, user } = await readVisit(ctx, visit);
  if (session === undefined || user === undefined)
    throw precondition("LOGIN-cP5s2", "Errors.Login.UserRequired");
  const broken = brokenRules(next, await effectivePasswordComplexity(ctx, user.owner));
  if (broken.length > 0) return { status: "rules", broken };
  const { loginName: name } = await userView(ctx, user);
  const subject = { user, name };
  const outcome = await comparePassword(asLogin(ctx), subject, current, ({ aggregateId }, recorded) =>
    recordPassword(asLogin(ctx), aggregateId, recorded),
  );
  if (outcome === "locked") return { status: "locked" };
  if (typeof outcome === "string") return { status: "wrong_current" };
  if (current === next) return { status: "unchanged" };
  try {
    await setPassword(
      { ...ctx, creator: user.aggregateId },
      user.aggregateId,
      next,
      false,
      session.aggregateId,
    );
  } catch (error) {
    const status = error instanceof Failure && refusals[error.id];
    if (status) return { status };
    throw error;
  }
  await renew(ctx, session, user);
  return { status: "ok" };
}

/** Ids that the slice refuses with. */
const refusals: Readonly<Record<string, "common" | "used_before">> = {
  "USER-Cm7np": "common",
  "USER-Hs7rp": "used_before",
};

type Complexity = Parameters<typeof brokenRule>[1];

/** Every rule that a password breaks: each is asked for alone. */
export function brokenRules(password: string, rules: Complexity): readonly PasswordRule[] {
  const none: Complexity = {
    minLength: 0,
    hasLowercase: false,
    hasUppercase: false,
    hasNumber: false,
    hasSymbol: false,
  };
  const alone: readonly [PasswordRule, Complexity][] = [
    ["minLength", { ...none, minLength: rules.minLength }],
    ["lower", { ...none, hasLowercase: rules.hasLowercase }],
    ["upper", { ...none, hasUppercase: rules.hasUppercase }],
    ["number", { ...none, hasNumber: rules.hasNumber }],
    ["symbol", { ...none, hasSymbol: rules.hasSymbol }],
  ];
  return alone.filter(([, rule]) => brokenRule(password, rule) !== undefined).map(([name]) => name);
}
