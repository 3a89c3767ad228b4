import type { AuthMethod } from "#src/domains/authrequest/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";

export interface DeviceAuthAdded {
  readonly ClientID: string;
  /** The aggregate's id. What the device holds is that id, sealed: nobody who reads this can make one. */
  readonly DeviceCode: string;
  /** A keyed hash of what people type. */
  readonly UserCode: string;
  /** RFC 3339 */
  readonly Expires: string;
  readonly Scopes: readonly string[];
  readonly Audience: readonly string[];
  /** 1 initiated */
  readonly State: 1;
  readonly NeedRefreshToken: boolean;
  /** The code once more, to be compared with what the device shows (ours). */
  readonly SealedUserCode: Sealed;
  /** Of the device, for whoever is asked to allow it (ours). */
  readonly RemoteIP?: string;
}

/** The browser of somebody's session. */
export interface UserAgent {
  readonly fingerprint_id?: string;
  readonly ip?: string;
  readonly description?: string;
  readonly header?: Readonly<Record<string, readonly string[]>>;
}

/** Facts about a device that asks for a login elsewhere (RFC 8628). */
export type DeviceAuthEvent =
  | { readonly type: "device.authorization.added"; readonly payload: DeviceAuthAdded }
  /** Somebody entered its code in this browser; no other may answer it (ours). */
  | { readonly type: "device.authorization.browser.bound"; readonly payload: { readonly BrowserID: string } }
  | {
      readonly type: "device.authorization.approved";
      readonly payload: {
        readonly UserID: string;
        readonly UserOrgID: string;
        readonly UserAuthMethods: readonly AuthMethod[];
        /** RFC 3339 */
        readonly AuthTime: string;
        /** BCP 47; left out when they have none. */
        readonly PreferredLanguage?: string;
        /** Of the browser in which it was allowed. */
        readonly UserAgent?: UserAgent;
        readonly SessionID: string;
      };
    }
  | {
      readonly type: "device.authorization.canceled";
      readonly payload: { readonly Reason: "denied" | "expired" };
    }
  | { readonly type: "device.authorization.done"; readonly payload: null };
