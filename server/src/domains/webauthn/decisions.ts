import { invalid, notFound, precondition, required } from "#src/platform/failure/index.ts";
import { type AuthenticatorEvent, type AuthenticatorKind, prefixes } from "./events.ts";
import { timeoutSeconds } from "./options.ts";
import type { AuthenticatorState, PendingAuthenticator, ReadyAuthenticator } from "./state.ts";
import type { Registered } from "./verify.ts";

type Decision = (before: AuthenticatorState | undefined) => readonly AuthenticatorEvent[];

/** What an authenticator was asked for; whoever asked brings it back with the answer. */
export interface AskedRegistration {
  /** Of the authenticator that it becomes. */
  readonly id: string;
  /** base64url */
  readonly challenge: string;
  readonly rpId: string;
  /** RFC 3339 */
  readonly askedAt: string;
}

const unknown = "Errors.User.WebAuthN.NotFound";

/** So many registrations of one kind may be open at once, for as many pages; the oldest makes room. */
export const maxPending = 5;

export const isOver = (askedAt: string, now: Date): boolean =>
  Date.parse(askedAt) + timeoutSeconds * 1000 <= now.getTime();

export const startRegistration =
  (kind: AuthenticatorKind, id: string, challenge: string, rpId: string): Decision =>
  () => [{ type: `${prefixes[kind]}.added`, payload: { webAuthNTokenId: id, challenge, rpID: rpId } }];

/**
 * All of a registration whose question was stored nowhere, once.
 * @param isLost there was such an authenticator, and it was taken away
 * @throws failed_precondition WEBAUTHN-Rg2dn when it is there already; not_found WEBAUTHN-Rg1nf when it was lost
 */
export const registerAtOnce =
  (
    kind: AuthenticatorKind,
    { id, challenge, rpId }: AskedRegistration,
    registered: Registered,
    name: string,
  ) =>
  (before: AuthenticatorState | undefined, isLost: boolean): readonly AuthenticatorEvent[] => {
    requireNotDone(before);
    if (isLost) throw notFound("WEBAUTHN-Rg1nf", unknown);
    const payload = { webAuthNTokenId: id, ...registered, webAuthNTokenName: name };
    return [
      ...startRegistration(kind, id, challenge, rpId)(before),
      { type: `${prefixes[kind]}.verified`, payload },
    ];
  };

/** @throws failed_precondition WEBAUTHN-Rg2dn */
export function requireNotDone(state: AuthenticatorState | undefined): void {
  if (state !== undefined) throw precondition("WEBAUTHN-Rg2dn", "Errors.User.WebAuthN.AlreadyReady");
}

/** What makes room for another registration; one that was finished meanwhile stays. */
export const dropRegistration =
  (kind: AuthenticatorKind, id: string): Decision =>
  (before) =>
    before?.status === "pending"
      ? [{ type: `${prefixes[kind]}.removed`, payload: { webAuthNTokenId: id } }]
      : [];

/**
 * The registration that waits for an answer.
 * @throws not_found WEBAUTHN-Rg1nf, failed_precondition WEBAUTHN-Rg2dn when it is finished; invalid_argument
 *   WEBAUTHN-Rg3ex when it is too late
 */
export function requirePending(state: AuthenticatorState | undefined, now: Date): PendingAuthenticator {
  const found = required(state, "WEBAUTHN-Rg1nf", unknown);
  if (found.status === "ready") throw precondition("WEBAUTHN-Rg2dn", "Errors.User.WebAuthN.AlreadyReady");
  requireInTime(found.startedAt, now);
  return found;
}

/** @throws invalid_argument WEBAUTHN-Rg3ex */
export function requireInTime(askedAt: string, now: Date): void {
  if (isOver(askedAt, now))
    throw invalid("WEBAUTHN-Rg3ex", "Errors.User.WebAuthN.ChallengeExpired", {
      field: "publicKeyCredential",
    });
}

export const finishRegistration =
  (kind: AuthenticatorKind, id: string, registered: Registered, name: string, now: Date): Decision =>
  (before) => {
    requirePending(before, now);
    const payload = { webAuthNTokenId: id, ...registered, webAuthNTokenName: name };
    return [{ type: `${prefixes[kind]}.verified`, payload }];
  };

/** Also of one whose registration is not finished. @throws not_found WEBAUTHN-Rm1nf */
export const removeAuthenticator =
  (kind: AuthenticatorKind, id: string): Decision =>
  (before) => {
    if (!before) throw notFound("WEBAUTHN-Rm1nf", unknown);
    return [{ type: `${prefixes[kind]}.removed`, payload: { webAuthNTokenId: id } }];
  };

/** @throws invalid_argument COMMAND-Aej7i for one that is not there, or not any more */
export function requireReady(state: AuthenticatorState | undefined): ReadyAuthenticator {
  if (state?.status !== "ready")
    throw invalid("COMMAND-Aej7i", unknown, { field: "checks.webAuthN.credentialAssertionData" });
  return state;
}

/**
 * Records an answer. A counter that did not grow means that there are two of what should be one; authenticators that
 * keep none always answer 0.
 * @throws invalid_argument WEBAUTHN-Cl1ne
 */
export const countAnswer =
  (kind: AuthenticatorKind, id: string, signCount: number): Decision =>
  (before) => {
    const { signCount: last } = requireReady(before);
    if (signCount === 0 && last === 0) return [];
    if (signCount <= last)
      throw invalid("WEBAUTHN-Cl1ne", "Errors.User.WebAuthN.CloneWarning", {
        field: "checks.webAuthN.credentialAssertionData",
      });
    return [{ type: `${prefixes[kind]}.signcount.changed`, payload: { webAuthNTokenId: id, signCount } }];
  };
