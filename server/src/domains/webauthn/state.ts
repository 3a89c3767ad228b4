import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Entity } from "#src/platform/eventstore/index.ts";
import {
  type AuthenticatorEvent,
  type AuthenticatorKind,
  type PasskeyCodeEvent,
  prefixes,
} from "./events.ts";

/** A registration that waits for the authenticator's answer. */
export interface PendingAuthenticator {
  readonly status: "pending";
  readonly rpId: string;
  /** base64url */
  readonly challenge: string;
  /** RFC 3339 */
  readonly startedAt: string;
  /** Who asked for it: a user id. */
  readonly startedBy: string;
}

export interface ReadyAuthenticator {
  readonly status: "ready";
  readonly rpId: string;
  readonly name: string;
  /** The credential's id, base64url. */
  readonly keyId: string;
  /** COSE, base64 */
  readonly publicKey: string;
  readonly signCount: number;
}

export type AuthenticatorState = PendingAuthenticator | ReadyAuthenticator;

const authenticators = (
  table: string,
  kind: AuthenticatorKind,
): Entity<AuthenticatorState, AuthenticatorEvent> => ({
  table,
  aggregate: "user",
  types: [
    `${prefixes[kind]}.added`,
    `${prefixes[kind]}.verified`,
    `${prefixes[kind]}.signcount.changed`,
    `${prefixes[kind]}.removed`,
  ],
  version: 1,
  rowOf: (event) => event.payload.webAuthNTokenId,
  evolve(before, event, meta) {
    switch (event.type) {
      case "user.human.mfa.u2f.token.added":
      case "user.human.passwordless.token.added":
        return {
          status: "pending",
          rpId: event.payload.rpID ?? "",
          challenge: event.payload.challenge,
          startedAt: meta.createdAt,
          startedBy: meta.creator,
        };
      case "user.human.mfa.u2f.token.verified":
      case "user.human.passwordless.token.verified":
        return before && verified(before, event.payload);
      case "user.human.mfa.u2f.token.signcount.changed":
      case "user.human.passwordless.token.signcount.changed":
        return before?.status === "ready" ? { ...before, signCount: event.payload.signCount } : before;
      default:
        return undefined;
    }
  },
  columns: { status: { type: "text", of: ({ status }) => status } },
  // A credential is one person's, and of one kind.
  unique: (state) =>
    state.status === "ready"
      ? [
          {
            kind: "webauthn_credential",
            value: state.keyId,
            taken: { id: "WEBAUTHN-Dp1cr", key: "Errors.User.WebAuthN.AlreadyRegistered" },
          },
        ]
      : [],
  personal: { fields: { [`${prefixes[kind]}.verified`]: ["webAuthNTokenName", "userAgentID"] } },
});

function verified(
  { rpId }: AuthenticatorState,
  {
    keyId,
    publicKey,
    signCount,
    webAuthNTokenName,
  }: Extract<AuthenticatorEvent, { type: `${string}.verified` }>["payload"],
): ReadyAuthenticator {
  return {
    status: "ready",
    rpId,
    name: webAuthNTokenName,
    keyId: Buffer.from(keyId, "base64").toString("base64url"),
    publicKey,
    signCount,
  };
}

/** A second factor; its entity id is the contract's u2fId. */
export const U2fKey = authenticators("user_u2f_keys", "u2f");

/** Its entity id is the contract's passkeyId. */
export const Passkey = authenticators("user_passkeys", "passkey");

export const entityOf = { u2f: U2fKey, passkey: Passkey } as const;

/** A code that lets whoever has it register a passkey, once. */
export interface PasskeyCodeState {
  readonly code: Sealed;
  /** RFC 3339 */
  readonly createdAt: string;
  /** 0 = for ever */
  readonly expirySeconds: number;
  /** Wrong entries so far. */
  readonly failures: number;
}

const nanosPerSecond = 1_000_000_000;

/** Its entity id is the code's id. A code that was used is gone. */
export const PasskeyCode: Entity<PasskeyCodeState, PasskeyCodeEvent> = {
  table: "user_passkey_codes",
  aggregate: "user",
  types: [
    "user.human.passwordless.initialization.code.added",
    "user.human.passwordless.initialization.code.requested",
    "user.human.passwordless.initialization.code.sent",
    "user.human.passwordless.initialization.code.check.failed",
    "user.human.passwordless.initialization.code.check.succeeded",
  ],
  version: 1,
  rowOf: (event) => event.payload.id,
  evolve(before, event, meta) {
    switch (event.type) {
      case "user.human.passwordless.initialization.code.added":
      case "user.human.passwordless.initialization.code.requested":
        return {
          code: event.payload.code,
          createdAt: meta.createdAt,
          expirySeconds: event.payload.expiry / nanosPerSecond,
          failures: 0,
        };
      case "user.human.passwordless.initialization.code.check.failed":
        return before && { ...before, failures: before.failures + 1 };
      case "user.human.passwordless.initialization.code.check.succeeded":
        return undefined;
      default:
        return before;
    }
  },
};
