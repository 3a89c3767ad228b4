import type { Sealed } from "#src/platform/crypto/index.ts";

/** What is known of the browser or device; all of it personal. */
export interface UserAgent {
  readonly fingerprint_id?: string;
  readonly ip?: string;
  readonly description?: string;
  readonly header?: Readonly<Record<string, readonly string[]>>;
}

interface Checked {
  /** RFC 3339 */
  readonly checkedAt: string;
  /** How often the user had lost this factor before; left out for never (ours). */
  readonly losses?: number;
}

/** Facts about a session: which user, proven how and when. */
export type SessionEvent =
  | { readonly type: "session.added"; readonly payload: { readonly user_agent?: UserAgent } }
  | {
      readonly type: "session.user.checked";
      readonly payload: Checked & {
        readonly userID: string;
        readonly userResourceOwner: string;
        readonly preferredLanguage?: string;
        /** Which of the user's epochs the login is of; left out for the first (ours). */
        readonly epoch?: number;
      };
    }
  | {
      readonly type:
        | "session.password.checked"
        | "session.intent.checked"
        | "session.totp.checked"
        | "session.otp.sms.checked"
        | "session.otp.email.checked"
        | "session.recoverycode.checked";
      readonly payload: Checked;
    }
  | {
      readonly type: "session.webAuthN.checked";
      /** `credentialId`: the passkey's or security key's (ours). */
      readonly payload: Checked & { readonly userVerified?: boolean; readonly credentialId?: string };
    }
  | {
      readonly type: "session.webAuthN.challenged";
      readonly payload: {
        /** base64url, as the browser answers it */
        readonly challenge: string;
        /** base64; the spelling is the stored one */
        readonly allowedCrentialIDs?: readonly string[];
        /** 1 required, 2 preferred, 3 discouraged */
        readonly userVerification: number;
        readonly rpid: string;
      };
    }
  | {
      readonly type: "session.otp.sms.challenged";
      /** Without a code where a provider makes and knows it, which `generatorId` names. `expiry` is in nanoseconds. */
      readonly payload: {
        readonly code?: Sealed;
        readonly expiry: number;
        readonly codeReturned?: boolean;
        readonly generatorId?: string;
        readonly triggerOrigin?: string;
      };
    }
  | {
      readonly type: "session.otp.sms.sent";
      readonly payload: {
        readonly generatorInfo?: { readonly id?: string; readonly verificationId?: string };
      } | null;
    }
  | {
      readonly type: "session.otp.email.challenged";
      readonly payload: {
        readonly code?: Sealed;
        readonly expiry: number;
        readonly returnCode?: boolean;
        readonly urlTmpl?: string;
        readonly triggerOrigin?: string;
      };
    }
  | { readonly type: "session.otp.email.sent"; readonly payload: null }
  | { readonly type: "session.token.set"; readonly payload: { readonly tokenID: string } }
  | {
      readonly type: "session.metadata.set";
      /** Values are base64; an empty one removes its key. */
      readonly payload: { readonly metadata: Readonly<Record<string, string>> };
    }
  /** Nanoseconds from this event on, as stored; 0 = without end. */
  | { readonly type: "session.lifetime.set"; readonly payload: { readonly lifetime: number } }
  | { readonly type: "session.terminated"; readonly payload: { readonly triggerOrigin?: string } | null };

export type CheckedEvent = Extract<SessionEvent, { type: `${string}.checked` }>;
export type ChallengedEvent = Extract<SessionEvent, { type: `${string}.challenged` }>;
