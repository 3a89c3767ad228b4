/** What people do to their own account on the pages that set up second factors. */
import { hash } from "node:crypto";
import { addOtpTo, setUpTotp, shownTotp } from "#src/domains/otp/index.ts";
import { generateRecoveryCodes } from "#src/domains/recoverycode/index.ts";
import { updateSession } from "#src/domains/session/index.ts";
import {
  changeHuman,
  lossesOf,
  renewCode,
  requireUser,
  skipMfaSetup,
  type UserState,
  verifyContact,
} from "#src/domains/user/index.ts";
import { registerAnswer } from "#src/domains/webauthn/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Visit } from "../visit.ts";
import { askedFor, askForAuthenticator, type RegistrationQuestion } from "./new-authenticator.ts";
import { openNote, sealNote } from "./sealed-note.ts";
import type { Holder } from "./second-factor.ts";
import { asLogin } from "./sign-in.ts";

/** The user does it, by their session. */
const asHolder = (ctx: Ctx, { userId }: Holder): Ctx => ({ ...ctx, creator: userId });

export const skipSetUp = async (ctx: Ctx, holder: Holder): Promise<void> => {
  await skipMfaSetup(asHolder(ctx, holder), holder.userId);
};

/** `taken`: there is such a factor already. `gone`: what the answer was to is no more. */
export type SetUpOutcome = "ok" | "wrong" | "expired" | "taken" | "gone" | "too_many" | "invalid";

/** Ids that the slices refuse with. */
const outcomes: Readonly<Record<string, SetUpOutcome>> = {
  "EVENT-8isk2": "wrong",
  "COMMAND-Vc7wr": "wrong",
  "WEBAUTHN-Cr1ed": "wrong",
  "COMMAND-Vc7ex": "expired",
  "COMMAND-Vc8ex": "expired",
  "WEBAUTHN-Rg3ex": "expired",
  "COMMAND-do9se": "taken",
  "COMMAND-qx4ls": "taken",
  "COMMAND-Ad3g2": "taken",
  "COMMAND-MKL2s": "taken",
  "WEBAUTHN-Dp1cr": "taken",
  "WEBAUTHN-Rg2dn": "taken",
  "COMMAND-Rc2vf": "taken",
  "USER-Tp3no": "gone",
  "USER-Tt5ch": "gone",
  "COMMAND-Vc7no": "gone",
  "WEBAUTHN-Rg1nf": "gone",
  "COMMAND-Rc2no": "gone",
  "PHONE-so0wa": "invalid",
  "COMMAND-Q54j2": "invalid",
  "COMMAND-KLJ2d": "invalid",
};

async function attempt(work: () => Promise<unknown>): Promise<SetUpOutcome> {
  try {
    await work();
    return "ok";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "resource_exhausted") return "too_many";
    const outcome = outcomes[error.id];
    if (outcome === undefined) throw error;
    return outcome;
  }
}

/** What an authenticator app is told. */
export interface ShownSecret {
  readonly uri: string;
  /** base32 */
  readonly secret: string;
  /** Goes with the page's address, sealed: nothing is stored of a secret before somebody has proven it. */
  readonly mark: string;
}

/** So long a secret may wait for its first code. */
const secretMs = 3_600_000;

const boundTo = ({ instanceId }: Ctx, { session, userId }: Holder) =>
  ["new_totp", instanceId, session.aggregateId, userId] as const;

/** The mark of a new secret, which this session alone is shown. */
export async function newSecret(ctx: Ctx, holder: Holder): Promise<string> {
  const { secret } = await shownTotp(ctx, holder.userId);
  return sealNote(ctx, "otp", boundTo(ctx, holder), [secret, ctx.now.getTime()]);
}

/** The secret that a page of this session shows under this mark; undefined when it is another's, or too old. */
export async function shownSecret(ctx: Ctx, holder: Holder, mark: string): Promise<ShownSecret | undefined> {
  const secret = secretIn(ctx, holder, mark);
  return secret === undefined ? undefined : { ...(await shownTotp(ctx, holder.userId, secret)), mark };
}

function secretIn(ctx: Ctx, holder: Holder, mark: string): string | undefined {
  const [secret, at] = openNote(ctx, "otp", boundTo(ctx, holder), mark) ?? [];
  const isFresh = typeof at === "number" && ctx.now.getTime() - at < secretMs;
  return isFresh && typeof secret === "string" ? secret : undefined;
}

/** Proves the secret that was shown; the session counts as proven by it from then on. */
export async function proveSecret(
  ctx: Ctx,
  holder: Holder,
  mark: string,
  code: string,
): Promise<SetUpOutcome> {
  const secret = secretIn(ctx, holder, mark);
  if (secret === undefined) return "gone";
  let user: UserState | undefined;
  const outcome = await attempt(async () => {
    user = (await setUpTotp(asHolder(ctx, holder), holder.userId, secret, code)).state;
  });
  if (outcome === "ok" && user) await prove(ctx, holder, { totp: lossesOf(user, "totp") });
  return outcome;
}

const prove = async (
  ctx: Ctx,
  { session }: Holder,
  setUp: Readonly<Partial<Record<"totp" | "otpSms", number>>>,
): Promise<void> => {
  await updateSession(asLogin(ctx), session, { checks: { setUp } });
};

/** Sends a code to a number, which is the user's once they have entered it. */
export const askPhone = (ctx: Ctx, holder: Holder, number: string): Promise<SetUpOutcome> =>
  attempt(async () => {
    const by = asHolder(ctx, holder);
    const before = await requireUser(ctx, holder.userId);
    const { row } = await changeHuman(by, holder.userId, {
      phone: { number, verification: { kind: "send" } },
    });
    // The same number as before: changing to it makes no code.
    if (row.sequence === before.sequence) await renewPhoneCode(by, holder);
  });

const renewPhoneCode = (ctx: Ctx, { userId }: Holder) =>
  renewCode(ctx, userId, "phone", { kind: "send" }, { again: false });

export const resendPhoneCode = (ctx: Ctx, holder: Holder): Promise<SetUpOutcome> =>
  attempt(() => renewPhoneCode(asHolder(ctx, holder), holder));

/** Proves the number, which from then on gets the codes; the session counts as proven by it. */
export async function setUpSms(ctx: Ctx, holder: Holder, code: string): Promise<SetUpOutcome> {
  const by = asHolder(ctx, holder);
  let user: UserState | undefined;
  const outcome = await attempt(async () => {
    await verifyContact(by, holder.userId, "phone", code);
    user = (await addOtpTo(by, holder.userId, "otpSms")).state;
  });
  if (outcome === "ok" && user) await prove(ctx, holder, { otpSms: lossesOf(user, "otpSms") });
  return outcome;
}

/** For an address that was proven before: that a code reaches it is still to be shown. */
export const useAddress = (ctx: Ctx, holder: Holder, channel: "otpSms" | "otpEmail"): Promise<SetUpOutcome> =>
  attempt(() => addOtpTo(asHolder(ctx, holder), holder.userId, channel));

const newKey = ({ userId }: Holder) => ({ kind: "u2f", userId }) as const;

export const askForNewKey = (ctx: Ctx, visit: Visit, holder: Holder): Promise<RegistrationQuestion> =>
  askForAuthenticator(asHolder(ctx, holder), visit, newKey(holder));

export async function setUpKey(
  ctx: Ctx,
  visit: Visit,
  holder: Holder,
  answer: { readonly question: string; readonly credential: object; readonly name: string },
): Promise<SetUpOutcome> {
  const { question, ...given } = answer;
  const asked = askedFor(ctx, visit, newKey(holder), question);
  if (asked === undefined) return "gone";
  return attempt(() => registerAnswer(asHolder(ctx, holder), asked, { ...newKey(holder), ...given }));
}

const recoveryCodeCount = 10;

/** Tells the codes that there are from those that there were; empty when there are none. */
export function codesMark({ human }: Holder): string {
  const codes = human.factors?.recoveryCodes ?? [];
  return codes.length === 0 ? "" : hash("sha256", codes.join("\n"), "base64url");
}

/** New ones, in place of those that are left. */
export const newRecoveryCodes = async (ctx: Ctx, holder: Holder): Promise<readonly string[]> =>
  (await generateRecoveryCodes(asHolder(ctx, holder), holder.userId, recoveryCodeCount)).codes;
