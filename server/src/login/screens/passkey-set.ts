/**
 * Registering a passkey: for a session that proves enough, or by the code of a link. A code is turned into a permit of
 * this browser first, so that whoever cancels on the device can try again.
 */
import { userById } from "#src/domains/user/index.ts";
import type { FlashError } from "../browser.ts";
import { maySetUp } from "../flow/index.ts";
import {
  enterSetupCode,
  mailPasskeyLink,
  openedCode,
  passkeyLink,
  sealedCode,
} from "../house/passkey-link.ts";
import {
  beginSetup,
  finishSetup,
  mayHavePasskeys,
  passkeyPermit,
  passkeySignal,
  permittedPasskey,
  permittedUser,
  permittedView,
  skipPasskey,
} from "../house/passkey-setup.ts";
import { mayChooseFirst } from "../house/redeem-code.ts";
import {
  passkeyDonePage,
  passkeyElsewherePage,
  passkeyLinkPage,
  passkeyMailPage,
  passkeySetPage,
} from "../pages/passkey-set.ts";
import { paths } from "../routes.ts";
import type { TextKey } from "../texts/index.ts";
import { decide, formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";
import { refusal } from "./failure.ts";
import { isPasskeyOffered } from "./passkey-prompt.ts";

const maxName = 200;
const page = paths.passkeySet;

/** Who registers, and by what right. */
interface Registrant {
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly permit?: string;
  /** The passkey that the permit is good for. */
  readonly passkeyId?: string;
  /** The permit has let them register one. */
  readonly spent?: boolean;
}

async function registrantOf(turn: Turn): Promise<Registrant | undefined> {
  const { ctx, visit, params, loaded } = turn;
  const permit = params.get("permit");
  if (permit !== undefined) {
    const permitted = await permittedPasskey(ctx, visit, permit);
    if (permitted === undefined) return undefined;
    const { userId, passkeyId, isFirst, spent } = permitted;
    if (isFirst && !spent && !(await mayChooseFirst(ctx, await userById(ctx, userId)))) return undefined;
    const view = await permittedView(ctx, userId);
    return view && { userId, permit, passkeyId, spent, ...view };
  }
  const { facts, user } = loaded;
  const proves = maySetUp({ ...facts, surface: "hosted", now: ctx.now });
  return proves && user !== undefined && facts.user !== undefined
    ? { userId: facts.user.id, ...user }
    : undefined;
}

/** The link's own parameters; undefined when one is missing. */
function codeOf({ params }: Turn) {
  const [userId, id, code] = [params.get("userId"), params.get("codeId"), params.get("code")];
  return userId && id && code ? { userId, id, code } : undefined;
}

const onwards = (turn: Turn): Response =>
  go(turn, within(turn, paths.entry, { sessionId: turn.visit.sessionId }));

export async function showPasskeySet(turn: Turn): Promise<Response> {
  const { ctx, visit } = turn;
  const code = codeOf(turn);
  // Out of the address at once: history and referrers must not keep it.
  if (code !== undefined) return go(turn, within(turn, page, { link: sealedCode(ctx, visit, code) }));
  const link = turn.params.get("link");
  if (link !== undefined) return showLink(turn, link);
  const done = turn.params.get("done");
  if (done !== undefined) return showDone(turn, permittedUser(ctx, visit, "done", done));
  const registrant = await registrantOf(turn);
  if (registrant === undefined) return turn.params.get("permit") ? linkIsOver(turn) : unproven(turn);
  if (registrant.spent) return toDone(turn, registrant);
  if (!(await mayHavePasskeys(turn.ctx, registrant.userId))) return notAllowed(turn);
  return showForm(turn, registrant);
}

function showLink(turn: Turn, link: string): Promise<Response> {
  if (openedCode(turn.ctx, turn.visit, link) === undefined) return linkIsOver(turn);
  const errors = waitingErrors(turn);
  const content = passkeyLinkPage(turn.frame, { action: page, carry: { link }, errors });
  return show(turn, content, formStatus(errors));
}

const linkIsOver = (turn: Turn): Promise<Response> =>
  refusal(turn, { id: "LOGIN-kP5o3", key: "passkeySet.errorCodeExpired", status: 403, startAgain: true });

const notAllowed = (turn: Turn): Promise<Response> =>
  refusal(turn, { id: "LOGIN-kN2a8", key: "passkeySet.errorNotAllowed", status: 403, startAgain: true });

/** The flow knows what is missing, unless it is this very passkey. */
function unproven(turn: Turn): Promise<Response> | Response {
  if (!isDemanded(turn)) return onwards(turn);
  const errors = waitingErrors(turn);
  const { loginName } = turn.visit;
  const content = passkeyMailPage(turn.frame, {
    action: page,
    carry: loginName === undefined ? {} : { loginName },
    isSent: turn.params.get("sent") !== undefined,
    errors,
  });
  return show(turn, content, formStatus(errors));
}

/** Of a name that was only typed it is said as far as names are known to be anybody's. */
const isDemanded = (turn: Turn): boolean => {
  const { user, settings } = turn.loaded;
  if (user === undefined && settings.ignoreUnknownUsernames) return false;
  const decision = decide(turn);
  return decision.outcome === "steps" && decision.steps[0].kind === "passkey_setup";
};

async function showForm(turn: Turn, who: Registrant): Promise<Response> {
  const { frame, visit } = turn;
  const { question, options } = await beginSetup(turn.ctx, visit, who);
  const errors = waitingErrors(turn);
  const bySession = who.permit === undefined;
  const decision = decide(turn);
  const hasOtherWay =
    decision.outcome === "steps" &&
    decision.steps[0].factors?.some((factor) => factor !== "passkey") !== false;
  const content = passkeySetPage(frame, {
    action: page,
    options,
    carry: { question, ...permitOf(who) },
    who,
    name: turn.params.get("name")?.slice(0, maxName) ?? "",
    mayLinkElsewhere: bySession,
    maySkip: bySession && isPasskeyOffered(turn),
    otherWayHref:
      bySession && hasOtherWay ? within(turn, paths.entry, { sessionId: visit.sessionId }) : undefined,
    errors,
  });
  return show(turn, content, formStatus(errors));
}

const permitOf = ({ permit }: Registrant): Record<string, string> => (permit === undefined ? {} : { permit });

/** Not by the session: now that there is a passkey, it has to be proven before another one is added. */
async function showDone(turn: Turn, userId: string | undefined): Promise<Response> {
  if (userId === undefined) return onwards(turn);
  const { sessionId, requestId } = turn.visit;
  const goesOn = sessionId !== undefined || requestId !== undefined;
  const content = passkeyDonePage(turn.frame, {
    signal: await passkeySignal(turn.ctx, userId),
    nextHref: goesOn ? within(turn, paths.entry, { sessionId }) : undefined,
  });
  return show(turn, content);
}

export async function enterPasskeySet(turn: Turn): Promise<Response> {
  const does = turn.params.get("does");
  if (does === "enter") return enterCode(turn);
  if (does === "mail") return mailLink(turn);
  const registrant = await registrantOf(turn);
  if (registrant === undefined) return turn.params.get("permit") ? linkIsOver(turn) : onwards(turn);
  if (registrant.spent) return toDone(turn, registrant);
  if (does === "skip") return skip(turn, registrant);
  if (!(await mayHavePasskeys(turn.ctx, registrant.userId))) return notAllowed(turn);
  return does === "elsewhere" && registrant.permit === undefined
    ? showElsewhere(turn, registrant)
    : create(turn, registrant);
}

async function enterCode(turn: Turn): Promise<Response> {
  const link = turn.params.get("link") ?? "";
  const code = openedCode(turn.ctx, turn.visit, link);
  if (code === undefined) return linkIsOver(turn);
  const entered = await enterSetupCode(turn.ctx, turn.visit, code);
  const { sessionId } = turn.visit;
  if (entered.status === "ok") return go(turn, within(turn, page, { sessionId, permit: entered.permit }));
  const keys = {
    wrong: "passkeySet.errorCode",
    expired: "passkeySet.errorCodeExpired",
    too_many: "password.errorTooMany",
  } as const;
  return back(turn, { link, sessionId }, { form: { key: keys[entered.status] } });
}

function toDone(turn: Turn, { userId }: Registrant): Response {
  const { ctx, visit } = turn;
  const done = passkeyPermit(ctx, visit, "done", userId);
  return go(turn, within(turn, page, { sessionId: visit.sessionId, done }));
}

async function create(turn: Turn, who: Registrant): Promise<Response> {
  const { ctx, params, frame, visit } = turn;
  const name = (params.get("name") ?? "").replace(/\p{Cc}/gu, "").trim();
  const query = { sessionId: visit.sessionId, ...permitOf(who) };
  if (name.length > maxName)
    return back(turn, { ...query, name: name.slice(0, maxName) }, { name: { key: "common.tooLong" } });
  const outcome = await finishSetup(ctx, visit, who, {
    question: params.get("question") ?? "",
    credential: params.get("credential") ?? "",
    name,
    otherwise: frame.t("passkeySet.fallbackName"),
  });
  if (outcome === "ok") return toDone(turn, who);
  const keys = {
    stale: "passkeySet.errorStale",
    refused: "passkeySet.errorRefused",
    known: "passkeySet.known",
  } as const satisfies Record<string, TextKey>;
  return back(turn, { ...query, name }, { form: { key: keys[outcome] } });
}

async function skip(turn: Turn, { userId }: Registrant): Promise<Response> {
  if (isPasskeyOffered(turn)) await skipPasskey(turn.ctx, userId);
  return onwards(turn);
}

async function showElsewhere(turn: Turn, who: Registrant): Promise<Response> {
  const { sessionId } = turn.visit;
  const made = await passkeyLink(turn.ctx, who.userId);
  if (made === undefined) return back(turn, { sessionId }, { form: { key: "password.errorTooMany" } });
  const { url, expirySeconds } = made;
  const content = passkeyElsewherePage(turn.frame, {
    url,
    minutes: Math.round(expirySeconds / 60),
    who,
    nextHref: within(turn, paths.entry, { sessionId }),
  });
  return show(turn, content);
}

async function mailLink(turn: Turn): Promise<Response> {
  const { user } = turn.loaded.facts;
  if (user === undefined || !isDemanded(turn)) return onwards(turn);
  const { sessionId, loginName } = turn.visit;
  const outcome = await mailPasskeyLink(turn.ctx, user.id);
  if (outcome === "sent") return go(turn, within(turn, page, { sessionId, loginName, sent: "yes" }));
  const key = outcome === "too_many" ? "password.errorTooMany" : "passkeySet.errorMail";
  return back(turn, { sessionId, loginName }, { form: { key } });
}

function back(
  turn: Turn,
  query: Readonly<Record<string, string | undefined>>,
  errors: Readonly<Record<string, FlashError>>,
): Response {
  return go(turn, within(turn, page, query), { page, errors });
}
