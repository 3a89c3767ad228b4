/** Who may set up a factor on these pages, and what can be. */
import type { FlashError } from "../browser.ts";
import { type Factor, maySetUp } from "../flow/index.ts";
import { type Holder, holderOf } from "../house/second-factor.ts";
import type { SetUpOutcome } from "../house/set-up.ts";
import { paths } from "../routes.ts";
import { decide, type Turn } from "../turn.ts";
import { backTo, toEntry } from "./second-factor.ts";

/** Factors that the policy allows, that the person does not have, and that they could set up now. */
export function possible(turn: Turn, { human }: Holder): readonly Factor[] {
  const { user, settings } = turn.loaded.facts;
  const decision = decide(turn);
  const [step] = decision.outcome === "steps" ? decision.steps : [];
  const demanded = step?.kind === "mfa_setup" && step.because === "request.acr_values";
  const all: readonly Factor[] = [
    ...(settings.allowPasskeys ? (["passkey"] as const) : []),
    ...settings.secondFactors,
  ];
  return all.filter((factor) => {
    if (demanded && step.factors?.includes(factor) !== true) return false;
    // Of these one may have several.
    if (factor === "passkey" || factor === "u2f") return true;
    if (factor === "otp_email" && human.verifiedEmail === undefined) return false;
    return user?.factors.includes(factor) !== true;
  });
}

/** Who may set up this factor now; undefined for everybody else, whom the flow leads on. */
export async function settingUp(turn: Turn, factor?: Factor): Promise<Holder | undefined> {
  const { loaded, ctx, visit } = turn;
  if (!maySetUp({ ...loaded.facts, surface: "hosted", now: ctx.now })) return undefined;
  const holder = await holderOf(ctx, visit);
  if (holder === undefined || factor === undefined) return holder;
  return possible(turn, holder).includes(factor) ? holder : undefined;
}

/** After a set-up that did not come about. `taken`: it did already, by the same form. */
export function refusedSetUp(
  turn: Turn,
  outcome: Exclude<SetUpOutcome, "ok">,
  page: string,
  errors: Readonly<Record<string, FlashError>>,
): Response {
  if (outcome === "taken") return toEntry(turn);
  if (outcome === "too_many") return backTo(turn, page, { form: { key: "mfa.errorTooMany" } });
  return backTo(turn, page, errors);
}

export const setUpPaths: Readonly<Record<Factor, string>> = {
  passkey: paths.passkeySet,
  totp: paths.otpTimeSet,
  u2f: paths.u2fSet,
  otp_sms: paths.otpSmsSet,
  otp_email: paths.otpEmailSet,
};
