/** The pages that take one code of a second factor. */
import type { FlashError } from "../browser.ts";
import type { Step } from "../flow/index.ts";
import {
  checkSecondFactor,
  type Holder,
  holderOf,
  type SentCode,
  sendCode,
  sentCode,
} from "../house/second-factor.ts";
import { codeElsewherePage, factorCodePage } from "../pages/factor-code.ts";
import { paths } from "../routes.ts";
import type { TextKey } from "../texts/index.ts";
import { formStatus, go, type Handler, show, type Turn, waitingErrors, within } from "../turn.ts";
import { landed, linkedCode } from "./asked-code.ts";
import { afterCheck, backTo, isChoice, openCheck, toEntry, waysBeside, whom } from "./second-factor.ts";

const maxLength = 100;

interface CodeScreen {
  readonly factor: "totp" | "otp_sms" | "otp_email" | "recovery_code";
  /** The name of the check. */
  readonly check: "totp" | "otpSms" | "otpEmail" | "recoveryCode";
  readonly path: string;
  readonly title: TextKey;
  readonly label: TextKey;
  readonly isNumeric: boolean;
  readonly expired: TextKey;
}

const totp: CodeScreen = {
  factor: "totp",
  check: "totp",
  path: paths.otpTime,
  title: "totp.title",
  label: "totp.label",
  isNumeric: true,
  expired: "mfa.errorWrong",
};
const sms = {
  factor: "otp_sms",
  check: "otpSms",
  path: paths.otpSms,
  title: "otpSms.title",
  label: "otpSms.label",
  isNumeric: true,
  expired: "otpSms.errorExpired",
} as const satisfies CodeScreen;
const email = {
  factor: "otp_email",
  check: "otpEmail",
  path: paths.otpEmail,
  title: "otpEmail.title",
  label: "otpEmail.label",
  isNumeric: true,
  expired: "otpEmail.errorExpired",
} as const satisfies CodeScreen;
const recovery: CodeScreen = {
  factor: "recovery_code",
  check: "recoveryCode",
  path: paths.recoveryCode,
  title: "recoveryCode.title",
  label: "recoveryCode.label",
  isNumeric: false,
  expired: "mfa.errorWrong",
};

type Sending = typeof sms | typeof email;

/** The factor's check is open and somebody is here to answer it. */
async function asked(
  turn: Turn,
  { factor }: CodeScreen,
): Promise<{ step: Step; holder: Holder } | undefined> {
  const step = openCheck(turn);
  const holder = step && (await holderOf(turn.ctx, turn.visit));
  return step !== undefined && holder !== undefined && isChoice(step, holder, factor)
    ? { step, holder }
    : undefined;
}

/** What is entered is a right code's shape at most; a longer one is nobody's code. */
const codeIn = (turn: Turn): string | undefined => {
  const code = turn.params.get("code");
  return code !== undefined && code.length <= maxLength ? code : undefined;
};

function shown(
  turn: Turn,
  screen: CodeScreen,
  lead: string,
  ready: { step: Step; holder: Holder },
  more = {},
) {
  const errors = waitingErrors(turn);
  const after = turn.params.get("after");
  const content = factorCodePage(turn.frame, {
    ...whom(turn),
    title: turn.frame.t(screen.title),
    lead,
    label: turn.frame.t(screen.label),
    isNumeric: screen.isNumeric,
    action: screen.path,
    ...(after === "setup" ? { carry: { after } } : {}),
    ways: waysBeside(ready.step, ready.holder, screen.factor),
    errors,
    ...more,
  });
  return show(turn, content, formStatus(errors));
}

const showing =
  (screen: CodeScreen, lead: TextKey): Handler =>
  async (turn) => {
    const ready = await asked(turn, screen);
    return ready === undefined ? toEntry(turn) : shown(turn, screen, turn.frame.t(lead), ready);
  };

const entering =
  (screen: CodeScreen): Handler =>
  async (turn) => {
    const ready = await asked(turn, screen);
    if (ready === undefined) return toEntry(turn);
    const carry = { after: turn.params.get("after") };
    const code = codeIn(turn);
    if (code === undefined || code.trim() === "") {
      const key = code === undefined && turn.params.get("code") ? "common.tooLong" : "common.required";
      return backTo(turn, screen.path, { code: { key } }, carry);
    }
    const outcome = await checkSecondFactor(turn.ctx, turn.visit, { [screen.check]: code });
    const wrong: FlashError = { key: "mfa.errorWrong" };
    return afterCheck(turn, outcome, screen.path, { wrong, expired: { key: screen.expired } });
  };

export const showTotp = showing(totp, "totp.lead");
export const enterTotp = entering(totp);
export const showRecoveryCode = showing(recovery, "recoveryCode.lead");
export const enterRecoveryCode = entering(recovery);

/** Nothing is sent here: that is done on the way to this page, and by its button. */
async function showSent(turn: Turn, screen: Sending, code?: string): Promise<Response> {
  const ready = await asked(turn, screen);
  if (ready === undefined) return toEntry(turn);
  const sent: SentCode = sentCode(ready.holder, screen.check, turn.ctx.now);
  const { t } = turn.frame;
  const values = { ending: sent.to, address: sent.to };
  const group = screen.check;
  return shown(turn, screen, t(sent.isOpen ? `${group}.sent` : `${group}.none`, values), ready, {
    code,
    resend: {
      action: `${screen.path}/resend`,
      label: t(sent.isOpen ? `${group}.resend` : `${group}.sendCode`),
      first: !sent.isOpen,
    },
  });
}

export const showOtpSms: Handler = (turn) => showSent(turn, sms);
export const enterOtpSms = entering(sms);
export const enterOtpEmail = entering(email);

/** Also where the link of the message leads, with the code filled in, and with the request under a name of its own. */
export const showOtpEmail: Handler = async (turn) => {
  const { visit, loaded, params } = turn;
  const isHere = loaded.facts.session !== undefined;
  const elsewhere = landed(turn, visit.requestId ?? (isHere ? params.get("request") : undefined));
  if (elsewhere) return elsewhere;
  const code = linkedCode(turn);
  return isHere || code === undefined
    ? showSent(turn, email, code)
    : show(turn, codeElsewherePage(turn.frame, code));
};

const resending =
  (screen: Sending): Handler =>
  async (turn) => {
    if ((await asked(turn, screen)) === undefined) return toEntry(turn);
    const outcome = await sendCode(turn.ctx, turn.visit, screen.check, true);
    const carry = { after: turn.params.get("after") };
    if (outcome === "too_many")
      return backTo(turn, screen.path, { form: { key: "mfa.errorSendTooMany" } }, carry);
    if (outcome === "unready") return backTo(turn, paths.mfa, { form: { key: "mfa.errorUnready" } });
    if (outcome === "gone") return toEntry(turn);
    return go(turn, within(turn, screen.path, { sessionId: turn.visit.sessionId, ...carry }));
  };

export const resendOtpSms = resending(sms);
export const resendOtpEmail = resending(email);
