import type { OtpChallenge } from "#src/domains/otp/index.ts";
import type { CountedFactor } from "#src/domains/user/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Entity, EventMeta } from "#src/platform/eventstore/index.ts";
import type { CheckedEvent, SessionEvent, UserAgent } from "./events.ts";

/** Times are RFC 3339. */
export interface SessionFactors {
  readonly user?: {
    readonly id: string;
    readonly orgId: string;
    readonly checkedAt: string;
    readonly preferredLanguage?: string;
    /** The user's when the login began. */
    readonly epoch?: number;
  };
  readonly passwordAt?: string;
  readonly webAuthN?: {
    readonly at: string;
    readonly userVerified: boolean;
    readonly credentialId?: string;
  };
  readonly intentAt?: string;
  readonly totpAt?: string;
  readonly otpSmsAt?: string;
  readonly otpEmailAt?: string;
  readonly recoveryCodeAt?: string;
  /** How often the user had lost a factor before it was checked. */
  readonly losses?: Readonly<Partial<Record<CountedFactor, number>>>;
}

/** Whether anything says that they are who they say they are. */
export const isProven = ({ user: _said, losses: _lost, ...proofs }: SessionFactors): boolean =>
  Object.keys(proofs).length > 0;

/** The user's epoch that the login is of. Where nothing is proven there is none yet that could be over. */
export const epochOfLogin = (factors: SessionFactors): number =>
  isProven(factors) ? (factors.user?.epoch ?? 0) : Number.MAX_SAFE_INTEGER;

/** What a browser is asked to sign. Which credentials may answer stands in its event alone: there may be many. */
export interface WebAuthNChallenge {
  /** base64url */
  readonly challenge: string;
  /** 1 required, 2 preferred, 3 discouraged */
  readonly userVerification: number;
  readonly rpid: string;
  /** RFC 3339 */
  readonly createdAt: string;
}

/** What the session waits to be answered. A new challenge replaces the one before; a check that succeeds ends it. */
export interface SessionChallenges {
  readonly webAuthN?: WebAuthNChallenge | undefined;
  readonly otpSms?: OtpChallenge | undefined;
  readonly otpEmail?: OtpChallenge | undefined;
}

export interface SessionState {
  /** Ended ones stay until they are purged, so that their tokens get a clear refusal. */
  readonly status: "active" | "terminated";
  /** Who made it: a user id or a service name. */
  readonly creator: string;
  readonly userAgent: UserAgent;
  readonly factors: SessionFactors;
  readonly challenges?: SessionChallenges;
  readonly metadata: Readonly<Record<string, string>>;
  /** The id inside the one token that is valid; every change sets a new one. */
  readonly tokenId: string;
  readonly expiresAt?: string;
  readonly terminatedAt?: string;
}

/** Looks whom to tell that a session has ended. */
export const sessionEndedTask = "session.ended";

/** A session of a user on a device. Owned by the instance. */
export const Session: Entity<SessionState, SessionEvent> = {
  table: "sessions",
  aggregate: "session",
  types: [
    "session.added",
    "session.user.checked",
    "session.password.checked",
    "session.intent.checked",
    "session.totp.checked",
    "session.otp.sms.checked",
    "session.otp.email.checked",
    "session.webAuthN.checked",
    "session.recoverycode.checked",
    "session.webAuthN.challenged",
    "session.otp.sms.challenged",
    "session.otp.sms.sent",
    "session.otp.email.challenged",
    "session.otp.email.sent",
    "session.token.set",
    "session.metadata.set",
    "session.lifetime.set",
    "session.terminated",
  ],
  version: 4,
  owner: "instance",
  evolve(session, event, meta) {
    if (event.type === "session.added")
      return {
        status: "active",
        creator: meta.creator,
        userAgent: event.payload.user_agent ?? {},
        factors: {},
        metadata: {},
        tokenId: "",
      };
    return session && evolveSession(session, event, meta);
  },
  columns: {
    status: { type: "text", of: (session) => session.status },
    creator: { type: "text", of: (session) => session.creator },
    user_id: { type: "text", of: (session) => session.factors.user?.id ?? null },
    user_org_id: { type: "text", of: (session) => session.factors.user?.orgId ?? null },
    epoch: { type: "bigint", of: (session) => epochOfLogin(session.factors) },
    user_agent_id: { type: "text", of: (session) => session.userAgent.fingerprint_id ?? null },
    expires_at: { type: "timestamptz", of: (session) => session.expiresAt ?? null },
    /** When it was ended, or will expire. */
    ends_at: { type: "timestamptz", of: (session) => session.terminatedAt ?? session.expiresAt ?? null },
  },
  indexes: ["user_id", "user_agent_id", "creator, created_at", "created_at", "ends_at"],
  follows: (before, after, { aggregateId }) =>
    before?.status === "active" && before.factors.user !== undefined && after?.status !== "active"
      ? [{ task: sessionEndedTask, payload: { sessionId: aggregateId } }]
      : [],
  personal: {
    fields: { "session.added": ["user_agent"], "session.metadata.set": ["metadata"] },
    userOf: (session) => session.factors.user?.id,
  },
};

function evolveSession(
  session: SessionState,
  event: Exclude<SessionEvent, { type: "session.added" }>,
  meta: EventMeta,
): SessionState {
  switch (event.type) {
    case "session.token.set":
      return { ...session, tokenId: event.payload.tokenID };
    case "session.metadata.set":
      return { ...session, metadata: mergeMetadata(session.metadata, event.payload.metadata) };
    case "session.lifetime.set": {
      const { expiresAt: _before, ...endless } = session;
      const { lifetime } = event.payload;
      return lifetime === 0 ? endless : { ...endless, expiresAt: later(meta.createdAt, lifetime) };
    }
    case "session.terminated":
      return { ...session, status: "terminated", tokenId: "", challenges: {}, terminatedAt: meta.createdAt };
    case "session.webAuthN.challenged":
    case "session.otp.sms.challenged":
    case "session.otp.sms.sent":
    case "session.otp.email.challenged":
    case "session.otp.email.sent":
      return { ...session, challenges: evolveChallenges(session.challenges ?? {}, event, meta) };
    case "session.user.checked": {
      const factors = evolveFactors(session.factors, event);
      const isNewLogin = factors.user?.epoch !== session.factors.user?.epoch;
      return { ...session, factors, ...(isNewLogin ? { challenges: {} } : {}) };
    }
    default:
      return {
        ...session,
        factors: evolveFactors(session.factors, event),
        ...(session.challenges === undefined ? {} : { challenges: answered(session.challenges, event) }),
      };
  }
}

type ChallengeEvent = Extract<SessionEvent, { type: `${string}.challenged` | `${string}.sent` }>;

function evolveChallenges(
  challenges: SessionChallenges,
  event: ChallengeEvent,
  meta: EventMeta,
): SessionChallenges {
  switch (event.type) {
    case "session.webAuthN.challenged": {
      const { challenge, userVerification, rpid } = event.payload;
      return { ...challenges, webAuthN: { challenge, userVerification, rpid, createdAt: meta.createdAt } };
    }
    case "session.otp.sms.challenged":
      return { ...challenges, otpSms: otpChallenge(event.payload, meta) };
    case "session.otp.email.challenged":
      return { ...challenges, otpEmail: otpChallenge(event.payload, meta) };
    case "session.otp.sms.sent": {
      const verificationId = event.payload?.generatorInfo?.verificationId;
      const { otpSms } = challenges;
      return otpSms && verificationId ? { ...challenges, otpSms: { ...otpSms, verificationId } } : challenges;
    }
    case "session.otp.email.sent":
      return challenges;
  }
}

const otpChallenge = (
  added: { readonly code?: Sealed; readonly expiry: number; readonly generatorId?: string },
  meta: EventMeta,
): OtpChallenge => ({
  createdAt: meta.createdAt,
  expirySeconds: added.expiry / nanosPerSecond,
  ...(added.code === undefined ? {} : { code: added.code }),
  ...(added.generatorId === undefined ? {} : { generatorId: added.generatorId }),
});

const kindOf: Readonly<Partial<Record<CheckedEvent["type"], keyof SessionChallenges>>> = {
  "session.webAuthN.checked": "webAuthN",
  "session.otp.sms.checked": "otpSms",
  "session.otp.email.checked": "otpEmail",
};

/** A challenge is good for one check. */
function answered(challenges: SessionChallenges, { type }: CheckedEvent): SessionChallenges {
  const kind = kindOf[type];
  if (kind === undefined) return challenges;
  const { [kind]: _answered, ...open } = challenges;
  return open;
}

function evolveFactors(factors: SessionFactors, event: CheckedEvent): SessionFactors {
  const at = event.payload.checkedAt;
  switch (event.type) {
    case "session.user.checked": {
      const { userID, userResourceOwner, preferredLanguage, epoch } = event.payload;
      const more = { ...(preferredLanguage ? { preferredLanguage } : {}), ...(epoch ? { epoch } : {}) };
      return { ...factors, user: { id: userID, orgId: userResourceOwner, checkedAt: at, ...more } };
    }
    case "session.password.checked":
      return { ...factors, passwordAt: at };
    case "session.intent.checked":
      return { ...factors, intentAt: at };
    case "session.totp.checked":
      return proven({ ...factors, totpAt: at }, "totp", event);
    case "session.otp.sms.checked":
      return proven({ ...factors, otpSmsAt: at }, "otpSms", event);
    case "session.otp.email.checked":
      return proven({ ...factors, otpEmailAt: at }, "otpEmail", event);
    case "session.recoverycode.checked":
      return proven({ ...factors, recoveryCodeAt: at }, "recoveryCode", event);
    case "session.webAuthN.checked": {
      const { userVerified = false, credentialId } = event.payload;
      const key = credentialId === undefined ? {} : { credentialId };
      return { ...factors, webAuthN: { at, userVerified, ...key } };
    }
  }
}

function proven(factors: SessionFactors, factor: CountedFactor, { payload }: CheckedEvent): SessionFactors {
  const { losses = 0 } = payload;
  const known = factors.losses?.[factor] ?? 0;
  return losses === known ? factors : { ...factors, losses: { ...factors.losses, [factor]: losses } };
}

/** Values are base64; an empty one removes its key. */
export function mergeMetadata(
  before: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries({ ...before, ...set }).filter(([, value]) => value !== ""));
}

const nanosPerMillisecond = 1_000_000;
const nanosPerSecond = 1_000_000_000;

/** The last moment that the contract's timestamps can say. */
const endOfTime = Date.parse("9999-12-31T23:59:59Z");

const later = (from: string, nanos: number): string =>
  new Date(Math.min(Date.parse(from) + nanos / nanosPerMillisecond, endOfTime)).toISOString();
