/** What a request wants somebody to be challenged with, after its checks; what is stored, sent and handed out for it. */
import type { Wanted } from "#src/domains/message/index.ts";
import { makeOtp, type OtpDelivery } from "#src/domains/otp/index.ts";
import { makeWebAuthN, userVerificationOf } from "#src/domains/webauthn/index.ts";
import type { Job } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { ChallengedEvent } from "./events.ts";

export interface ChallengeRequests {
  readonly webAuthN?: { readonly domain: string; readonly userVerification: number } | undefined;
  readonly otpSms?: OtpDelivery | undefined;
  readonly otpEmail?: OtpDelivery | undefined;
}

/** What the caller is told of the challenges that were made; each only where it was asked for. */
export interface ReturnedChallenges {
  /** Options for `navigator.credentials.get`, as JSON. */
  readonly webAuthN?: object;
  readonly otpSms?: string;
  readonly otpEmail?: string;
}

/** Challenges ready to be stored. */
export interface MadeChallenges {
  readonly events: readonly ChallengedEvent[];
  readonly jobs: readonly Job[];
  /** What counts against the limits of messages. */
  readonly wanted: readonly Wanted[];
  readonly returned: ReturnedChallenges;
}

interface Subject {
  readonly ctx: Ctx;
  readonly sessionId: string;
  readonly requests: ChallengeRequests;
  /** The session's user. @throws failed_precondition with this id while there is none */
  user(id: string): string;
}

/** One kind of challenge: nothing where the request does not ask for it. Nothing is stored or sent yet. */
type Challenge = (subject: Subject) => Promise<MadeChallenges | undefined>;

const nanosPerSecond = 1_000_000_000;

const webAuthN: Challenge = async ({ ctx, requests, user }) => {
  if (requests.webAuthN === undefined) return undefined;
  const { domain, userVerification } = requests.webAuthN;
  const asked = userVerificationOf(userVerification);
  const made = await makeWebAuthN(ctx, user("COMMAND-Sfw3k"), domain, asked);
  const payload = {
    challenge: made.challenge,
    allowedCrentialIDs: made.allowed.map((id) => Buffer.from(id, "base64url").toString("base64")),
    userVerification,
    rpid: made.rpId,
  };
  return {
    events: [{ type: "session.webAuthN.challenged", payload }],
    jobs: [],
    wanted: [],
    returned: { webAuthN: made.options },
  };
};

const otpSms: Challenge = async ({ ctx, sessionId, requests, user }) => {
  if (requests.otpSms === undefined) return undefined;
  const made = await makeOtp(ctx, "otpSms", user("COMMAND-JKL3g"), requests.otpSms, sessionId);
  const payload = {
    ...(made.code === undefined ? {} : { code: made.code }),
    ...(made.generatorId === undefined ? {} : { generatorId: made.generatorId }),
    expiry: made.expirySeconds * nanosPerSecond,
    ...(made.returned === undefined ? {} : { codeReturned: true }),
    triggerOrigin: ctx.origin,
  };
  return {
    events: [{ type: "session.otp.sms.challenged", payload }],
    jobs: made.jobs,
    wanted: made.wanted,
    returned: made.returned === undefined ? {} : { otpSms: made.returned },
  };
};

const otpEmail: Challenge = async ({ ctx, sessionId, requests, user }) => {
  const { otpEmail: delivery } = requests;
  if (delivery === undefined) return undefined;
  const made = await makeOtp(ctx, "otpEmail", user("COMMAND-JK3gp"), delivery, sessionId);
  const payload = {
    ...(made.code === undefined ? {} : { code: made.code }),
    expiry: made.expirySeconds * nanosPerSecond,
    ...(made.returned === undefined ? {} : { returnCode: true }),
    ...(delivery.kind === "send" && delivery.urlTemplate ? { urlTmpl: delivery.urlTemplate } : {}),
    triggerOrigin: ctx.origin,
  };
  return {
    events: [{ type: "session.otp.email.challenged", payload }],
    jobs: made.jobs,
    wanted: made.wanted,
    returned: made.returned === undefined ? {} : { otpEmail: made.returned },
  };
};

const kinds: readonly Challenge[] = [webAuthN, otpSms, otpEmail];

/** @param userId of the session, or of the user check that went before */
export async function makeChallenges(
  ctx: Ctx,
  sessionId: string,
  userId: string | undefined,
  requests: ChallengeRequests,
): Promise<MadeChallenges> {
  const subject: Subject = {
    ctx,
    sessionId,
    requests,
    user(id) {
      if (userId === undefined) throw precondition(id, "Errors.User.UserIDMissing");
      return userId;
    },
  };
  let all: MadeChallenges = { events: [], jobs: [], wanted: [], returned: {} };
  for (const kind of kinds) {
    const made = await kind(subject);
    if (made)
      all = {
        events: [...all.events, ...made.events],
        jobs: [...all.jobs, ...made.jobs],
        wanted: [...all.wanted, ...made.wanted],
        returned: { ...all.returned, ...made.returned },
      };
  }
  return all;
}
