/** Registering a passkey on the pages: here, or by a link on another device. */
import { codeBudgets, isUsable, skipMfaSetup, userById } from "#src/domains/user/index.ts";
import {
  answerRegistration,
  beginRegistration,
  createPasskeyCode,
  enterPasskeyCode,
  readyAuthenticators,
  spendPasskeyCode,
} from "#src/domains/webauthn/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { evenTime } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { link, paths } from "../routes.ts";
import type { UserView, Visit } from "../visit.ts";
import { passkeyNameFrom } from "./authenticator-names.ts";
import { readObject } from "./passkey.ts";
import { refusalStepMs } from "./password.ts";
import { flowSettings } from "./settings.ts";
import { asLogin } from "./sign-in.ts";
import { userView } from "./user.ts";

/** Somebody registers a passkey of their own. */
const as = (ctx: Ctx, userId: string): Ctx => ({ ...ctx, creator: userId });

/** For so long somebody whose code was right may try, in the same browser. */
const permitMs = 15 * 60_000;

/**
 * `register`: a code for a passkey of theirs was entered, which is used up. `first`: one that proved their address, when
 * they had nothing to log in with. `done`: they have just registered a passkey.
 */
export type PermitKind = "register" | "first" | "done";

/** Proof for this browser of what its user has done a moment ago. */
export const passkeyPermit = (ctx: Ctx, visit: Visit, kind: PermitKind, userId: string): string =>
  ctx.secrets.sealToken(
    "webauthn",
    JSON.stringify([...boundTo(ctx, visit, kind), userId, ctx.now.getTime()]),
  );

const boundTo = (
  { instanceId }: Ctx,
  { browserId }: Visit,
  kind: PermitKind,
): readonly [PermitKind, ...string[]] => [kind, instanceId, browserId];

interface Permit {
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

function openPermit(ctx: Ctx, visit: Visit, kind: PermitKind, permit: string): Permit | undefined {
  const text = ctx.secrets.openToken("webauthn", permit);
  // Ours by the seal, so that its shape is known.
  const parts = text === undefined ? [] : (JSON.parse(text) as readonly (string | number)[]);
  const bound = boundTo(ctx, visit, kind);
  if (!bound.every((part, n) => parts[n] === part)) return undefined;
  const [userId, at] = parts.slice(bound.length);
  const isFresh = typeof at === "number" && ctx.now.getTime() - at < permitMs;
  return isFresh && typeof userId === "string" ? { userId, at } : undefined;
}

/** Whom a permit is for; undefined when it is over, or another browser's. */
export const permittedUser = (ctx: Ctx, visit: Visit, kind: PermitKind, permit: string): string | undefined =>
  openPermit(ctx, visit, kind, permit)?.userId;

/** Who may register a passkey by a permit. One is what it is good for: `spent` says that there is one since. */
export async function permittedPasskey(
  ctx: Ctx,
  visit: Visit,
  permit: string,
): Promise<{ readonly userId: string; readonly isFirst: boolean; readonly spent: boolean } | undefined> {
  const byCode = openPermit(ctx, visit, "register", permit);
  const opened = byCode ?? openPermit(ctx, visit, "first", permit);
  if (opened === undefined) return undefined;
  const { userId, at } = opened;
  const passkeys = await readyAuthenticators(ctx, userId, "passkey");
  const spent = passkeys.some(({ createdAt }) => createdAt.getTime() >= at);
  return { userId, isFirst: byCode === undefined, spent };
}

export type CodeEntered =
  | { readonly status: "ok"; readonly permit: string }
  /** Also of somebody who is not there: which of it is told to nobody. */
  | { readonly status: "wrong" | "expired" | "too_many" };

const codeOutcomes: Readonly<Record<string, "wrong" | "expired">> = {
  "COMMAND-Eeb2a": "wrong",
  "WEBAUTHN-Cd1ex": "expired",
};

interface SetupCode {
  readonly userId: string;
  readonly id: string;
  readonly code: string;
}

/** Uses up a code from a link. Nobody's codes cost the same limits and the same time as wrong ones. */
export const enterSetupCode = (ctx: Ctx, visit: Visit, entered: SetupCode): Promise<CodeEntered> =>
  evenTime(
    refusalStepMs,
    () => tryCode(ctx, visit, entered),
    ({ status }) => status !== "ok",
  );

async function tryCode(ctx: Ctx, visit: Visit, { userId, id, code }: SetupCode): Promise<CodeEntered> {
  try {
    const acting = as(ctx, userId);
    if ((await userById(ctx, userId)) === undefined)
      await ctx.limits.guard(codeBudgets(ctx, userId), async () => ({ ok: false }));
    await spendPasskeyCode(acting, userId, await enterPasskeyCode(acting, userId, { id, code }));
    return { status: "ok", permit: passkeyPermit(ctx, visit, "register", userId) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "resource_exhausted") return { status: "too_many" };
    const status = codeOutcomes[error.id] ?? (error.kind === "not_found" ? "wrong" : undefined);
    if (status === undefined) throw error;
    return { status };
  }
}

export interface StartedSetup {
  readonly id: string;
  /** For `navigator.credentials.create`. */
  readonly options: object;
}

export async function beginSetup(ctx: Ctx, userId: string): Promise<StartedSetup> {
  const { row, options } = await beginRegistration(as(ctx, userId), { kind: "passkey", userId, domain: "" });
  return { id: row.entityId, options };
}

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
  readonly id: string;
  /** JSON of what `navigator.credentials.create` gave. */
  readonly credential: string;
  /** As entered; empty: by the authenticator, else by the device, else as the page calls it. */
  readonly name: string;
  readonly otherwise: string;
}

export async function finishSetup(ctx: Ctx, userId: string, answer: SetupAnswer): Promise<SetUp> {
  const credential = readObject(answer.credential);
  if (credential === undefined) return "refused";
  const { id, otherwise } = answer;
  const name = (aaguid: string): string =>
    answer.name || (passkeyNameFrom(aaguid, ctx.userAgent) ?? otherwise);
  try {
    await answerRegistration(as(ctx, userId), { kind: "passkey", userId, id, credential, name });
    return "ok";
  } catch (error) {
    const outcome = error instanceof Failure ? setupOutcomes[error.id] : undefined;
    if (outcome === undefined) throw error;
    return outcome;
  }
}

export interface SetupLink {
  readonly url: string;
  readonly expirySeconds: number;
}

/** A link by which the user registers a passkey on another device. */
export async function passkeyLink(ctx: Ctx, userId: string): Promise<SetupLink> {
  const made = await createPasskeyCode(as(ctx, userId), userId, { kind: "link" });
  const query = { userId, organization: made.orgId, codeId: made.id, code: made.returned };
  return { url: ctx.origin + link(paths.passkeySet, query), expirySeconds: made.expirySeconds };
}

export type LinkMailed = "sent" | "not_verified" | "too_many";

/** Sends such a link to the user's address. */
export async function mailPasskeyLink(ctx: Ctx, userId: string): Promise<LinkMailed> {
  try {
    await createPasskeyCode(asLogin(ctx), userId, { kind: "send" });
    return "sent";
  } catch (error) {
    if (error instanceof Failure && error.id === "WEBAUTHN-Em1nv") return "not_verified";
    if (error instanceof Failure && error.kind === "resource_exhausted") return "too_many";
    throw error;
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
