import type { Sealed } from "#src/platform/crypto/index.ts";
import type { FactorEvent } from "./factor-events.ts";

/** 0 unspecified, 1 female, 2 male, 3 diverse; the contract's numbers. */
export type Gender = 0 | 1 | 2 | 3;

/** Whether an access token of a service user is opaque (0) or a JWT (1). */
export type TokenType = 0 | 1;

export interface ProfileFields {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly nickName?: string;
  readonly displayName?: string;
  readonly preferredLanguage?: string;
  readonly gender?: Gender;
}

export interface HumanAdded extends ProfileFields {
  readonly userName: string;
  /** The name is unique in its organization only, because the domain policy said so when it was given. */
  readonly userLoginMustBeDomain?: boolean;
  /** The same, because the settings of the organization said so; it is a login name as it is. */
  readonly organizationScopedUsernames?: boolean;
  readonly email?: string;
  readonly phone?: string;
  readonly encodedHash?: string;
  readonly changeRequired?: boolean;
}

/** Where a check came from; all of it personal. */
export interface CheckInfo {
  readonly userAgentID?: string;
  readonly userAgent?: string;
  readonly acceptLanguage?: string;
  readonly remoteIP?: string;
}

/** A code that was made for a user; `expiry` is in nanoseconds, as stored. */
export interface CodeAdded {
  /** None where a provider makes and checks the code, which `generatorId` names. */
  readonly code?: Sealed;
  readonly expiry: number;
  readonly url_template?: string;
  readonly code_returned?: boolean;
  readonly triggerOrigin?: string;
  readonly generatorId?: string;
}

/** A code for a new password: which of the addresses it went to (0 email, 1 SMS). */
export interface PasswordCodeAdded extends CodeAdded {
  readonly notificationType: 0 | 1;
}

/** The code of an invitation; history has other names for some of its fields than for those of other codes. */
export interface InviteCodeAdded {
  readonly code: Sealed;
  readonly expiry: number;
  readonly triggerOrigin?: string;
  readonly urlTemplate?: string;
  readonly codeReturned?: boolean;
  readonly applicationName?: string;
}

/** Under which number a provider that makes codes itself knows the one it sent. */
export interface CodeSent {
  readonly generatorInfo?: { readonly id?: string; readonly verificationId?: string };
}

/** Facts about a user, human or service user. */
export type UserEvent =
  | FactorEvent
  | { readonly type: "user.human.added" | "user.human.selfregistered"; readonly payload: HumanAdded }
  | {
      readonly type: "user.machine.added";
      readonly payload: {
        readonly userName: string;
        readonly userLoginMustBeDomain?: boolean;
        readonly name?: string;
        readonly description?: string;
        readonly accessTokenType?: TokenType;
      };
    }
  | {
      readonly type: "user.username.changed" | "user.domain.claimed";
      readonly payload: {
        readonly userName: string;
        readonly userLoginMustBeDomain?: boolean;
        readonly organizationScopedUsernames?: boolean;
      };
    }
  | { readonly type: "user.human.profile.changed"; readonly payload: ProfileFields }
  | {
      readonly type: "user.human.avatar.added" | "user.human.avatar.removed";
      readonly payload: { readonly storeKey: string };
    }
  | { readonly type: "user.human.email.changed"; readonly payload: { readonly email: string } }
  | { readonly type: "user.human.email.code.added"; readonly payload: CodeAdded }
  | { readonly type: "user.human.phone.changed"; readonly payload: { readonly phone: string } }
  | { readonly type: "user.human.phone.code.added"; readonly payload: CodeAdded }
  | { readonly type: "user.human.initialization.code.added"; readonly payload: CodeAdded }
  | { readonly type: "user.human.password.code.added"; readonly payload: PasswordCodeAdded }
  | { readonly type: "user.human.invite.code.added"; readonly payload: InviteCodeAdded }
  | {
      readonly type: "user.human.phone.code.sent" | "user.human.password.code.sent";
      readonly payload: CodeSent | null;
    }
  | {
      readonly type: "user.human.password.changed";
      readonly payload: {
        readonly encodedHash: string;
        readonly changeRequired: boolean;
        readonly userAgentID?: string;
        readonly triggerOrigin?: string;
        /** The session in which the person did it themselves, knowing the one before; it goes on (ours). */
        readonly sessionID?: string;
      };
    }
  /** An authenticator or a key was removed, which has a row of its own: nothing that it proved counts any more (ours). */
  | { readonly type: "user.credential.lost"; readonly payload: { readonly credentialId: string } }
  | {
      readonly type: "user.human.password.hash.updated";
      readonly payload: { readonly encodedHash: string };
    }
  | {
      readonly type: "user.human.password.check.succeeded" | "user.human.password.check.failed";
      readonly payload: CheckInfo;
    }
  | {
      readonly type: "user.machine.changed";
      readonly payload: {
        readonly name?: string;
        readonly description?: string;
        readonly accessTokenType?: TokenType;
      };
    }
  | {
      readonly type: "user.machine.secret.set" | "user.machine.secret.updated";
      readonly payload: { readonly hashedSecret: string };
    }
  | {
      readonly type:
        | "user.human.email.verified"
        | "user.human.email.verification.failed"
        | "user.human.phone.verified"
        | "user.human.phone.verification.failed"
        | "user.human.phone.removed"
        | "user.human.mfa.init.skipped"
        | "user.human.initialization.check.succeeded"
        | "user.human.initialization.check.failed"
        | "user.human.initialization.code.sent"
        | "user.human.email.code.sent"
        | "user.human.invite.code.sent"
        | "user.human.invite.check.succeeded"
        | "user.human.invite.check.failed"
        | "user.human.password.change.sent"
        | "user.domain.claimed.sent"
        | "user.machine.secret.removed"
        | "user.machine.secret.check.succeeded"
        | "user.machine.secret.check.failed"
        | "user.locked"
        | "user.unlocked"
        | "user.deactivated"
        | "user.reactivated"
        | "user.removed";
      readonly payload: null;
    };

/** Facts about a personal access token: a long-lived bearer of a service user. */
export type PatEvent =
  | {
      readonly type: "user.pat.added";
      readonly payload: {
        readonly tokenId: string;
        readonly expiration: string;
        readonly scopes: readonly string[];
      };
    }
  | { readonly type: "user.pat.removed"; readonly payload: { readonly tokenId: string } };

/** Facts about a key pair of a service user; only the public half is kept. `type` 1 = JSON. */
export type MachineKeyEvent =
  | {
      readonly type: "user.machine.key.added";
      readonly payload: {
        readonly keyId: string;
        readonly type: 1;
        readonly expirationDate: string;
        /** PEM (SPKI), base64 */
        readonly publicKey: string;
      };
    }
  | { readonly type: "user.machine.key.removed"; readonly payload: { readonly keyId: string } };
