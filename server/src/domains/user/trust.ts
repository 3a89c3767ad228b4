/** What of a user's logins and proofs still counts: carried forward by `revocations`, compared at every use. */
import type { UserEvent } from "./events.ts";
import { type LosableFactor, revocationBy } from "./revocations.ts";
import type { UserState } from "./state.ts";

export interface TrustState {
  /** Raised by whatever ends the user's logins; those of an earlier one are over. */
  readonly epoch: number;
  /** The session that goes on although its epoch ended, when it is of this one or a later one. */
  readonly kept?: { readonly sessionId: string; readonly since: number };
  /** How often each was lost; what was proven before the last time counts no more. */
  readonly losses?: Readonly<Partial<Record<LosableFactor, number>>>;
  /** The ids of authenticators and keys that are gone, newest last. */
  readonly lostCredentials?: readonly string[];
}

/** How many are remembered singly: when one more is lost, the oldest is forgotten, and every login ends instead. */
export const maxLostCredentials = 40;

export const epochOf = (user: UserState): number => user.trust?.epoch ?? 0;

export const lossesOf = (user: UserState, factor: LosableFactor): number => user.trust?.losses?.[factor] ?? 0;

/**
 * Whether a login has ended by something that happened to its user since.
 * @param sessionId empty for service users
 * @param epoch the user's when the login began, read before anything was proven
 */
export function isLoginOver(user: UserState, sessionId: string, epoch: number): boolean {
  const { trust } = user;
  if (trust === undefined || epoch >= trust.epoch) return false;
  return trust.kept?.sessionId !== sessionId || epoch < trust.kept.since;
}

export const isCredentialLost = ({ trust }: UserState, credentialId: string): boolean =>
  trust?.lostCredentials?.includes(credentialId) ?? false;

const nothingLost: TrustState = { epoch: 0 };

/** @param before the user to whom `event` happened, `after` what became of them */
export function evolveTrust(before: UserState, after: UserState, event: UserEvent): UserState {
  const revocation = revocationBy(event.type);
  if (revocation === undefined || (revocation.when === "replaced" && !isReplaced(before, after)))
    return after;
  const { logins, factor, credential } = revocation;
  const { trust = nothingLost } = before;
  if (logins !== undefined) return { ...after, trust: loginsEnded(trust, logins, event) };
  if (factor !== undefined) {
    const losses = { ...trust.losses, [factor]: lossesOf(before, factor) + 1 };
    return { ...after, trust: { ...trust, losses } };
  }
  return credential && event.type === "user.credential.lost"
    ? { ...after, trust: credentialLost(trust, event.payload.credentialId) }
    : after;
}

function loginsEnded(trust: TrustState, which: "all" | "others" | "it", event: UserEvent): TrustState {
  const { kept, ...rest } = trust;
  const ended = { ...rest, epoch: trust.epoch + 1 };
  const sessionId = event.type === "user.human.password.changed" ? event.payload.sessionID : undefined;
  if (which !== "others" || sessionId === undefined) return ended;
  const since = kept?.sessionId === sessionId ? kept.since : trust.epoch;
  return { ...ended, kept: { sessionId, since } };
}

function credentialLost(trust: TrustState, credentialId: string): TrustState {
  const lostCredentials = [...(trust.lostCredentials ?? []), credentialId];
  if (lostCredentials.length <= maxLostCredentials) return { ...trust, lostCredentials };
  const { kept: _nobody, ...rest } = trust;
  return { ...rest, epoch: trust.epoch + 1, lostCredentials: lostCredentials.slice(1) };
}

function isReplaced(before: UserState, after: UserState): boolean {
  if (before.kind !== "human" || after.kind !== "human") return false;
  const { verifiedEmail, verifiedPhone } = before.human;
  return (
    (verifiedEmail !== undefined && verifiedEmail !== after.human.verifiedEmail) ||
    (verifiedPhone !== undefined && verifiedPhone !== after.human.verifiedPhone)
  );
}
