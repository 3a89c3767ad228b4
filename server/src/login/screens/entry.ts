/** Where every login begins and where each form returns to: the next step, or the way out. */

import { Failure } from "#src/platform/failure/index.ts";
import type { Step, StepKind } from "../flow/index.ts";
import { finish as finishVisit, refuse } from "../house/finish.ts";
import { tellHint } from "../house/hint.ts";
import { load } from "../house/visit.ts";
import { successPage } from "../pages/success.ts";
import { paths, safeHref } from "../routes.ts";
import { decide, go, show, type Turn, within } from "../turn.ts";
import { deny } from "./device.ts";
import { stepRefusal } from "./failure.ts";
import { openByCode } from "./first-steps.ts";
import { wayByName } from "./login-name.ts";
import { toSecondFactor } from "./second-factor.ts";

/** The steps that have a screen. */
const screens: Partial<Record<StepKind, string>> = {
  login_name: paths.loginName,
  account_picker: paths.accounts,
  passkey: paths.passkey,
  passkey_setup: paths.passkeySet,
  password: paths.password,
  password_change: paths.passwordChange,
  username_change: paths.usernameChange,
  mfa_check: paths.mfa,
  mfa_setup: paths.mfaSet,
  register: paths.register,
};

/** The steps that are shown though nobody has to take them. */
const offers: Partial<Record<StepKind, string>> = {
  mfa_prompt: paths.mfaSet,
  passkey_prompt: paths.passkeyPrompt,
};

export async function entry(turn: Turn): Promise<Response> {
  const decision = decide(turn);
  // On that page, the hint is told of by itself.
  const toName = decision.outcome === "steps" && decision.steps[0].kind === "login_name";
  if (!toName && !(await isTold(() => tellHint(turn.ctx, turn.loaded)))) return untold(turn);
  switch (decision.outcome) {
    case "done": {
      const offer = decision.offered.map(({ kind }) => offers[kind]).find((path) => path !== undefined);
      if (offer !== undefined) return go(turn, within(turn, offer, { sessionId: turn.visit.sessionId }));
      return finish(turn, decision.successPage);
    }
    case "refuse":
      return go(turn, await refuse(turn.ctx, turn.visit, decision.error, decision.step.id));
    default:
      return open(turn, decision.steps[0]);
  }
}

async function open(turn: Turn, step: Step): Promise<Response> {
  const { visit, params } = turn;
  if (step.kind === "reuse_session") {
    return go(turn, within(turn, paths.entry, { sessionId: step.sessionId }));
  }
  const screen = [step.kind, ...(step.alternatives ?? [])]
    .map((kind) => screens[kind])
    .find((path) => path !== undefined);
  if (screen === undefined) return (await openByCode(turn, step)) ?? stepRefusal(turn, step);
  if (screen === paths.mfa) return toSecondFactor(turn, step);
  if (screen === paths.loginName)
    return (await byHint(turn, step)) ?? go(turn, within(turn, screen, { loginName: params.loginName }));
  if (screen === paths.register) return go(turn, within(turn, screen, { loginName: params.loginName }));
  if (screen === paths.accounts) return go(turn, within(turn, screen));
  return go(turn, within(turn, screen, { sessionId: visit.sessionId }));
}

/**
 * A login_hint that leads on saves typing it; one that does not is only filled in. It tells what the form does: of an
 * address that is told nothing for a while, any hint is only filled in.
 */
async function byHint(turn: Turn, step: Step): Promise<Response | undefined> {
  const hint = turn.loaded.request?.loginHint;
  if (hint === undefined || hint === "" || step.because === "request.organization") return undefined;
  const { sessionId: _none, ...rest } = turn.visit;
  const visit = { ...rest, loginName: hint };
  let way: Response | undefined;
  await isTold(async () => {
    way = await wayByName({ ...turn, visit, loaded: await load(turn.ctx, visit) });
  });
  return way;
}

/** @returns false for an address that asked for too many names */
async function isTold(tell: () => Promise<void>): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return false;
    throw error;
  }
}

/** As for a hint at somebody who is not signed in here, whoever has the name. */
async function untold(turn: Turn): Promise<Response> {
  if (turn.loaded.facts.request.prompts.includes("none"))
    return go(turn, await refuse(turn.ctx, turn.visit, "login_required", "LIMIT-f4Sl7"));
  return go(turn, within(turn, paths.loginName));
}

async function finish(turn: Turn, withPage: boolean): Promise<Response> {
  const { visit, loaded, ctx, frame } = turn;
  if (visit.requestId === undefined)
    return go(turn, safeHref(loaded.settings.defaultRedirectUri) ?? "/ui/console");
  if (loaded.facts.request.kind === "device")
    return go(turn, within(turn, paths.deviceConsent, { sessionId: visit.sessionId }));
  const href = await finishVisit(ctx, loaded);
  return withPage ? show(turn, successPage(frame, { href, leadsOn: true })) : go(turn, href);
}

/** For a visit without a request: who is signed in may go on from here. */
export async function signedIn(turn: Turn): Promise<Response> {
  if (decide(turn).outcome !== "done") return go(turn, within(turn, paths.entry));
  if (turn.visit.requestId !== undefined) return entry(turn);
  const href = safeHref(turn.loaded.settings.defaultRedirectUri) ?? "/ui/console";
  return show(turn, successPage(turn.frame, { href, leadsOn: false }));
}

/** Back to the application with an error, when somebody gives up. */
export async function cancel(turn: Turn): Promise<Response> {
  const stepId = turn.params.get("stepId") ?? "";
  const id = /^[A-Z]{2,10}-\w{5,12}$/.test(stepId) ? stepId : "LOGIN-c4Nc3";
  if (turn.visit.requestId === undefined) return go(turn, paths.entry);
  if (turn.loaded.facts.request.kind === "device") return deny(turn);
  return go(turn, await refuse(turn.ctx, turn.visit, "access_denied", id));
}
