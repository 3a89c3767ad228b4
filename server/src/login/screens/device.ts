import { Failure } from "#src/platform/failure/index.ts";
import type { FlashError } from "../browser.ts";
import { answerDevice, type DeviceQuestion, deviceQuestion, enterUserCode } from "../house/device.ts";
import { deviceConsentPage, deviceDonePage, userCodePage } from "../pages/device.ts";
import { paths } from "../routes.ts";
import { scopesInWords } from "../scopes-in-words.ts";
import type { TextKey } from "../texts/index.ts";
import { decide, formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";

/** Nobody's code is longer, whatever stands between its letters. */
const maxLength = 40;

const typedCode = ({ params }: Turn): string => {
  const typed = (params.get("user_code") ?? "").replace(/\p{Cc}/gu, "").trim();
  return typed.slice(0, maxLength).toWellFormed();
};

export function showUserCode(turn: Turn): Promise<Response> {
  const errors = waitingErrors(turn);
  const content = userCodePage(turn.frame, { action: paths.device, code: typedCode(turn), errors });
  return show(turn, content, formStatus(errors), "");
}

const mistakes: Readonly<Record<string, TextKey>> = {
  unknown: "device.usercode.errorUnknown",
  used: "device.usercode.errorUsed",
  expired: "device.usercode.errorExpired",
};

export async function enterDeviceCode(turn: Turn): Promise<Response> {
  const code = typedCode(turn);
  if (code === "") return back(turn, { user_code: { key: "common.required" } });
  try {
    const entered = await enterUserCode(turn.ctx, turn.visit, code);
    if (entered.status !== "ok")
      return back(turn, { user_code: { key: mistakes[entered.status] ?? "device.usercode.errorUnknown" } });
    return go(turn, within(turn, paths.entry, { requestId: entered.requestId }));
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted")
      return back(turn, { form: { key: "password.errorTooMany" } });
    throw error;
  }
}

const back = (turn: Turn, errors: Readonly<Record<string, FlashError>>): Response =>
  go(turn, within(turn, paths.device, { user_code: typedCode(turn) }), { page: paths.device, errors });

/** The question is put to nobody but whoever the flow is done with. */
async function questionFor(turn: Turn): Promise<DeviceQuestion | undefined> {
  const { facts, user } = turn.loaded;
  if (facts.request.kind !== "device" || facts.session === undefined || user === undefined) return undefined;
  return decide(turn).outcome === "done" ? deviceQuestion(turn.ctx, turn.visit) : undefined;
}

export async function showDeviceConsent(turn: Turn): Promise<Response> {
  const { loaded, frame, visit } = turn;
  const question = await questionFor(turn);
  if (question === undefined || loaded.user === undefined)
    return go(turn, within(turn, paths.entry, { sessionId: visit.sessionId }));
  const content = deviceConsentPage(frame, {
    action: paths.deviceConsent,
    loginName: loaded.user.loginName,
    displayName: loaded.user.displayName,
    otherHref: within(turn, paths.accounts),
    userCode: question.userCode,
    abilities: scopesInWords(question.scopes).map((key) => frame.t(key)),
    address: question.address,
  });
  return unframed(await show(turn, content, 200, ""));
}

export async function answerDeviceConsent(turn: Turn): Promise<Response> {
  const { params, visit } = turn;
  const decision = params.get("decision");
  if (decision === "deny") return deny(turn);
  if (decision !== "allow")
    return go(turn, within(turn, paths.deviceConsent, { sessionId: visit.sessionId }));
  if ((await questionFor(turn)) === undefined)
    return go(turn, within(turn, paths.entry, { sessionId: visit.sessionId }));
  await answerDevice(turn.ctx, visit, "allow");
  return done(turn, "allowed");
}

/** Also for whoever gives up on the way. */
export async function deny(turn: Turn): Promise<Response> {
  if (turn.loaded.facts.request.kind !== "device") return go(turn, within(turn, paths.entry));
  await answerDevice(turn.ctx, turn.visit, "deny");
  return done(turn, "denied");
}

const done = (turn: Turn, outcome: "allowed" | "denied"): Response =>
  go(turn, within(turn, paths.deviceDone, { requestId: undefined, outcome }));

export const showDeviceDone = (turn: Turn): Promise<Response> =>
  show(turn, deviceDonePage(turn.frame, { allowed: turn.params.get("outcome") !== "denied" }), 200, "");

/** Whoever may show the login in a frame may not show this in one: a click that is led astray would let a device in. */
function unframed(response: Response): Response {
  const policy = response.headers.get("content-security-policy") ?? "";
  response.headers.set(
    "content-security-policy",
    policy.replace(/frame-ancestors [^;]*/, "frame-ancestors 'none'"),
  );
  response.headers.set("x-frame-options", "DENY");
  return response;
}
