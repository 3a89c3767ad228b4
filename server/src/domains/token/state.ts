import { revocations } from "#src/domains/user/index.ts";
import type { Entity } from "#src/platform/eventstore/index.ts";
import type { OidcSessionEvent } from "./events.ts";

/** How a service user stood before it proved itself. */
export interface ServiceProof {
  readonly epoch: number;
  /** How often its secret had been replaced. */
  readonly secretLosses: number;
  /** Of the key, where it was a key. */
  readonly keyId?: string | undefined;
}

/** Times are RFC 3339. */
export interface OidcSessionState {
  readonly userId: string;
  readonly userOrgId: string;
  /** The login session; empty for service users. */
  readonly sessionId: string;
  readonly clientId: string;
  readonly audience: readonly string[];
  readonly scope: readonly string[];
  readonly authMethods: readonly number[];
  readonly authTime: string;
  readonly nonce?: string;
  /** The authentication contexts that the client asked for. */
  readonly acrValues?: readonly string[];
  /** What a service user got it by; with a login, that is in the session. */
  readonly provenBy?: ServiceProof;
  /** When its tokens were last revoked; before the first ones, when it began. */
  readonly withoutTokensSince: string;
  /** The one access token that is alive. */
  readonly accessToken?: {
    readonly id: string;
    readonly scope: readonly string[];
    readonly issuedAt: string;
    readonly expiresAt: string;
  };
  /** The one refresh token that is alive; an older one being used ends the whole session. */
  readonly refreshToken?: {
    readonly id: string;
    readonly expiresAt: string;
    readonly idleExpiresAt: string;
  };
}

const nanosPerMillisecond = 1_000_000;
const later = (from: string, nanos: number): string =>
  new Date(Date.parse(from) + nanos / nanosPerMillisecond).toISOString();

/** Its id is `V2_<snowflake>`. Owned by the user's organization. */
export const OidcSession: Entity<OidcSessionState, OidcSessionEvent> = {
  table: "oidc_sessions",
  aggregate: "oidc_session",
  types: [
    "oidc_session.added",
    "oidc_session.access_token.added",
    "oidc_session.access_token.revoked",
    "oidc_session.refresh_token.added",
    "oidc_session.refresh_token.renewed",
    "oidc_session.refresh_token.revoked",
  ],
  version: 4,
  evolve(session, event, meta) {
    if (event.type === "oidc_session.added") {
      const { userID, userResourceOwner, sessionID, clientID, audience, scope } = event.payload;
      const { authMethods, authTime, nonce, acrValues, epoch = 0, losses = 0, keyID } = event.payload;
      const key = keyID === undefined ? {} : { keyId: keyID };
      return {
        userId: userID,
        userOrgId: userResourceOwner,
        sessionId: sessionID,
        clientId: clientID,
        audience,
        scope,
        authMethods,
        authTime,
        ...(nonce === undefined ? {} : { nonce }),
        ...(acrValues === undefined ? {} : { acrValues }),
        ...(sessionID === "" ? { provenBy: { epoch, secretLosses: losses, ...key } } : {}),
        withoutTokensSince: meta.createdAt,
      };
    }
    return session && evolveTokens(session, event, meta.createdAt);
  },
  columns: {
    user_id: { type: "text", of: (session) => session.userId },
    session_id: { type: "text", of: (session) => session.sessionId },
    client_id: { type: "text", of: (session) => session.clientId },
    expires_at: {
      type: "timestamptz",
      of: ({ refreshToken, accessToken }) => refreshToken?.expiresAt ?? accessToken?.expiresAt ?? null,
    },
    /** From when on nothing of it is of any use. */
    ends_at: {
      type: "timestamptz",
      of: ({ refreshToken, accessToken, withoutTokensSince }) =>
        refreshToken?.expiresAt ?? accessToken?.expiresAt ?? withoutTokensSince,
    },
  },
  indexes: ["user_id", "session_id", "ends_at"],
};

function evolveTokens(
  session: OidcSessionState,
  event: Exclude<OidcSessionEvent, { type: "oidc_session.added" }>,
  at: string,
): OidcSessionState {
  switch (event.type) {
    case "oidc_session.access_token.added": {
      const { id, scope, lifetime } = event.payload;
      return { ...session, accessToken: { id, scope, issuedAt: at, expiresAt: later(at, lifetime) } };
    }
    case "oidc_session.refresh_token.added": {
      const { id, lifetime, idleLifetime } = event.payload;
      const refreshToken = { id, expiresAt: later(at, lifetime), idleExpiresAt: later(at, idleLifetime) };
      return { ...session, refreshToken };
    }
    case "oidc_session.refresh_token.renewed": {
      const { id, idleLifetime } = event.payload;
      const expiresAt = session.refreshToken?.expiresAt ?? at;
      return { ...session, refreshToken: { id, expiresAt, idleExpiresAt: later(at, idleLifetime) } };
    }
    case "oidc_session.access_token.revoked":
    case "oidc_session.refresh_token.revoked": {
      const left = { ...session, withoutTokensSince: at };
      for (const token of revocations[event.type].tokens) delete left[token];
      return left;
    }
  }
}
