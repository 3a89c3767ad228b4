/** What the pages do about second factors: checks and challenges of the visit's session, as the login. */
import { isOpenOtp } from "#src/domains/otp/index.ts";
import { type Checks, type SessionState, updateSession } from "#src/domains/session/index.ts";
import { epochOf, type HumanState, type OtpChannel, otpChannels, userById } from "#src/domains/user/index.ts";
import { checkWebAuthN, makeWebAuthN } from "#src/domains/webauthn/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { base } from "../routes.ts";
import type { Visit } from "../visit.ts";
import { type AuthenticatorQuestion, askedIn, isFirstAnswer, questionOf } from "./asked-authenticator.ts";
import { asLogin } from "./sign-in.ts";
import { readVisit } from "./visit.ts";

/** Who stands before the page, by a session of this browser. */
export interface Holder {
  readonly session: Row<SessionState>;
  readonly userId: string;
  readonly human: HumanState;
  /** The user's, before anything is proven. */
  readonly epoch: number;
}

/** Undefined without a live session of a person here. */
export async function holderOf(ctx: Ctx, visit: Visit): Promise<Holder | undefined> {
  const { session, user } = await readVisit(ctx, visit);
  if (session === undefined || user?.state.kind !== "human") return undefined;
  return { session, userId: user.aggregateId, human: user.state.human, epoch: epochOf(user.state) };
}

/**
 * `none`: there is no code that could be right, nobody asked for one or it was used. `gone`: the session or the factor is
 * no more.
 */
export type CheckOutcome = "ok" | "wrong" | "expired" | "none" | "locked" | "gone" | "too_many";

/** Ids that the slices refuse with. */
const outcomes: Readonly<Record<string, CheckOutcome>> = {
  "EVENT-8isk2": "wrong",
  "CODE-woT0xc": "wrong",
  "USER-Rc4wr": "wrong",
  "COMMAND-Aej7i": "wrong",
  "WEBAUTHN-As1wr": "wrong",
  "WEBAUTHN-Cl1ne": "wrong",
  "CODE-QvUQ4P": "expired",
  "WEBAUTHN-Ch1ex": "expired",
  "COMMAND-Ioqu5": "none",
  "COMMAND-S34gh": "none",
  "COMMAND-JLK35": "locked",
  "COMMAND-Us3na": "gone",
  "COMMAND-Hewfq": "gone",
  "COMMAND-Hkl3d": "gone",
  "COMMAND-Flk38": "gone",
  "COMMAND-3Mif9s": "gone",
  "COMMAND-d2r52": "gone",
  "USER-Rc3nr": "gone",
  "USER-Tt5ch": "gone",
};

/** Proves a factor to the visit's session. Wrong entries count, and lock the account, as everywhere. */
export async function checkSecondFactor(ctx: Ctx, visit: Visit, checks: Checks): Promise<CheckOutcome> {
  const holder = await holderOf(ctx, visit);
  if (holder === undefined) return "gone";
  return attempted(ctx, holder, () => updateSession(asLogin(ctx), holder.session, { checks }));
}

async function attempted(ctx: Ctx, holder: Holder, work: () => Promise<unknown>): Promise<CheckOutcome> {
  try {
    await work();
    return "ok";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "resource_exhausted") return "too_many";
    const outcome = outcomes[error.id];
    if (outcome === undefined) throw error;
    return outcome === "wrong" && (await isLocked(ctx, holder)) ? "locked" : outcome;
  }
}

const isLocked = async (ctx: Ctx, { userId }: Holder): Promise<boolean> =>
  (await userById(ctx, userId))?.state.status === "locked";

/** A code that was sent, or is to be. */
export interface SentCode {
  /** Where it goes, so that its owner recognises it and nobody else learns it: `a•••@example.com`, or the last digits. */
  readonly to: string;
  /** A code is under way that can still be entered. */
  readonly isOpen: boolean;
}

export function sentCode({ session, human }: Holder, channel: OtpChannel, now: Date): SentCode {
  const challenge = session.state.challenges?.[channel];
  const address = otpChannels[channel].to(human);
  return {
    to: channel === "otpEmail" ? maskedEmail(address) : lastDigits(address),
    isOpen: challenge !== undefined && isOpenOtp(challenge, now),
  };
}

/** The first letter and the domain. */
export function maskedEmail(address: string): string {
  const at = address.lastIndexOf("@");
  const [first = ""] = address;
  return `${at > 0 ? first : ""}•••${address.slice(Math.max(at, 0))}`;
}

export const lastDigits = (phone: string): string => phone.slice(-2);

export type SendOutcome = "sent" | "under_way" | "too_many" | "unready" | "gone";

/**
 * Sends a code for the visit's session.
 * @param again also while one is under way, which counts no more then
 */
export async function sendCode(
  ctx: Ctx,
  visit: Visit,
  channel: OtpChannel,
  again: boolean,
): Promise<SendOutcome> {
  const holder = await holderOf(ctx, visit);
  if (holder === undefined) return "gone";
  if (!again && sentCode(holder, channel, ctx.now).isOpen) return "under_way";
  const delivery = {
    kind: "send",
    ...(channel === "otpEmail" ? { urlTemplate: mailLink(ctx, visit) } : {}),
  } as const;
  try {
    await updateSession(asLogin(ctx), holder.session, { checks: {}, challenges: { [channel]: delivery } });
    return "sent";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "resource_exhausted") return "too_many";
    if (error.id === "COMMAND-BJ2g1" || error.id === "COMMAND-JKLJ3") return "unready";
    if (outcomes[error.id] === "gone" || outcomes[error.id] === "locked") return "gone";
    throw error;
  }
}

/** The request is named apart: in another browser the page says what to do, where the request would be refused. */
function mailLink({ origin }: Ctx, { requestId }: Visit): string {
  const request = requestId === undefined ? "" : `&request=${encodeURIComponent(requestId)}`;
  const variables = "code={{.Code}}&userId={{.UserID}}&sessionId={{.SessionID}}";
  return `${origin}${base}/otp/email?${variables}${request}`;
}

/** @returns undefined when the session's user has no security key for this host */
export async function askForKey(
  ctx: Ctx,
  visit: Visit,
  { userId }: Holder,
): Promise<AuthenticatorQuestion | undefined> {
  try {
    return questionOf(ctx, visit, "key", await makeWebAuthN(ctx, userId, "", "discouraged"), userId);
  } catch (error) {
    if (error instanceof Failure && error.kind === "failed_precondition") return undefined;
    throw error;
  }
}

/** Proves a security key to the visit's session. A form that is sent twice ends where the first did. */
export async function checkKey(
  ctx: Ctx,
  visit: Visit,
  answer: { readonly challenge: string; readonly credential: object },
): Promise<CheckOutcome> {
  const holder = await holderOf(ctx, visit);
  if (holder === undefined) return "gone";
  const { userId, session } = holder;
  const asked = askedIn(ctx, visit, "key", answer.challenge);
  if (asked?.userId !== userId) return "expired";
  if (!(await isFirstAnswer(ctx, asked)))
    return (session.state.factors.webAuthN?.at ?? "") >= asked.createdAt ? "ok" : "expired";
  return attempted(ctx, holder, async () => {
    const by = asLogin(ctx);
    const { epoch } = holder;
    const open = { ...asked, userVerification: "discouraged" } as const;
    const proof = await checkWebAuthN(by, userId, open, answer.credential);
    await updateSession(by, session, { checks: { webAuthNProven: { ...proof, epoch } } });
  });
}

/** Whether one of the recovery codes could stand in for a second factor. */
export const hasRecoveryCodes = ({ human }: Holder): boolean =>
  (human.factors?.recoveryCodes ?? []).length > 0;
