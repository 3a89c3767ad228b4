/** What codes from messages do when somebody enters them: prove an address, and set the password. */
import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import {
  acceptInvite,
  epochOf,
  initialise,
  isUsable,
  setFirstPassword,
  setPasswordByCode,
  type UserState,
  verifyContact,
} from "#src/domains/user/index.ts";
import type { Row, Written } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { enforce } from "../flow/index.ts";
import type { PasswordRule, Visit } from "../visit.ts";
import { type CodeRefusal, type CodeSubject, withCode } from "./code-subject.ts";
import { gatherFacts } from "./facts.ts";
import { passkeyPermit } from "./passkey-setup.ts";
import { brokenRules } from "./password-change.ts";
import { type CodeUse, hasNoWayIn, pendingOf, wayIn } from "./send-code.ts";
import { isAlive, openSession } from "./sign-in.ts";
import { readUserFacts, userView } from "./user.ts";

/** Somebody acts for themselves, by the code that only they can have. */
const as = (ctx: Ctx, { aggregateId }: Row<UserState>): Ctx => ({ ...ctx, creator: aggregateId });

/** What is wrong with a password that somebody chose. */
export type PasswordMistake =
  | { readonly status: "common" | "used_before" }
  | { readonly status: "rules"; readonly broken: readonly PasswordRule[] };

export type PasswordSet =
  | { readonly status: "ok"; readonly sessionId: string }
  | CodeRefusal
  /** `permit`: the code has proven who it is and is used up, so that the password alone is left to choose. */
  | (PasswordMistake & { readonly permit?: string });

/**
 * Sets a password by a code. A wrong code is told before anything about the password, so that only who has the code
 * learns which rules hold for it.
 * @throws the refusal of the flow when the account may not be used
 */
export async function setPasswordWithCode(
  ctx: Ctx,
  visit: Visit,
  subject: CodeSubject,
  { code, password }: { readonly code: string; readonly password: string },
): Promise<PasswordSet> {
  const { user } = subject;
  const use = await wayIn(ctx, user);
  const waits = user !== undefined && use !== undefined && isWaiting(user, use);
  const work = waits
    ? () => (use === "password" ? replace(ctx, user, code, password) : begin(ctx, user, use, code))
    : undefined;
  const worked = await withCode(ctx, subject, work);
  if (worked.status !== "ok") return sentTwice(ctx, subject) ?? worked;
  const { result } = worked;
  if ("status" in result) return result;
  return use === "password"
    ? signIn(ctx, visit, subject, result)
    : setFirst(ctx, visit, subject, result, password);
}

const isWaiting = ({ state }: Row<UserState>, use: CodeUse): boolean =>
  state.kind === "human" && pendingOf(state.human, use) !== undefined;

async function replace(
  ctx: Ctx,
  user: Row<UserState>,
  code: string,
  password: string,
): Promise<Written<UserState> | PasswordMistake> {
  return unlessMistaken(ctx, user, password, () =>
    setPasswordByCode(as(ctx, user), user.aggregateId, code, password),
  );
}

/** Proves the address by the code of that use. */
function begin(ctx: Ctx, user: Row<UserState>, use: CodeUse, code: string): Promise<Written<UserState>> {
  const { aggregateId: userId } = user;
  if (use === "init") return initialise(as(ctx, user), userId, code);
  if (use === "invite") return acceptInvite(as(ctx, user), userId, code);
  return verifyContact(as(ctx, user), userId, "email", code);
}

/** Ids that the slice refuses a password with; the rules are asked for all together. */
const mistakes: Readonly<Record<string, "rules" | "common" | "used_before">> = {
  "COMMAND-HuJf6": "rules",
  "COMMAND-co3Xw": "rules",
  "COMMAND-VoaRj": "rules",
  "COMMAND-ZBv4H": "rules",
  "COMMAND-ZDLwA": "rules",
  "USER-Cm7np": "common",
  "USER-Hs7rp": "used_before",
};

async function unlessMistaken<T>(
  ctx: Ctx,
  { owner }: Row<UserState>,
  password: string,
  work: () => Promise<T>,
): Promise<T | PasswordMistake> {
  try {
    return await work();
  } catch (error) {
    const status = error instanceof Failure ? mistakes[error.id] : undefined;
    if (status === undefined) throw error;
    if (status !== "rules") return { status };
    return { status, broken: brokenRules(password, await effectivePasswordComplexity(ctx, owner)) };
  }
}

/** The first password of somebody whose code has just been taken. */
async function setFirst(
  ctx: Ctx,
  visit: Visit,
  subject: CodeSubject,
  begun: Written<UserState>,
  password: string,
): Promise<PasswordSet> {
  const user = subject.user && stored(subject.user, begun);
  if (user === undefined) return { status: "wrong" };
  const result = await unlessMistaken(ctx, user, password, () =>
    setFirstPassword(as(ctx, user), user.aggregateId, password),
  );
  return "status" in result
    ? { ...result, permit: passkeyPermit(ctx, visit, "first", user.aggregateId) }
    : signIn(ctx, visit, subject, result);
}

const stored = (before: Row<UserState>, { state }: Written<UserState>): Row<UserState> => ({
  ...before,
  state: state ?? before.state,
});

/** Whoever has just set their password is signed in, in this browser. */
async function signIn(
  ctx: Ctx,
  visit: Visit,
  { user: before, known }: CodeSubject,
  written: Written<UserState>,
): Promise<PasswordSet> {
  const user = before && stored(before, written);
  if (user === undefined) return { status: "wrong" };
  if (!(await isUsable(ctx, user))) {
    const refusal = enforce({
      ...(await gatherFacts(ctx, { ...known, session: undefined, user })),
      now: ctx.now,
    });
    if (refusal) throw refusal;
  }
  return {
    status: "ok",
    sessionId: await openSession(ctx, visit, user.aggregateId, epochOf(user.state)),
  };
}

const recentMs = 120_000;

/**
 * A form that was sent twice ends where the first one did: in the session that it opened a moment ago. Who signed in
 * here meanwhile has set no password by that.
 */
function sentTwice(ctx: Ctx, { user, known }: CodeSubject): PasswordSet | undefined {
  if (user?.state.kind !== "human") return undefined;
  const isRecent = (at = ""): boolean => ctx.now.getTime() - Date.parse(at) < recentMs;
  if (!isRecent(user.state.human.password?.changedAt)) return undefined;
  const session = known.browserSessions.find(
    (one) => isAlive(one, user.aggregateId, ctx.now) && isRecent(one.state.factors.passwordAt),
  );
  return session && { status: "ok", sessionId: session.aggregateId };
}

/** Whether somebody with a permit still has nothing to log in with, so that they may choose a password. */
export async function mayChooseFirst(ctx: Ctx, user: Row<UserState> | undefined): Promise<boolean> {
  if (user?.state.kind !== "human" || !(await isUsable(ctx, user))) return false;
  return hasNoWayIn(await readUserFacts(ctx, user));
}

/** Sets the first password of somebody who has a permit; `gone` when there is one by now. */
export async function chooseFirst(
  ctx: Ctx,
  visit: Visit,
  subject: CodeSubject,
  password: string,
): Promise<PasswordSet | { readonly status: "gone" }> {
  const { user } = subject;
  const again = sentTwice(ctx, subject);
  if (again) return again;
  if (user === undefined || !(await mayChooseFirst(ctx, user))) return { status: "gone" };
  const result = await unlessMistaken(ctx, user, password, () =>
    setFirstPassword(as(ctx, user), user.aggregateId, password),
  );
  return "status" in result ? result : signIn(ctx, visit, subject, result);
}

export interface Proven {
  readonly loginName: string;
  /** Where they have nothing to log in with yet: lets them set it up, in this browser. */
  readonly permit?: string;
  /** The session of theirs with which the login goes on. */
  readonly sessionId?: string;
}

export type Verified = ({ readonly status: "ok" } & Proven) | CodeRefusal;

/** Redeems a code that proves an address. @param invited the link is that of an invitation */
export async function redeemCode(
  ctx: Ctx,
  visit: Visit,
  subject: CodeSubject,
  { code, invited }: { readonly code: string; readonly invited: boolean },
): Promise<Verified> {
  const { user, known } = subject;
  const use = user && proofWaiting(user.state, invited);
  const worked = await withCode(ctx, subject, user && use ? () => begin(ctx, user, use, code) : undefined);
  if (worked.status !== "ok" || user === undefined)
    return worked.status === "ok" ? { status: "wrong" } : worked;
  const after = stored(user, worked.result);
  const session = known.session?.state.factors.user?.id === user.aggregateId ? known.session : undefined;
  const first = await mayChooseFirst(ctx, after);
  return {
    status: "ok",
    loginName: (await userView(ctx, after)).loginName,
    ...(session ? { sessionId: session.aggregateId } : {}),
    ...(first ? { permit: passkeyPermit(ctx, visit, "first", user.aggregateId) } : {}),
  };
}

/** Which of somebody's codes the form is about: the same form takes them all. */
function proofWaiting(user: UserState, invited: boolean): CodeUse | undefined {
  if (user.kind !== "human") return undefined;
  const { human, status } = user;
  if (status === "initial") return human.initCode && "init";
  const order: readonly CodeUse[] = invited ? ["invite", "email"] : ["email", "invite"];
  return order.find((use) => pendingOf(human, use) !== undefined);
}

/** What to send again to somebody who is to prove an address. */
export function proofToSend(user: UserState): CodeUse | undefined {
  if (user.kind !== "human") return undefined;
  if (user.status === "initial") return "init";
  if (user.human.emailVerified && !user.human.inviteCode) return undefined;
  return user.human.inviteCode ? "invite" : "email";
}
