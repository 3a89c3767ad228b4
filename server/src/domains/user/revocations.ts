import type { UserEvent } from "./events.ts";
import type { CountedFactor } from "./factor-events.ts";

/** What can be lost one by one, while other proofs of the same user go on. */
export type LosableFactor = CountedFactor | "secret";

/** What an event ends, for good; what it does not name goes on. */
export interface Revocation {
  /**
   * Logins, which is sessions and all that hangs on them: session tokens, codes not yet redeemed (a
   * device's too), access tokens (opaque, and JWTs wherever they are asked about), refresh tokens. Of a service user,
   * who has no session: its tokens.
   * "others": all but the session in which the user did it; all, when it was not done in one.
   */
  readonly logins?: "all" | "others" | "it";
  /**
   * Checks of this factor in every session: they are gone from the session, its proof and the `amr` of its tokens.
   * A session that was proven by nothing else is no login any more, nor are its tokens good. "secret": the tokens that
   * a service user got by it.
   */
  readonly factor?: LosableFactor;
  /** Only where another address or number takes the place of one that was proven before. */
  readonly when?: "replaced";
  /** The same for one credential of several: checks by this authenticator, or the tokens got with this key. */
  readonly credential?: true;
  /** Of the OIDC session that it happens to. */
  readonly tokens?: readonly ("accessToken" | "refreshToken")[];
  /**
   * Personal access tokens, keys and secrets, which are given and no outcome of a login. "rest": refused until it is
   * undone, and good again then. "all": gone.
   */
  readonly given?: "rest" | "all" | "it";
}

/**
 * What revokes what: the one table. Everything in it holds at once and on every node, since whoever uses a credential
 * compares it with the rows as they are at that moment (`trust.ts`); nothing is sent around, and no number of sessions
 * makes a revocation slow. Undoing a cause (unlocking, reactivating, setting a factor up again) brings nothing back.
 */
export const revocations = {
  // The user's state.
  "user.locked": { logins: "all", given: "rest" },
  "user.deactivated": { logins: "all", given: "rest" },
  "user.removed": { logins: "all", given: "all" },

  // What the user proves themselves by.
  "user.human.password.changed": { logins: "others" },
  "user.human.mfa.otp.removed": { factor: "totp" },
  "user.human.mfa.otp.sms.removed": { factor: "otpSms" },
  "user.human.phone.removed": { factor: "otpSms" },
  "user.human.phone.verified": { factor: "otpSms", when: "replaced" },
  "user.human.mfa.otp.email.removed": { factor: "otpEmail" },
  "user.human.email.verified": { factor: "otpEmail", when: "replaced" },
  // Also when new ones take their place.
  "user.human.mfa.recoverycode.removed": { factor: "recoveryCode" },
  // With the removal of a passkey, a security key or a service user's key.
  "user.credential.lost": { credential: true },
  "user.machine.secret.set": { factor: "secret" },
  "user.machine.secret.removed": { factor: "secret" },

  // A single one.
  "user.pat.removed": { given: "it" },
  "session.terminated": { logins: "it" },
  "oidc_session.access_token.revoked": { tokens: ["accessToken"] },
  "oidc_session.refresh_token.revoked": { tokens: ["refreshToken", "accessToken"] },
} as const satisfies Readonly<Record<string, Revocation>>;

/** What else happens to a user, and ends nothing. A new kind of event has to be put here or there, or nothing compiles. */
type Harmless =
  | "user.unlocked"
  | "user.reactivated"
  | "user.username.changed"
  | "user.machine.added"
  | "user.machine.changed"
  | "user.machine.secret.updated"
  | `user.machine.secret.check.${string}`
  | `user.domain.claimed${string}`
  | `user.human.${"added" | "selfregistered" | "profile.changed" | "mfa.init.skipped" | `avatar.${"added" | "removed"}`}`
  | `user.human.${"email" | "phone"}.${"changed" | "verification.failed"}`
  | `user.human.${"email" | "phone" | "password" | "invite" | "initialization"}.code.${"added" | "sent"}`
  | `user.human.${"invite" | "initialization" | "password"}.check.${string}`
  | `user.human.password.${"hash.updated" | "change.sent"}`
  | `user.human.mfa.${"otp" | "otp.sms" | "otp.email" | "recoverycode"}.${"added" | "verified" | `check.${string}`}`;

type Decided = Harmless | keyof typeof revocations;

/** What an event of a user ends; undefined for nothing. */
export function revocationBy(type: UserEvent["type"] & Decided): Revocation | undefined {
  // By any other name there is nothing.
  const table: Readonly<Record<string, Revocation | undefined>> = revocations;
  return table[type];
}
