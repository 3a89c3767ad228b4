/** Registering a passkey on the pages: here, or by a link on another device. */
import { isCredentialLost, isUsable, skipMfaSetup, userById } from "#src/domains/user/index.ts";
import { Passkey, readyAuthenticators, registerAnswer } from "#src/domains/webauthn/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserView, Visit } from "../visit.ts";
import { credentialOf } from "./asked-authenticator.ts";
import { passkeyNameFrom } from "./authenticator-names.ts";
import { askedFor, askForAuthenticator, type RegistrationQuestion } from "./new-authenticator.ts";
import { openInBrowser, sealNote } from "./sealed-note.ts";
import { flowSettings } from "./settings.ts";
import { userView } from "./user.ts";

/** Somebody registers a passkey of their own. */
export const as = (ctx: Ctx, userId: string): Ctx => ({ ...ctx, creator: userId });

/** For so long somebody whose code was right may try, in the same browser. */
const permitMs = 15 * 60_000;

/**
 * `register`: a code for a passkey of theirs was entered, which is used up. `first`: one that proved their address, when
 * they had nothing to log in with. `done`: they have just registered a passkey.
 */
export type PermitKind = "register" | "first" | "done";

/** Proof for this browser of what its user has done a moment ago. */
export const passkeyPermit = (ctx: Ctx, visit: Visit, kind: PermitKind, userId: string): string =>
  sealNote(ctx, "webauthn", boundTo(ctx, visit, kind), [userId, ctx.now.getTime(), ctx.newId()]);

const boundTo = ({ instanceId }: Ctx, { browserId }: Visit, kind: PermitKind) =>
  [kind, instanceId, browserId] as const;

interface Permit {
  readonly userId: string;
  /** Of the one passkey that it is good for. */
  readonly passkeyId: string;
}

function openPermit(ctx: Ctx, visit: Visit, kind: PermitKind, permit: string): Permit | undefined {
  const bound = (browserId: string) => boundTo(ctx, { ...visit, browserId }, kind);
  const [userId, at, passkeyId] = openInBrowser(ctx, "webauthn", visit, bound, permit) ?? [];
  const isFresh = typeof at === "number" && ctx.now.getTime() - at < permitMs;
  return isFresh && typeof userId === "string" && typeof passkeyId === "string"
    ? { userId, passkeyId }
    : undefined;
}

/** Whom a permit is for; undefined when it is over, or another browser's. */
export const permittedUser = (ctx: Ctx, visit: Visit, kind: PermitKind, permit: string): string | undefined =>
  openPermit(ctx, visit, kind, permit)?.userId;

/** Who may register a passkey by a permit. One is what it is good for: `spent` says that it is there. Taken away again, it ends the permit. */
export async function permittedPasskey(
  ctx: Ctx,
  visit: Visit,
  permit: string,
): Promise<(Permit & { readonly isFirst: boolean; readonly spent: boolean }) | undefined> {
  const byCode = openPermit(ctx, visit, "register", permit);
  const opened = byCode ?? openPermit(ctx, visit, "first", permit);
  if (opened === undefined) return undefined;
  const { userId, passkeyId } = opened;
  const [user, registered] = await Promise.all([
    userById(ctx, userId),
    ctx.store.get(Passkey, ctx.instanceId, userId, passkeyId),
  ]);
  if (user === undefined || isCredentialLost(user.state, passkeyId)) return undefined;
  return { ...opened, isFirst: byCode === undefined, spent: registered !== undefined };
}

/** Who registers a passkey; the one that a permit is good for, where they come by one. */
interface PasskeyOwner {
  readonly userId: string;
  readonly passkeyId?: string | undefined;
}

const newPasskey = ({ userId, passkeyId }: PasskeyOwner) =>
  ({ kind: "passkey", userId, id: passkeyId }) as const;

export const beginSetup = (ctx: Ctx, visit: Visit, owner: PasskeyOwner): Promise<RegistrationQuestion> =>
  askForAuthenticator(as(ctx, owner.userId), visit, newPasskey(owner));

/** `known`: the authenticator is registered already, for them or somebody else. */
export type SetUp = "ok" | "stale" | "refused" | "known";

/** One that is finished already was sent twice. */
const setupOutcomes: Readonly<Record<string, SetUp>> = {
  "WEBAUTHN-Rg1nf": "stale",
  "WEBAUTHN-Rg2dn": "ok",
  "WEBAUTHN-Rg3ex": "stale",
  "WEBAUTHN-Cr1ed": "refused",
  "WEBAUTHN-Dp1cr": "known",
};

interface SetupAnswer {
  readonly question: string;
  /** JSON of what `navigator.credentials.create` gave. */
  readonly credential: string;
  /** As entered; empty: by the authenticator, else by the device, else as the page calls it. */
  readonly name: string;
  readonly otherwise: string;
}

export async function finishSetup(
  ctx: Ctx,
  visit: Visit,
  owner: PasskeyOwner,
  answer: SetupAnswer,
): Promise<SetUp> {
  const { userId } = owner;
  const credential = credentialOf(answer.credential);
  if (credential === undefined) return "refused";
  const asked = askedFor(ctx, visit, newPasskey(owner), answer.question);
  if (asked === undefined) return "stale";
  const { otherwise } = answer;
  const name = (aaguid: string): string =>
    answer.name || (passkeyNameFrom(aaguid, ctx.userAgent) ?? otherwise);
  try {
    await registerAnswer(as(ctx, userId), asked, { kind: "passkey", userId, credential, name });
    return "ok";
  } catch (error) {
    const outcome = error instanceof Failure ? setupOutcomes[error.id] : undefined;
    if (outcome === undefined) throw error;
    return outcome;
  }
}

/** Whether the login policy of a user's organization knows passkeys, and the user may log in at all. */
export async function mayHavePasskeys(ctx: Ctx, userId: string): Promise<boolean> {
  const user = await userById(ctx, userId);
  if (user === undefined || !(await isUsable(ctx, user))) return false;
  return (await flowSettings(ctx, user.owner)).allowPasskeys;
}

/** Not now: the offer rests as long as the login policy says. */
export async function skipPasskey(ctx: Ctx, userId: string): Promise<void> {
  await skipMfaSetup(as(ctx, userId), userId);
}

/** Whom a page of a permit is about; undefined when they are gone. */
export async function permittedView(ctx: Ctx, userId: string): Promise<UserView | undefined> {
  const user = await userById(ctx, userId);
  return user && userView(ctx, user);
}

/** What browsers hand on to whoever keeps somebody's passkeys (WebAuthn level 3, signals). */
export interface PasskeySignal {
  readonly rpId: string;
  /** base64url */
  readonly userId: string;
  readonly allAcceptedCredentialIds: readonly string[];
  readonly name: string;
  readonly displayName: string;
}

/** Second factors are among the accepted ones: who keeps them must not take them for gone. */
export async function passkeySignal(ctx: Ctx, userId: string): Promise<PasskeySignal | undefined> {
  const rpId = new URL(ctx.origin).hostname;
  const [view, ...rows] = await Promise.all([
    permittedView(ctx, userId),
    readyAuthenticators(ctx, userId, "passkey", rpId),
    readyAuthenticators(ctx, userId, "u2f", rpId),
  ]);
  if (view === undefined) return undefined;
  return {
    rpId,
    userId: Buffer.from(userId).toString("base64url"),
    allAcceptedCredentialIds: rows.flat().map(({ state }) => state.keyId),
    name: view.loginName,
    displayName: view.displayName,
  };
}
