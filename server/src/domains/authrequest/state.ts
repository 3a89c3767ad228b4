import type { Entity } from "#src/platform/eventstore/index.ts";
import type { AuthMethod, AuthRequestAdded, AuthRequestEvent } from "./events.ts";

/** added → linked → code → exchanged; or failed. */
export type AuthRequestStatus = "added" | "linked" | "code" | "exchanged" | "failed";

export interface AuthRequestState {
  readonly status: AuthRequestStatus;
  readonly request: AuthRequestAdded;
  /** RFC 3339 */
  readonly createdAt: string;
  /** The browser that the hosted pages were first shown to; custom logins leave it open. */
  readonly browserId?: string;
  readonly login?: {
    readonly sessionId: string;
    readonly userId: string;
    readonly authTime: string;
    readonly authMethods: readonly AuthMethod[];
  };
}

/** An authorization request waiting for its user; its id is `V2_<snowflake>`. Owned by the instance. */
export const AuthRequest: Entity<AuthRequestState, AuthRequestEvent> = {
  table: "auth_requests",
  aggregate: "auth_request",
  types: [
    "auth_request.added",
    "auth_request.browser.bound",
    "auth_request.session.linked",
    "auth_request.code.added",
    "auth_request.code.exchanged",
    "auth_request.succeeded",
    "auth_request.failed",
  ],
  version: 2,
  owner: "instance",
  evolve(state, event, meta) {
    if (event.type === "auth_request.added")
      return { status: "added", request: event.payload, createdAt: meta.createdAt };
    if (state === undefined) return undefined;
    switch (event.type) {
      case "auth_request.browser.bound":
        return { ...state, browserId: event.payload.browser_id };
      case "auth_request.session.linked":
        return {
          ...state,
          request: withoutAddress(state.request),
          status: "linked",
          login: {
            sessionId: event.payload.session_id,
            userId: event.payload.user_id,
            authTime: event.payload.auth_time,
            authMethods: event.payload.auth_methods,
          },
        };
      case "auth_request.code.added":
        return { ...state, status: "code" };
      case "auth_request.code.exchanged":
      case "auth_request.succeeded":
        return { ...state, status: "exchanged" };
      case "auth_request.failed":
        return { ...state, status: "failed" };
    }
  },
  columns: { status: { type: "text", of: (state) => state.status } },
  indexes: ["created_at"],
  personal: {
    fields: { "auth_request.added": ["login_hint", "remote_ip"] },
    userOf: (state) => state.login?.userId,
  },
};

function withoutAddress({ remote_ip: _address, ...request }: AuthRequestAdded): AuthRequestAdded {
  return request;
}
