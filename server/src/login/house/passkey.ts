/** Signing in by a passkey. */
import { createSession, updateSession } from "#src/domains/session/index.ts";
import { epochOf, isUsable, requireUser, type UserState, userById } from "#src/domains/user/index.ts";
import {
  checkDiscoverable,
  checkWebAuthN,
  claimedUser,
  makeDiscoverable,
  makeWebAuthN,
} from "#src/domains/webauthn/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { type Budget, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { enforce } from "../flow/index.ts";
import type { Visit } from "../visit.ts";
import {
  type Asked,
  type AuthenticatorQuestion,
  askedIn,
  credentialOf,
  isFirstAnswer,
  questionOf,
} from "./asked-authenticator.ts";
import { gatherFacts } from "./facts.ts";
import { asLogin, isAlive, userAgentOf } from "./sign-in.ts";
import { type KnownVisit, readVisit } from "./visit.ts";

export type PasskeyLogin =
  | { readonly status: "ok"; readonly sessionId: string }
  /** Asked too long ago, of another browser or for another request, or answered before. */
  | { readonly status: "stale" }
  /** `forgotten`: the tenant does not know the passkey at all, so that its keeper may forget it. */
  | { readonly status: "refused"; readonly forgotten: boolean }
  /** Its counter shows that there are two of it. */
  | { readonly status: "copied" }
  /** The organization of its user allows no passkeys. */
  | { readonly status: "not_allowed" }
  /** Its user is not of the organization that was asked for. */
  | { readonly status: "other_org" }
  | { readonly status: "too_many" };

/**
 * @param userId whose passkeys may answer; without one, anybody's of this host
 * @returns undefined when that user has none that could answer here
 */
export async function askForPasskey(
  ctx: Ctx,
  visit: Visit,
  userId?: string,
): Promise<AuthenticatorQuestion | undefined> {
  try {
    const made = await (userId === undefined
      ? makeDiscoverable(ctx)
      : makeWebAuthN(ctx, userId, "", "required"));
    return questionOf(ctx, visit, "login", made, userId ?? "");
  } catch (error) {
    if (error instanceof Failure && error.id === noneHere) return undefined;
    throw error;
  }
}

const noneHere = "WEBAUTHN-Nk1ey";

/**
 * Checks an answer and, when right, opens a session for the browser, or adds the proof to the user's present one.
 * @param answer JSON of what `navigator.credentials.get` gave
 * @throws the refusal of the flow when it is right but the account may not be used
 */
export async function answerPasskey(
  ctx: Ctx,
  visit: Visit,
  { challenge, answer }: { readonly challenge: string; readonly answer: string },
): Promise<PasskeyLogin> {
  const asked = askedIn(ctx, visit, "login", challenge);
  if (asked === undefined) return { status: "stale" };
  const credential = credentialOf(answer);
  const userId = credential && (asked.userId || claimedUser(credential));
  if (credential === undefined || userId === undefined) return { status: "refused", forgotten: false };
  // Read before anything is proven, so that what happens to them meanwhile ends what rests on it.
  const [known, before] = await Promise.all([readVisit(ctx, visit), userById(ctx, userId)]);
  if (!(await isFirstAnswer(ctx, asked))) return againOf(ctx, known, asked, userId);
  const checked = await check(asLogin(ctx), asked, credential);
  if ("status" in checked) return checked;
  const user = before ?? (await requireUser(ctx, userId));
  return "unusable" in checked ? refuseUser(ctx, known, user) : admit(ctx, visit, known, user, checked);
}

/** A form that is sent twice ends where the first did: in the session of this browser that it made. */
function againOf(ctx: Ctx, known: KnownVisit, { createdAt }: Asked, userId: string): PasskeyLogin {
  const made = known.browserSessions.find((session) => {
    const { webAuthN } = session.state.factors;
    return isAlive(session, userId, ctx.now) && webAuthN?.userVerified && webAuthN.at >= createdAt;
  });
  return made === undefined ? { status: "stale" } : { status: "ok", sessionId: made.aggregateId };
}

interface Proof {
  readonly userVerified: boolean;
  readonly credentialId: string;
}

/** What the slice refuses with. */
const outcomes: Readonly<Record<string, PasskeyLogin | { readonly unusable: true }>> = {
  "WEBAUTHN-Ch1ex": { status: "stale" },
  "WEBAUTHN-Dk1un": { status: "refused", forgotten: true },
  "WEBAUTHN-Dk2wr": { status: "refused", forgotten: false },
  "COMMAND-Aej7i": { status: "refused", forgotten: false },
  "WEBAUTHN-As1wr": { status: "refused", forgotten: false },
  "WEBAUTHN-Cl1ne": { status: "copied" },
  "COMMAND-JLK35": { unusable: true },
  "COMMAND-Us3na": { unusable: true },
};

async function check(
  ctx: Ctx,
  { userId, ...open }: Asked,
  credential: object,
): Promise<Proof | PasskeyLogin | { readonly unusable: true }> {
  const address: Budget = {
    instanceId: ctx.instanceId,
    rule: limitRules.passwordPerAddress,
    subject: ctx.ip,
  };
  const compare = async () => {
    try {
      const proof: Proof = await (userId === ""
        ? checkDiscoverable(ctx, open, credential)
        : checkWebAuthN(ctx, userId, { ...open, userVerification: "required" }, credential));
      return { ok: true, outcome: proof };
    } catch (error) {
      const outcome = error instanceof Failure ? outcomes[error.id] : undefined;
      if (outcome === undefined) throw error;
      return { ok: "unusable" in outcome, outcome };
    }
  };
  try {
    return (await ctx.limits.guard([address], compare)).outcome;
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return { status: "too_many" };
    throw error;
  }
}

async function refuseUser(ctx: Ctx, known: KnownVisit, user: Row<UserState>): Promise<never> {
  const { session: _other, ...rest } = known;
  const facts = await gatherFacts(ctx, { ...rest, session: undefined, user });
  throw enforce({ ...facts, now: ctx.now }) ?? new Failure("internal", "LOGIN-pK1no", "Errors.Internal");
}

async function admit(
  ctx: Ctx,
  visit: Visit,
  known: KnownVisit,
  user: Row<UserState>,
  proof: Proof,
): Promise<PasskeyLogin> {
  if (!(await isUsable(ctx, user))) return refuseUser(ctx, known, user);
  if (known.org !== undefined && known.org.id !== user.owner) return { status: "other_org" };
  const { settings } = await gatherFacts(ctx, { ...known, session: undefined, user });
  if (!settings.allowPasskeys) return { status: "not_allowed" };
  const checks = { webAuthNProven: { ...proof, epoch: epochOf(user.state) } };
  const userId = user.aggregateId;
  const present = known.browserSessions.find((session) => isAlive(session, userId, ctx.now));
  if (present !== undefined) {
    await updateSession(asLogin(ctx), present, { checks });
    return { status: "ok", sessionId: present.aggregateId };
  }
  const { row } = await createSession(asLogin(ctx), {
    checks: { user: { userId }, ...checks },
    userAgent: userAgentOf(ctx, visit),
  });
  return { status: "ok", sessionId: row.aggregateId };
}
