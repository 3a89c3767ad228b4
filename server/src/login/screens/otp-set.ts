/** Codes by text message and by mail as second factors. */
import { type Holder, lastDigits, maskedEmail } from "../house/second-factor.ts";
import { askPhone, resendPhoneCode, type SetUpOutcome, setUpSms, useAddress } from "../house/set-up.ts";
import { addressPage, phoneCodePage, phonePage } from "../pages/otp-set.ts";
import { paths } from "../routes.ts";
import { formStatus, go, type Handler, show, type Turn, waitingErrors, within } from "../turn.ts";
import { afterSetUp, backTo, toEntry, toFactor } from "./second-factor.ts";
import { refusedSetUp, settingUp } from "./set-up.ts";

const maxLength = 200;

const common = (turn: Turn, action: string) => ({
  action,
  backHref: within(turn, paths.mfaSet, { sessionId: turn.visit.sessionId }),
  errors: waitingErrors(turn),
});

/** A number that is proven is taken, or another; one that waits for its code is proven by that. */
export const showOtpSmsSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "otp_sms");
  if (holder === undefined) return toEntry(turn);
  const model = common(turn, paths.otpSmsSet);
  return show(turn, phonePageOf(turn, holder, model), formStatus(model.errors));
};

function phonePageOf(turn: Turn, { human }: Holder, model: ReturnType<typeof common>) {
  const { t } = turn.frame;
  const editHref = within(turn, paths.otpSmsSet, { sessionId: turn.visit.sessionId, edit: "yes" });
  if (turn.params.get("edit") === "yes")
    return phonePage(turn.frame, { ...model, number: human.phoneVerified ? "" : human.phone });
  if (human.phone !== "" && !human.phoneVerified && human.phoneCode !== undefined)
    return phoneCodePage(turn.frame, { ...model, ending: lastDigits(human.phone), editHref });
  if (human.verifiedPhone === undefined) return phonePage(turn.frame, { ...model, number: human.phone });
  return addressPage(turn.frame, {
    ...model,
    title: t("otpSms.setTitle"),
    lead: t("otpSms.useLead", { ending: lastDigits(human.verifiedPhone) }),
    label: t("otpSms.use"),
    edit: { href: editHref, label: t("otpSms.useAnother") },
  });
}

export const enterOtpSmsSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "otp_sms");
  if (holder === undefined) return toEntry(turn);
  switch (turn.params.get("does")) {
    case "number":
      return enterNumber(turn, holder);
    case "code":
      return enterCode(turn, holder);
    case "resend":
      return onPhonePage(turn, await resendPhoneCode(turn.ctx, holder));
    case "use":
      return use(turn, holder, "otp_sms");
    default:
      return onPhonePage(turn, "ok");
  }
};

const edit = { edit: "yes" };

function onPhonePage(turn: Turn, outcome: SetUpOutcome): Response {
  const page = paths.otpSmsSet;
  if (outcome === "invalid") return backTo(turn, page, { phone: { key: "otpSms.errorPhone" } }, edit);
  if (outcome === "too_many") return backTo(turn, page, { form: { key: "mfa.errorSendTooMany" } });
  return go(turn, within(turn, page, { sessionId: turn.visit.sessionId }));
}

async function enterNumber(turn: Turn, holder: Holder): Promise<Response> {
  const number = turn.params.get("phone")?.trim() ?? "";
  const page = paths.otpSmsSet;
  if (number === "") return backTo(turn, page, { phone: { key: "common.required" } }, edit);
  if (number.length > maxLength) return backTo(turn, page, { phone: { key: "common.tooLong" } }, edit);
  return onPhonePage(turn, await askPhone(turn.ctx, holder, number));
}

async function enterCode(turn: Turn, holder: Holder): Promise<Response> {
  const code = turn.params.get("code")?.trim() ?? "";
  const page = paths.otpSmsSet;
  if (code === "") return backTo(turn, page, { code: { key: "common.required" } });
  if (code.length > maxLength) return backTo(turn, page, { code: { key: "common.tooLong" } });
  const outcome = await setUpSms(turn.ctx, holder, code);
  if (outcome === "ok") return afterSetUp(turn);
  if (outcome === "wrong") return backTo(turn, page, { code: { key: "mfa.errorWrong" } });
  return refusedSetUp(turn, outcome, page, { form: { key: "otpSms.errorExpired" } });
}

/** That codes arrive is shown at once, as at every login from now on. */
async function use(turn: Turn, holder: Holder, factor: "otp_sms" | "otp_email"): Promise<Response> {
  const [channel, page] =
    factor === "otp_sms"
      ? (["otpSms", paths.otpSmsSet] as const)
      : (["otpEmail", paths.otpEmailSet] as const);
  const outcome = await useAddress(turn.ctx, holder, channel);
  if (outcome === "ok") return toFactor(turn, factor, { after: "setup" });
  return refusedSetUp(turn, outcome, page, { form: { key: "mfa.errorUnready" } });
}

export const showOtpEmailSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "otp_email");
  if (holder === undefined) return toEntry(turn);
  const { t } = turn.frame;
  const model = common(turn, paths.otpEmailSet);
  const content = addressPage(turn.frame, {
    ...model,
    title: t("otpEmail.setTitle"),
    lead: t("otpEmail.setLead", { address: maskedEmail(holder.human.verifiedEmail ?? "") }),
    label: t("otpEmail.use"),
  });
  return show(turn, content, formStatus(model.errors));
};

export const enterOtpEmailSet: Handler = async (turn) => {
  const holder = await settingUp(turn, "otp_email");
  return holder === undefined ? toEntry(turn) : use(turn, holder, "otp_email");
};
