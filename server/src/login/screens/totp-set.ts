import { newSecret, proveSecret, shownSecret } from "../house/set-up.ts";
import { totpSetPage } from "../pages/totp-set.ts";
import { paths } from "../routes.ts";
import { formStatus, go, type Handler, show, waitingErrors, within } from "../turn.ts";
import { afterSetUp, backTo, toEntry } from "./second-factor.ts";
import { refusedSetUp, settingUp } from "./set-up.ts";

const maxLength = 100;

/** The address carries the secret that it shows, sealed: a reload shows the same one, and nobody else's page does. */
export const showTotpSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "totp");
  if (holder === undefined) return toEntry(turn);
  const { sessionId } = turn.visit;
  const secret = await shownSecret(turn.ctx, holder, turn.params.get("mark") ?? "");
  if (secret === undefined) {
    const mark = await newSecret(turn.ctx, holder);
    return go(turn, within(turn, paths.otpTimeSet, { sessionId, mark }));
  }
  const errors = waitingErrors(turn);
  const content = totpSetPage(turn.frame, {
    action: paths.otpTimeSet,
    ...secret,
    backHref: within(turn, paths.mfaSet, { sessionId }),
    errors,
  });
  return show(turn, content, formStatus(errors));
};

export const enterTotpSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "totp");
  if (holder === undefined) return toEntry(turn);
  const mark = turn.params.get("mark") ?? "";
  const code = turn.params.get("code") ?? "";
  const page = paths.otpTimeSet;
  if (code.trim() === "") return backTo(turn, page, { code: { key: "common.required" } }, { mark });
  if (code.length > maxLength) return backTo(turn, page, { code: { key: "common.tooLong" } }, { mark });
  const outcome = await proveSecret(turn.ctx, holder, mark, code);
  switch (outcome) {
    case "ok":
      return afterSetUp(turn);
    case "wrong":
      return backTo(turn, page, { code: { key: "mfa.errorWrong" } }, { mark });
    case "too_many":
      return backTo(turn, page, { form: { key: "mfa.errorTooMany" } }, { mark });
    default:
      return refusedSetUp(turn, outcome, page, { form: { key: "totp.errorReplaced" } });
  }
};
