import { authenticatorNames } from "#src/domains/credentialsettings/index.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import {
  addOtp,
  addProvenTotp,
  addTotp,
  loginNamesOf,
  type OtpChannel,
  pendingTotp,
  removeOtp,
  removeTotp,
  requireUser,
  User,
  type UserState,
  userById,
  verifyTotp,
} from "#src/domains/user/index.ts";
import { type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { stepOfSealed } from "./check.ts";
import { keyUri, newTotpSecret, stepOf } from "./totp.ts";

type Decision = ReturnType<typeof addTotp>;

async function apply(ctx: Ctx, userId: string, decision: Decision): Promise<Written<UserState>> {
  const [user] = await ctx.store.execute(ctx, [ref(User, userId)], ([before]) => [decision(before)]);
  return user;
}

/** A secret for somebody's authenticator. */
export interface TotpSecret {
  readonly uri: string;
  /** base32 */
  readonly secret: string;
}

export interface TotpRegistration extends TotpSecret {
  readonly row: Written<UserState>;
}

async function secretOf(ctx: Ctx, user: Row<UserState>, secret: string): Promise<TotpSecret> {
  const { preferred } = await loginNamesOf(ctx, user);
  const { totpIssuer } = await authenticatorNames(ctx, user.owner);
  return { secret, uri: keyUri(totpIssuer ?? (await instanceOf(ctx)).name, preferred, secret) };
}

/** Makes a secret, which is a factor as soon as a code of it was entered. @throws already_exists COMMAND-do9se */
export async function registerTotp(ctx: Ctx, userId: string): Promise<TotpRegistration> {
  const user = await requireUser(ctx, userId);
  const secret = newTotpSecret(ctx.secrets);
  const row = await apply(ctx, userId, addTotp(ctx.secrets.seal("otp", secret)));
  return { row, ...(await secretOf(ctx, user, secret)) };
}

/**
 * A secret of which nothing is stored, for a page that shows it: `setUpTotp` takes it back.
 * @param secret base32, to show one again
 */
export const shownTotp = async (
  ctx: Ctx,
  userId: string,
  secret: string = newTotpSecret(ctx.secrets),
): Promise<TotpSecret> => secretOf(ctx, await requireUser(ctx, userId), secret);

/**
 * A secret that was shown becomes a factor by a code of it, which is used up.
 * @throws already_exists COMMAND-do9se when there is one already; invalid_argument EVENT-8isk2 for a wrong code;
 *   resource_exhausted LIMIT-f4Sl7
 */
export async function setUpTotp(
  ctx: Ctx,
  userId: string,
  secret: string,
  typed: string,
): Promise<Written<UserState>> {
  const step = await compareTotp(ctx, userId, () => stepOf(secret, typed, ctx.now));
  return apply(ctx, userId, addProvenTotp(ctx.secrets.seal("otp", secret), step));
}

/**
 * Proves the secret by a code of it, which is used up.
 * @throws not_found USER-Tp3no without a secret; failed_precondition COMMAND-qx4ls when it is proven already;
 *   invalid_argument EVENT-8isk2 for a wrong code
 */
export async function verifyTotpRegistration(
  ctx: Ctx,
  userId: string,
  typed: string,
): Promise<Written<UserState>> {
  const totp = pendingTotp((await userById(ctx, userId))?.state);
  const step = await compareTotp(ctx, userId, () => stepOfSealed(ctx, totp, typed));
  return apply(ctx, userId, verifyTotp(totp, step));
}

/** The time step of the code; a wrong one counts. */
async function compareTotp(ctx: Ctx, userId: string, find: () => number | undefined): Promise<number> {
  const budget = { instanceId: ctx.instanceId, rule: limitRules.secondFactorPerUser, subject: userId };
  const { step } = await ctx.limits.guard([budget], async () => {
    const found = find();
    return { ok: found !== undefined, step: found };
  });
  if (step === undefined) throw invalid("EVENT-8isk2", "Errors.User.MFA.OTP.InvalidCode", { field: "code" });
  return step;
}

export const removeTotpOf = (ctx: Ctx, userId: string) => apply(ctx, userId, removeTotp);

export const addOtpTo = (ctx: Ctx, userId: string, channel: OtpChannel) =>
  apply(ctx, userId, addOtp(channel));

export const removeOtpOf = (ctx: Ctx, userId: string, channel: OtpChannel) =>
  apply(ctx, userId, removeOtp(channel));
