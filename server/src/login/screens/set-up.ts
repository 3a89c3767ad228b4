/** Who may set up a factor on these pages, and what can be. */
import { emailProviders } from "#src/domains/emailprovider/index.ts";
import type { FlashError } from "../browser.ts";
import { type Factor, maySetUp } from "../flow/index.ts";
import { type Holder, holderOf } from "../house/second-factor.ts";
import type { SetUpOutcome } from "../house/set-up.ts";
import { paths } from "../routes.ts";
import { decide, type Turn } from "../turn.ts";
import { backTo, toEntry } from "./second-factor.ts";

/** Factors that the policy allows, that the person does not have, and that they could set up now. */
export async function possible(turn: Turn, { human }: Holder): Promise<readonly Factor[]> {
  const allowed = allowedFactors(turn);
  const takesMail = allowed.includes("otp_email") && (await mailsArrive(turn));
  return allowed.filter((factor) => {
    // Of these one may have several.
    if (factor === "passkey" || factor === "u2f") return true;
    if (factor === "otp_email" && (!takesMail || human.verifiedEmail === undefined)) return false;
    return turn.loaded.facts.user?.factors.includes(factor) !== true;
  });
}

/** Whether proving the address is what a set-up waits for: then codes by mail can be a factor. */
export const needsAddress = async (turn: Turn, { human }: Holder): Promise<boolean> =>
  human.verifiedEmail === undefined && allowedFactors(turn).includes("otp_email") && mailsArrive(turn);

const mailsArrive = async ({ ctx, keepsMails }: Turn): Promise<boolean> =>
  keepsMails || (await emailProviders(ctx)).length > 0;

/** By the policy, and by the request where that is what demands one. */
function allowedFactors(turn: Turn): readonly Factor[] {
  const { settings } = turn.loaded.facts;
  const decision = decide(turn);
  const [step] = decision.outcome === "steps" ? decision.steps : [];
  const demanded = step?.kind === "mfa_setup" && step.because === "request.acr_values";
  const all: readonly Factor[] = [
    ...(settings.allowPasskeys ? (["passkey"] as const) : []),
    ...settings.secondFactors,
  ];
  return demanded ? all.filter((factor) => step.factors?.includes(factor)) : all;
}

/** Who may set up this factor now; undefined for everybody else, whom the flow leads on. */
export async function settingUp(turn: Turn, factor?: Factor): Promise<Holder | undefined> {
  const { loaded, ctx, visit } = turn;
  if (!maySetUp({ ...loaded.facts, surface: "hosted", now: ctx.now })) return undefined;
  const holder = await holderOf(ctx, visit);
  if (holder === undefined || factor === undefined) return holder;
  return (await possible(turn, holder)).includes(factor) ? holder : undefined;
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
