import {
  isCredentialLost,
  loginNamesOf,
  loseCredential,
  requireHuman,
  requireUser,
  User,
} from "#src/domains/user/index.ts";
import { fresh, peek, type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { makeChallenge } from "./challenge.ts";
import { type EnteredCode, spendCode } from "./code-decisions.ts";
import {
  type AskedRegistration,
  dropRegistration,
  finishRegistration,
  isOver,
  maxPending,
  registerAtOnce,
  removeAuthenticator,
  requireInTime,
  requireNotDone,
  requirePending,
  startRegistration,
} from "./decisions.ts";
import type { AuthenticatorKind } from "./events.ts";
import { creationOptions } from "./options.ts";
import { authenticatorsOf, isReady } from "./queries.ts";
import { relyingPartyName, relyingPartyOf } from "./relying-party.ts";
import { type AuthenticatorState, entityOf, PasskeyCode } from "./state.ts";
import { challengeOf, verifyRegistration } from "./verify.ts";

export interface WantedAuthenticator {
  readonly kind: AuthenticatorKind;
  readonly userId: string;
  /** The relying party's id; the host of the request when empty. */
  readonly domain: string;
  readonly attachment?: "platform" | "cross-platform" | undefined;
}

export interface WantedRegistration extends WantedAuthenticator {
  /** The code that allows it, which is used up by it. */
  readonly code?: EnteredCode | undefined;
}

export interface StartedRegistration {
  readonly row: Written<AuthenticatorState>;
  /** For `navigator.credentials.create`. */
  readonly options: ReturnType<typeof creationOptions>;
}

async function makeOptions(ctx: Ctx, { kind, userId, domain, attachment }: WantedAuthenticator) {
  const user = await requireUser(ctx, userId);
  const { human } = requireHuman(user.state, "COMMAND-8N3Ks");
  const rpId = await relyingPartyOf(ctx, domain);
  const before = await authenticatorsOf(ctx, userId, kind);
  const options = creationOptions({
    kind,
    rpId,
    rpName: await relyingPartyName(ctx, user.owner),
    challenge: makeChallenge(ctx),
    userId,
    userName: (await loginNamesOf(ctx, user)).preferred,
    displayName: human.displayName,
    known: before.filter(isReady).flatMap(({ state }) => (state.rpId === rpId ? [state.keyId] : [])),
    attachment,
  });
  return { options, rpId, before };
}

/**
 * What an authenticator is asked for, of which nothing is stored: `registerAnswer` takes it back.
 * @param id of the authenticator that it becomes: of all answers to questions with the same one, one alone counts
 * @throws as `beginRegistration`
 */
export async function askForRegistration(
  ctx: Ctx,
  wanted: WantedAuthenticator,
  id: string = ctx.newId(),
): Promise<{ readonly asked: AskedRegistration; readonly options: StartedRegistration["options"] }> {
  const { options, rpId } = await makeOptions(ctx, wanted);
  const asked = { id, rpId, challenge: options.publicKey.challenge, askedAt: ctx.now.toISOString() };
  return { asked, options };
}

/**
 * Begins the registration of an authenticator, by permission or a code that the caller has checked.
 * @throws not_found for nobody; failed_precondition for a service user; invalid_argument WEBAUTHN-Rp1dm, or
 *   COMMAND-Eeb2a for a code that was used meanwhile
 */
export async function beginRegistration(ctx: Ctx, wanted: WantedRegistration): Promise<StartedRegistration> {
  const { kind, userId, code } = wanted;
  const { options, rpId, before } = await makeOptions(ctx, wanted);
  const id = ctx.newId();
  const start = startRegistration(kind, id, options.publicKey.challenge, rpId);
  const dropped = registrationsToDrop(before, ctx.now);
  const refs = [
    fresh(entityOf[kind], userId, id),
    ref(User, userId),
    code ? ref(PasskeyCode, userId, code.id) : peek(ref(PasskeyCode, userId), "there is none"),
    ...dropped.map((old) => ref(entityOf[kind], userId, old)),
  ] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([, current, codeState, ...old]) => {
    requireHuman(current, "COMMAND-8N3Kt");
    return [
      start(undefined),
      [],
      code ? spendCode(code)(codeState) : [],
      ...old.map((state, n) => dropRegistration(kind, dropped[n] ?? "")(state)),
    ];
  });
  return { row, options };
}

/** Those that are over, and the oldest of too many. */
function registrationsToDrop(rows: readonly Row<AuthenticatorState>[], now: Date): readonly string[] {
  const pending = rows.flatMap(({ entityId, state }) =>
    state.status === "pending" ? [{ entityId, over: isOver(state.startedAt, now) }] : [],
  );
  const open = pending.filter(({ over }) => !over);
  const tooMany = new Set(open.slice(0, Math.max(0, open.length + 1 - maxPending)));
  return pending.filter((one) => one.over || tooMany.has(one)).map(({ entityId }) => entityId);
}

export interface Answer {
  readonly kind: AuthenticatorKind;
  readonly userId: string;
  readonly id: string;
  /** What `navigator.credentials.create` gave, as JSON. */
  readonly credential: object;
  /** Or one that depends on the authenticator's model: its AAGUID, in hexadecimal with dashes. */
  readonly name: string | ((aaguid: string) => string);
}

/**
 * Finishes a registration by the authenticator's answer.
 * @throws what `requirePending` says; invalid_argument WEBAUTHN-Cr1ed for an answer that is not right; already_exists
 *   WEBAUTHN-Dp1cr for a credential that somebody has registered
 */
export async function answerRegistration(ctx: Ctx, answer: Answer): Promise<Written<AuthenticatorState>> {
  const { kind, userId, id } = answer;
  const pending = requirePending(
    (await ctx.store.get(entityOf[kind], ctx.instanceId, userId, id))?.state,
    ctx.now,
  );
  const { registered, called } = await verified(answer, pending);
  const finish = finishRegistration(kind, id, registered, called, ctx.now);
  const refs = [ref(entityOf[kind], userId, id), ref(User, userId)] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([before, user]) => {
    requireHuman(user, "COMMAND-8N3Ku");
    return [finish(before), []];
  });
  return row;
}

/**
 * Registers an authenticator by its answer to what `askForRegistration` asked. Several that answer at once become one.
 * @throws as `answerRegistration`; not_found WEBAUTHN-Rg1nf when it was registered and taken away since
 */
export async function registerAnswer(
  ctx: Ctx,
  asked: AskedRegistration,
  answer: Omit<Answer, "id">,
): Promise<Written<AuthenticatorState>> {
  const { kind, userId } = answer;
  const { id, askedAt } = asked;
  requireNotDone((await ctx.store.get(entityOf[kind], ctx.instanceId, userId, id))?.state);
  requireInTime(askedAt, ctx.now);
  const { registered, called } = await verified(answer, asked);
  const register = registerAtOnce(kind, asked, registered, called);
  const refs = [ref(entityOf[kind], userId, id), ref(User, userId)] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([before, user]) => {
    const human = requireHuman(user, "COMMAND-8N3Kv");
    return [register(before, isCredentialLost(human, id)), []];
  });
  return row;
}

/** @throws invalid_argument WEBAUTHN-Cr1ed */
async function verified(
  { kind, credential, name }: Omit<Answer, "id" | "userId">,
  { challenge, rpId }: Pick<AskedRegistration, "challenge" | "rpId">,
) {
  const registered = await verifyRegistration(credential, {
    challenge,
    rpId,
    userVerified: kind === "passkey",
  });
  if (!registered)
    throw invalid("WEBAUTHN-Cr1ed", "Errors.User.WebAuthN.CreateCredentialFailed", {
      field: "publicKeyCredential",
    });
  return { registered, called: typeof name === "string" ? name : name(modelOf(registered.aaguid)) };
}

/** @param aaguid base64, 16 bytes */
const modelOf = (aaguid: string): string =>
  Buffer.from(aaguid, "base64")
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/**
 * The registration that an answer says it is to, where a request does not name it.
 * @throws not_found WEBAUTHN-Rg4nf
 */
export async function registrationOf(
  ctx: Ctx,
  userId: string,
  kind: AuthenticatorKind,
  credential: object,
): Promise<string> {
  const challenge = challengeOf(credential);
  const rows = await authenticatorsOf(ctx, userId, kind);
  const found = rows.find(({ state }) => state.status === "pending" && state.challenge === challenge);
  if (!found) throw notFound("WEBAUTHN-Rg4nf", "Errors.User.WebAuthN.NotFound");
  return found.entityId;
}

/** Takes an authenticator away; from the answer on neither it nor what it proved counts. @throws not_found WEBAUTHN-Rm1nf */
export async function dropAuthenticator(
  ctx: Ctx,
  userId: string,
  kind: AuthenticatorKind,
  id: string,
): Promise<Written<AuthenticatorState>> {
  const remove = removeAuthenticator(kind, id);
  const refs = [ref(entityOf[kind], userId, id), ref(User, userId)] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([before, user]) => [
    remove(before),
    before?.status === "ready" ? loseCredential(id)(user) : [],
  ]);
  return row;
}
