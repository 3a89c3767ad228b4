import {
  maxRecoveryCodes,
  removeRecoveryCodes,
  setRecoveryCodes,
  User,
  type UserState,
} from "#src/domains/user/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { newCode, secretForm } from "./code.ts";

/**
 * New codes in place of those that are left; shown once.
 * @throws invalid_argument USER-Rc6co
 */
export async function generateRecoveryCodes(
  ctx: Ctx,
  userId: string,
  count: number,
): Promise<{ readonly row: Written<UserState>; readonly codes: readonly string[] }> {
  if (count < 1 || count > maxRecoveryCodes)
    throw invalid("USER-Rc6co", "Errors.User.MFA.RecoveryCodes.CountInvalid", {
      field: "count",
      values: { max: maxRecoveryCodes },
    });
  const codes = Array.from({ length: count }, () => newCode(ctx));
  const hashes = await Promise.all(codes.map((code) => ctx.secrets.hashSecret(secretForm(userId, code))));
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => [
    setRecoveryCodes(hashes)(user),
  ]);
  return { row, codes };
}

/** @throws not_found USER-Rc2no */
export async function removeRecoveryCodesOf(ctx: Ctx, userId: string): Promise<Written<UserState>> {
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => [removeRecoveryCodes(user)]);
  return row;
}
