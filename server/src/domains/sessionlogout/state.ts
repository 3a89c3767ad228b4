import type { Entity } from "#src/platform/eventstore/index.ts";
import type { SessionLogoutEvent } from "./events.ts";

/** A client that got tokens in the session. */
interface ToldClient {
  readonly oidcSessionId: string;
  readonly issuer: string;
  /** Told, or given up. */
  readonly closed?: true;
}

export interface SessionLogoutState {
  readonly userId: string;
  /** By client id. */
  readonly clients: Readonly<Record<string, ToldClient>>;
  /** When the last of them was told, RFC 3339; undefined as long as some are to be. */
  readonly closedAt?: string;
}

/** Whom to tell when a session ends: one row, of the session's id. Owned by the instance. */
export const SessionLogout: Entity<SessionLogoutState, SessionLogoutEvent> = {
  table: "session_logouts",
  aggregate: "session_logout",
  types: [
    "session_logout.back_channel.registered",
    "session_logout.back_channel.sent",
    "session_logout.back_channel.failed",
  ],
  version: 1,
  owner: "instance",
  evolve(state, event, meta) {
    const { client_id: clientId, oidc_session_id: oidcSessionId } = event.payload;
    if (event.type === "session_logout.back_channel.registered") {
      const { user_id: userId, issuer } = event.payload;
      return { userId, clients: { ...state?.clients, [clientId]: { oidcSessionId, issuer } } };
    }
    const client = state?.clients[clientId];
    if (state === undefined || client === undefined) return state;
    const clients = { ...state.clients, [clientId]: { ...client, closed: true as const } };
    const isOpen = Object.values(clients).some(({ closed }) => !closed);
    return { ...state, clients, ...(isOpen ? {} : { closedAt: meta.createdAt }) };
  },
  columns: {
    user_id: { type: "text", of: (state) => state.userId },
    closed_at: { type: "timestamptz", of: (state) => state.closedAt ?? null },
  },
  indexes: ["user_id, aggregate_id", "closed_at"],
  // Somebody may use any number of applications in one session.
  maxStateBytes: 65_536,
};
