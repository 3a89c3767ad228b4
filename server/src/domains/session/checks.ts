/** What a request wants checked, in the order in which it is checked; the first failure ends it. */
import { isDeepStrictEqual } from "node:util";
import { checkOtp, checkTotp } from "#src/domains/otp/index.ts";
import { checkRecoveryCode } from "#src/domains/recoverycode/index.ts";
import { checkPassword } from "#src/domains/user/index.ts";
import { checkWebAuthN, userVerificationOf } from "#src/domains/webauthn/index.ts";
import { notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { CheckedEvent } from "./events.ts";
import type { SessionChallenges, SessionState } from "./state.ts";
import type { WantedUser } from "./user-check.ts";

export interface Checks {
  readonly user?: WantedUser | undefined;
  readonly password?: string | undefined;
  /** The caller has just compared the user's password itself, and it was right: the user's epoch before that. */
  readonly passwordProven?: number | undefined;
  /** The user has just set these up, and proven them by that: how often they had lost such a factor before. */
  readonly setUp?: Readonly<Partial<Record<"totp" | "otpSms", number>>> | undefined;
  readonly idpIntent?: { readonly id: string; readonly token: string } | undefined;
  /** The caller has just checked an answer of one of the user's authenticators itself. */
  readonly webAuthNProven?: ProvenWebAuthN | undefined;
  /** The browser's answer to the session's challenge, as JSON. */
  readonly webAuthN?: object | undefined;
  readonly totp?: string | undefined;
  readonly otpSms?: string | undefined;
  readonly otpEmail?: string | undefined;
  readonly recoveryCode?: string | undefined;
}

export interface ProvenWebAuthN {
  /** The user's before that. */
  readonly epoch: number;
  readonly userVerified: boolean;
  readonly credentialId: string;
}

/** What a check that succeeded proves about the session. */
export interface Proof {
  readonly event: CheckedEvent;
  /** The challenge that it answered: still open when the proof is stored, and used up by it. */
  readonly challenge?: { readonly [K in keyof SessionChallenges]: SessionChallenges[K] };
}

interface Subject {
  readonly ctx: Ctx;
  readonly checks: Checks;
  /** The session's challenges that are open. */
  readonly challenges: SessionChallenges;
  /** RFC 3339 */
  readonly at: string;
  /** The session's user. @throws failed_precondition with this id while there is none */
  user(id: string): string;
}

/** One factor: nothing where the request does not ask for it. Each records its failures on the user by itself. */
type FactorCheck = (subject: Subject) => Promise<Proof | undefined>;

const counted = (checkedAt: string, losses: number) => ({ checkedAt, ...(losses === 0 ? {} : { losses }) });

const password: FactorCheck = async ({ ctx, checks, at, user }) => {
  if (checks.password !== undefined) await checkPassword(ctx, user("COMMAND-Sfw3f"), checks.password);
  else if (checks.passwordProven === undefined) return undefined;
  return { event: { type: "session.password.checked", payload: { checkedAt: at } } };
};

/** Nobody can have been to an identity provider: every id and token is as good as made up. */
const idpIntent: FactorCheck = async ({ checks, user }) => {
  if (checks.idpIntent === undefined) return undefined;
  user("COMMAND-Sfw3r");
  throw precondition("COMMAND-Df4bw", "Errors.Intent.NotSucceeded", { field: "checks.idpIntent" });
};

const webAuthN: FactorCheck = async ({ ctx, checks, challenges, at, user }) => {
  if (checks.webAuthN === undefined) return provenWebAuthN(checks.webAuthNProven, at);
  const { webAuthN: open } = challenges;
  const proof = await checkWebAuthN(
    ctx,
    user("COMMAND-HRfzc"),
    open && { ...open, rpId: open.rpid, userVerification: userVerificationOf(open.userVerification) },
    checks.webAuthN,
  );
  return {
    event: { type: "session.webAuthN.checked", payload: { checkedAt: at, ...proof } },
    challenge: { webAuthN: open },
  };
};

function provenWebAuthN(proven: ProvenWebAuthN | undefined, checkedAt: string): Proof | undefined {
  if (proven === undefined) return undefined;
  const { userVerified, credentialId } = proven;
  return { event: { type: "session.webAuthN.checked", payload: { checkedAt, userVerified, credentialId } } };
}

const totp: FactorCheck = async ({ ctx, checks, at, user }) => {
  const losses =
    checks.totp === undefined ? checks.setUp?.totp : await checkTotp(ctx, user("COMMAND-Neil7"), checks.totp);
  if (losses === undefined) return undefined;
  return { event: { type: "session.totp.checked", payload: counted(at, losses) } };
};

const otpSms: FactorCheck = async ({ ctx, checks, challenges, at, user }) => {
  const setUp = checks.setUp?.otpSms;
  if (setUp !== undefined) return { event: { type: "session.otp.sms.checked", payload: counted(at, setUp) } };
  if (checks.otpSms === undefined) return undefined;
  const losses = await checkOtp(ctx, "otpSms", user("COMMAND-VDrh3"), challenges.otpSms, checks.otpSms);
  return {
    event: { type: "session.otp.sms.checked", payload: counted(at, losses) },
    challenge: { otpSms: challenges.otpSms },
  };
};

const otpEmail: FactorCheck = async ({ ctx, checks, challenges, at, user }) => {
  if (checks.otpEmail === undefined) return undefined;
  const losses = await checkOtp(ctx, "otpEmail", user("COMMAND-ejo2w"), challenges.otpEmail, checks.otpEmail);
  return {
    event: { type: "session.otp.email.checked", payload: counted(at, losses) },
    challenge: { otpEmail: challenges.otpEmail },
  };
};

const recoveryCode: FactorCheck = async ({ ctx, checks, at, user }) => {
  if (checks.recoveryCode === undefined) return undefined;
  const losses = await checkRecoveryCode(ctx, user("SESSION-Rc5us"), checks.recoveryCode);
  return { event: { type: "session.recoverycode.checked", payload: counted(at, losses) } };
};

/** In the reference's order (domain F1). */
const factors: readonly FactorCheck[] = [password, idpIntent, webAuthN, totp, otpSms, otpEmail, recoveryCode];

/**
 * Runs the checks of a request one after another.
 * @param userId of the session, or of the user check that went before
 */
export async function runChecks(
  ctx: Ctx,
  session: SessionState | undefined,
  userId: string | undefined,
  checks: Checks,
): Promise<readonly Proof[]> {
  const subject: Subject = {
    ctx,
    checks,
    challenges: session?.challenges ?? {},
    at: ctx.now.toISOString(),
    user(id) {
      if (userId === undefined) throw precondition(id, "Errors.User.UserIDMissing");
      return userId;
    },
  };
  const proofs: Proof[] = [];
  for (const check of factors) {
    const proof = await check(subject);
    if (proof) proofs.push(proof);
  }
  return proofs;
}

/**
 * A challenge is good for one proof: of two that answered the same one at once, the second is refused, and so is one
 * whose challenge was replaced meanwhile.
 * @throws not_found COMMAND-S34gh
 */
export function requireOpen(challenges: SessionChallenges, { challenge = {} }: Proof): void {
  const answered = Object.entries(challenge);
  const open = answered.every(([kind, one]) =>
    // The names of a challenge are those of the session's.
    isDeepStrictEqual(challenges[kind as keyof SessionChallenges], one),
  );
  if (!open) throw notFound("COMMAND-S34gh", "Errors.User.Code.NotFound");
}
