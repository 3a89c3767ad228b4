import type { Login } from "#src/domains/authrequest/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Entity } from "#src/platform/eventstore/index.ts";
import type { DeviceAuthEvent } from "./events.ts";

/** initiated → approved → done; or denied, or expired. */
export type DeviceAuthStatus = "initiated" | "approved" | "denied" | "expired" | "done";

/** Times are RFC 3339. */
export interface DeviceAuthState {
  readonly status: DeviceAuthStatus;
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly needRefreshToken: boolean;
  /** A keyed hash. */
  readonly userCode: string;
  readonly sealedUserCode: Sealed;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Of the device, until somebody has answered. */
  readonly remoteIp?: string;
  /** Where its code was entered last. */
  readonly browserId?: string;
  readonly login?: Login & { readonly userOrgId: string };
}

const key = "Errors.AuthRequest.AlreadyExisting";

/**
 * A device that waits for somebody to log in for it. Owned by the instance. Its user code stays its own until it is
 * forgotten, so that a code that is used up is told apart from one that never was.
 */
export const DeviceAuth: Entity<DeviceAuthState, DeviceAuthEvent> = {
  table: "device_auths",
  aggregate: "device_auth",
  types: [
    "device.authorization.added",
    "device.authorization.browser.bound",
    "device.authorization.approved",
    "device.authorization.canceled",
    "device.authorization.done",
  ],
  version: 1,
  owner: "instance",
  evolve(state, event, meta) {
    if (event.type === "device.authorization.added") {
      const { payload } = event;
      return {
        status: "initiated",
        clientId: payload.ClientID,
        scope: payload.Scopes,
        audience: payload.Audience,
        needRefreshToken: payload.NeedRefreshToken,
        userCode: payload.UserCode,
        sealedUserCode: payload.SealedUserCode,
        createdAt: meta.createdAt,
        expiresAt: payload.Expires,
        ...(payload.RemoteIP === undefined ? {} : { remoteIp: payload.RemoteIP }),
      };
    }
    if (state === undefined) return undefined;
    switch (event.type) {
      case "device.authorization.browser.bound":
        return { ...state, browserId: event.payload.BrowserID };
      case "device.authorization.approved": {
        const { UserID, UserOrgID, UserAuthMethods, AuthTime, SessionID } = event.payload;
        const login = {
          sessionId: SessionID,
          userId: UserID,
          userOrgId: UserOrgID,
          authTime: AuthTime,
          authMethods: UserAuthMethods,
        };
        return { ...withoutAddress(state), status: "approved", login };
      }
      case "device.authorization.canceled":
        return { ...withoutAddress(state), status: event.payload.Reason };
      case "device.authorization.done":
        return { ...state, status: "done" };
    }
  },
  indexes: ["created_at"],
  unique: ({ userCode }) => [{ kind: userCodeKind, value: userCode, taken: { id: userCodeTaken, key } }],
  personal: {
    fields: { "device.authorization.added": ["RemoteIP"], "device.authorization.approved": ["UserAgent"] },
    userOf: (state) => state.login?.userId,
  },
};

export const userCodeKind = "user_code";
/** Of the refusal for a user code that another device has. */
export const userCodeTaken = "DEVICE-Uc1ta";

function withoutAddress({ remoteIp: _address, ...state }: DeviceAuthState): DeviceAuthState {
  return state;
}
