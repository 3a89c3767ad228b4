import type { Login } from "#src/domains/authrequest/index.ts";
import { precondition, required } from "#src/platform/failure/index.ts";
import type { DeviceAuthAdded, DeviceAuthEvent, UserAgent } from "./events.ts";
import type { DeviceAuthState } from "./state.ts";

type Before = DeviceAuthState | undefined;
type Events = readonly DeviceAuthEvent[];

export const addDeviceAuth =
  (added: DeviceAuthAdded) =>
  (before: Before): Events => {
    if (before) throw precondition("DEVICE-Ad1ex", "Errors.AuthRequest.AlreadyExisting");
    return [{ type: "device.authorization.added", payload: added }];
  };

/** Whether its time is over, whatever has happened to it. */
export const isPastExpiry = ({ expiresAt }: Pick<DeviceAuthState, "expiresAt">, now: Date): boolean =>
  expiresAt <= now.toISOString();

/** Who has entered the code last keeps the request: whoever begins anew in another browser is not locked out. */
export const bindBrowser =
  (browserId: string) =>
  (before: Before): Events =>
    before?.status === "initiated" && before.browserId !== browserId
      ? [{ type: "device.authorization.browser.bound", payload: { BrowserID: browserId } }]
      : [];

/** @throws not_found, failed_precondition unless it waits for an answer */
function requireWaiting(before: Before, now: Date): void {
  const state = required(before, "DEVICE-Nf1ex", "Errors.AuthRequest.NotExisting");
  if (state.status !== "initiated") throw precondition("DEVICE-Ah2an", "Errors.AuthRequest.AlreadyHandled");
  if (isPastExpiry(state, now)) throw precondition("DEVICE-Ex3pi", "Errors.AuthRequest.NotExisting");
}

/** The login that a device gets, and what is known of where it was allowed. */
export interface Approval extends Login {
  readonly userOrgId: string;
  /** BCP 47 */
  readonly preferredLanguage?: string | undefined;
  readonly userAgent?: UserAgent | undefined;
}

export const approve =
  (login: Approval, now: Date) =>
  (before: Before): Events => {
    requireWaiting(before, now);
    const payload = {
      UserID: login.userId,
      UserOrgID: login.userOrgId,
      UserAuthMethods: login.authMethods,
      AuthTime: login.authTime,
      ...(login.preferredLanguage === undefined ? {} : { PreferredLanguage: login.preferredLanguage }),
      ...(login.userAgent === undefined ? {} : { UserAgent: login.userAgent }),
      SessionID: login.sessionId,
    };
    return [{ type: "device.authorization.approved", payload }];
  };

export const deny =
  (now: Date) =>
  (before: Before): Events => {
    requireWaiting(before, now);
    return [{ type: "device.authorization.canceled", payload: { Reason: "denied" } }];
  };

/** What nobody answered in time, and what was allowed and not fetched. */
export const expire =
  (now: Date) =>
  (before: Before): Events =>
    before && ["initiated", "approved"].includes(before.status) && isPastExpiry(before, now)
      ? [{ type: "device.authorization.canceled", payload: { Reason: "expired" } }]
      : [];

/** A device code is good for one exchange. */
export const completeDeviceAuth =
  (now: Date) =>
  (before: Before): Events => {
    const state = required(before, "DEVICE-Nf2ex", "Errors.AuthRequest.NotExisting");
    if (state.status !== "approved" || isPastExpiry(state, now))
      throw precondition("DEVICE-Nc4ap", "Errors.AuthRequest.NoCode");
    return [{ type: "device.authorization.done", payload: null }];
  };
