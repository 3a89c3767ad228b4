/** Security keys as second factors: their check, and their registration. */
import { credentialOf } from "../house/asked-authenticator.ts";
import { askForKey, checkKey, holderOf } from "../house/second-factor.ts";
import { askForNewKey, setUpKey } from "../house/set-up.ts";
import { u2fPage, u2fSetPage } from "../pages/u2f.ts";
import { paths } from "../routes.ts";
import { formStatus, type Handler, show, waitingErrors, within } from "../turn.ts";
import {
  afterCheck,
  backTo,
  isChoice,
  openCheck,
  toEntry,
  toFactor,
  waysBeside,
  whom,
} from "./second-factor.ts";
import { refusedSetUp, settingUp } from "./set-up.ts";

export const showU2f: Handler = async (turn) => {
  const step = openCheck(turn);
  const holder = step && (await holderOf(turn.ctx, turn.visit));
  if (step === undefined || holder === undefined || !isChoice(step, holder, "u2f")) return toEntry(turn);
  const after = turn.params.get("after");
  const asked = await askForKey(turn.ctx, turn.visit, holder);
  const errors = waitingErrors(turn);
  const content = u2fPage(turn.frame, {
    ...whom(turn),
    action: paths.u2f,
    options: asked?.options,
    carry: { challenge: asked?.challenge ?? "", ...(after === "setup" ? { after } : {}) },
    ways: waysBeside(step, holder, "u2f"),
    errors,
  });
  return show(turn, content, formStatus(errors));
};

export const enterU2f: Handler = async (turn) => {
  const step = openCheck(turn);
  const holder = step && (await holderOf(turn.ctx, turn.visit));
  if (step === undefined || holder === undefined || !isChoice(step, holder, "u2f")) return toEntry(turn);
  const failed = { key: "u2f.errorFailed" } as const;
  const carry = { after: turn.params.get("after") };
  const credential = credentialOf(turn.params.get("credential"));
  if (credential === undefined) return backTo(turn, paths.u2f, { form: failed }, carry);
  const outcome = await checkKey(turn.ctx, turn.visit, {
    challenge: turn.params.get("challenge") ?? "",
    credential,
  });
  return outcome === "wrong"
    ? backTo(turn, paths.u2f, { form: failed }, carry)
    : afterCheck(turn, outcome, paths.u2f, { wrong: failed, expired: failed });
};

export const showU2fSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "u2f");
  if (holder === undefined) return toEntry(turn);
  const { question, options } = await askForNewKey(turn.ctx, turn.visit, holder);
  const errors = waitingErrors(turn);
  const content = u2fSetPage(turn.frame, {
    action: paths.u2fSet,
    options,
    question,
    name: turn.frame.t("u2f.nameDefault"),
    backHref: within(turn, paths.mfaSet, { sessionId: turn.visit.sessionId }),
    errors,
  });
  return show(turn, content, formStatus(errors));
};

const maxName = 200;

/** That the key answers is shown at once, as at every login from now on. */
export const enterU2fSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "u2f");
  if (holder === undefined) return toEntry(turn);
  const name = turn.params.get("name")?.trim() || turn.frame.t("u2f.nameDefault");
  const credential = credentialOf(turn.params.get("credential"));
  const question = turn.params.get("question") ?? "";
  if (name.length > maxName) return backTo(turn, paths.u2fSet, { name: { key: "common.tooLong" } });
  if (credential === undefined) return backTo(turn, paths.u2fSet, { form: { key: "u2f.errorFailed" } });
  const outcome = await setUpKey(turn.ctx, turn.visit, holder, { question, credential, name });
  if (outcome === "ok") return toFactor(turn, "u2f", { after: "setup" });
  return refusedSetUp(turn, outcome, paths.u2fSet, { form: { key: "u2f.errorFailed" } });
};
