import { epochOf, type UserState } from "#src/domains/user/index.ts";
import { denied, Failure, invalid, notFound, precondition } from "#src/platform/failure/index.ts";
import { type Proof, requireOpen } from "./checks.ts";
import type { ChallengedEvent, SessionEvent, UserAgent } from "./events.ts";
import { asItStands } from "./standing.ts";
import { mergeMetadata, type SessionState } from "./state.ts";

const nanosPerSecond = 1_000_000_000;

/** What a request proves or sets; made outside, recorded here. Times are RFC 3339. */
export interface SessionChange {
  readonly user?:
    | {
        readonly id: string;
        readonly orgId: string;
        readonly preferredLanguage?: string;
        /** Read before anything was proven. */
        readonly epoch: number;
      }
    | undefined;
  /** That of the session's user as it stood before anything was proven; 0 for a session that is new. */
  readonly epoch: number;
  readonly proofs: readonly Proof[];
  readonly challenges: readonly ChallengedEvent[];
  /** Values are base64; an empty one removes its key. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly lifetimeSeconds?: number | undefined;
  readonly tokenId: string;
  readonly at: string;
}

/** @throws not_found COMMAND-Flk38, failed_precondition COMMAND-Hewfq when ended or COMMAND-Hkl3d when expired */
export function requireAlive(session: SessionState | undefined, at: string): SessionState {
  if (session === undefined) throw notFound("COMMAND-Flk38", "Errors.Session.NotExisting");
  if (session.status === "terminated") throw precondition("COMMAND-Hewfq", "Errors.Session.Terminated");
  if (session.expiresAt !== undefined && session.expiresAt <= at)
    throw precondition("COMMAND-Hkl3d", "Errors.Session.Expired");
  return session;
}

export const addSession =
  (userAgent: UserAgent | undefined, change: SessionChange) =>
  (session: SessionState | undefined, user: UserState | undefined): readonly SessionEvent[] => {
    if (session) throw precondition("COMMAND-Sai9x", "Errors.Session.AlreadyExists");
    if (bytesOf(userAgent) > maxUserAgentBytes)
      throw tooLarge("SESSION-Ua7bg", "userAgent", maxUserAgentBytes);
    const added: SessionEvent = {
      type: "session.added",
      payload: userAgent === undefined ? {} : { user_agent: userAgent },
    };
    return [added, ...changes(undefined, change, user, change.user), tokenSet(change)];
  };

/**
 * Nothing happens, and the token stays as it is, when nothing is proven or set.
 * @param presented id of the token that the caller came by: of two who come by the same one, the second is refused
 * @throws permission_denied COMMAND-sGr42
 */
export const changeSession =
  (sessionId: string, change: SessionChange, presented?: string) =>
  (session: SessionState | undefined, user: UserState | undefined): readonly SessionEvent[] => {
    const before = requireAlive(session && asItStands(session, sessionId, user), change.at);
    if (presented !== undefined && presented !== before.tokenId)
      throw denied("COMMAND-sGr42", "Errors.Session.Token.Invalid");
    const events = changes(before, change, user, change.user ?? provenOnlyNow(session, before, change));
    return events.length === 0 ? [] : [...events, tokenSet(change)];
  };

/** Ending a session that has ended already changes nothing. */
export const terminateSession = (session: SessionState | undefined): readonly SessionEvent[] => {
  if (session === undefined) throw notFound("COMMAND-Flk39", "Errors.Session.NotExisting");
  return session.status === "terminated" ? [] : [{ type: "session.terminated", payload: null }];
};

/** As JSON, all of it together: a session is read with every request, so that it has to stay small. */
const maxMetadataBytes = 4500;
const maxUserAgentBytes = 2500;

const bytesOf = (value: object | undefined): number =>
  value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));

const tooLarge = (id: string, field: string, bytes: number) =>
  invalid(id, "Errors.Session.TooLarge", { field, values: { bytes } });

const tokenSet = ({ tokenId }: SessionChange): SessionEvent => ({
  type: "session.token.set",
  payload: { tokenID: tokenId },
});

/** A session is one user's for good. @throws invalid_argument COMMAND-78g1V */
export function requireSameUser(session: SessionState | undefined, userId: string): void {
  const known = session?.factors.user;
  if (known && known.id !== userId)
    throw invalid("COMMAND-78g1V", "Errors.Session.UserChanged", { field: "checks.user" });
}

/** Somebody who was named before their logins ended, and proves themselves after that, begins a login of now. */
function provenOnlyNow(
  stored: SessionState | undefined,
  before: SessionState,
  { proofs, epoch }: SessionChange,
): SessionChange["user"] {
  const named = before.factors.user;
  if (proofs.length === 0 || named === undefined || named.epoch === stored?.factors.user?.epoch)
    return undefined;
  return { ...named, epoch };
}

/** @param named whose session it becomes, or becomes anew */
function changes(
  before: SessionState | undefined,
  change: SessionChange,
  user: UserState | undefined,
  named: SessionChange["user"],
): readonly SessionEvent[] {
  const { at, metadata, lifetimeSeconds } = change;
  const events: SessionEvent[] = [];
  if (named) {
    requireSameUser(before, named.id);
    if (user === undefined) throw precondition("COMMAND-8N9vs", "Errors.User.NotFound");
    const { id, orgId, preferredLanguage, epoch } = named;
    // What was compared with the user as they were proves nothing about them any more.
    if (epoch < epochOf(user)) throw new Failure("aborted", "SESSION-Ep0ch", "Errors.Conflict");
    const more = { ...(preferredLanguage ? { preferredLanguage } : {}), ...(epoch > 0 ? { epoch } : {}) };
    events.push({
      type: "session.user.checked",
      payload: { userID: id, userResourceOwner: orgId, checkedAt: at, ...more },
    });
  }
  if (change.proofs.length + change.challenges.length > 0 && user === undefined)
    throw precondition("COMMAND-8N9vt", "Errors.User.NotFound");
  for (const proof of change.proofs) {
    requireOpen(before?.challenges ?? {}, proof);
    events.push(proof.event);
  }
  events.push(...change.challenges);
  if (metadata && Object.keys(metadata).length > 0) {
    const merged = mergeMetadata(before?.metadata ?? {}, metadata);
    if (bytesOf(merged) > maxMetadataBytes) throw tooLarge("SESSION-Md7bg", "metadata", maxMetadataBytes);
    events.push({ type: "session.metadata.set", payload: { metadata } });
  }
  if (lifetimeSeconds !== undefined)
    events.push({ type: "session.lifetime.set", payload: { lifetime: lifetimeSeconds * nanosPerSecond } });
  return events;
}
