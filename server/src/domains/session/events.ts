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
      };
    }
  | {
      readonly type:
        | "session.password.checked"
        | "session.intent.checked"
        | "session.totp.checked"
        | "session.otp.sms.checked"
        | "session.otp.email.checked";
      readonly payload: Checked;
    }
  | {
      readonly type: "session.webAuthN.checked";
      readonly payload: Checked & { readonly userVerified?: boolean };
    }
  | { readonly type: "session.token.set"; readonly payload: { readonly tokenID: string } }
  | {
      readonly type: "session.metadata.set";
      /** Values are base64; an empty one removes its key. */
      readonly payload: { readonly metadata: Readonly<Record<string, string>> };
    }
  /** Nanoseconds from this event on, as stored; 0 = without end. */
  | { readonly type: "session.lifetime.set"; readonly payload: { readonly lifetime: number } }
  | { readonly type: "session.terminated"; readonly payload: { readonly triggerOrigin?: string } | null };
