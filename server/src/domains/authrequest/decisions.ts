import { type Failure, invalid, precondition, required } from "#src/platform/failure/index.ts";
import type { AuthMethod, AuthRequestAdded, AuthRequestEvent } from "./events.ts";
import type { AuthRequestState } from "./state.ts";

const gone = "Errors.AuthRequest.NotExisting";

/** Of what is only passed on, all together: each parameter has a limit of its own. */
const maxTextBytes = 5000;

/** @throws invalid_argument naming the longest parameter */
function requireSmall({ redirect_uri, state = "", nonce = "", login_hint = "" }: AuthRequestAdded): void {
  const sizes = Object.entries({ redirect_uri, state, nonce, login_hint })
    .map(([field, text]) => ({ field, bytes: Buffer.byteLength(text) }))
    .toSorted((a, b) => b.bytes - a.bytes);
  if (sizes.reduce((sum, { bytes }) => sum + bytes, 0) <= maxTextBytes) return;
  throw invalid("OIDC-Ar5bg", "Errors.AuthRequest.TooLarge", {
    field: sizes[0]?.field ?? "",
    values: { bytes: maxTextBytes },
  });
}

export const addAuthRequest =
  (request: AuthRequestAdded) =>
  (before: AuthRequestState | undefined): readonly AuthRequestEvent[] => {
    if (before) throw precondition("COMMAND-Sf3gt", "Errors.AuthRequest.AlreadyExisting");
    requireSmall(request);
    return [{ type: "auth_request.added", payload: request }];
  };

/** Who logged in, proven how and when. */
export interface Login {
  readonly sessionId: string;
  readonly userId: string;
  /** RFC 3339 */
  readonly authTime: string;
  readonly authMethods: readonly AuthMethod[];
}

/** Gives a waiting request its user, and with that its code. A request gets one answer only. */
export const linkLogin =
  (login: Login) =>
  (request: AuthRequestState | undefined): readonly AuthRequestEvent[] => {
    requireWaiting(request);
    return [
      {
        type: "auth_request.session.linked",
        payload: {
          session_id: login.sessionId,
          user_id: login.userId,
          auth_time: login.authTime,
          auth_methods: login.authMethods,
        },
      },
      { type: "auth_request.code.added", payload: null },
    ];
  };

/** The first browser keeps the request; for any other nothing happens. */
export const bindBrowser =
  (browserId: string) =>
  (request: AuthRequestState | undefined): readonly AuthRequestEvent[] =>
    request?.status === "added" && request.browserId === undefined
      ? [{ type: "auth_request.browser.bound", payload: { browser_id: browserId } }]
      : [];

/** @param reason the contract's number */
export const failAuthRequest =
  (reason: number) =>
  (request: AuthRequestState | undefined): readonly AuthRequestEvent[] => {
    requireWaiting(request);
    return [{ type: "auth_request.failed", payload: { reason } }];
  };

function requireWaiting(request: AuthRequestState | undefined): void {
  if (required(request, "COMMAND-jae5P", gone).status !== "added")
    throw precondition("COMMAND-Sx208nt", "Errors.AuthRequest.AlreadyHandled");
}

export const codeUsed = (): Failure => precondition("COMMAND-Iung5", "Errors.AuthRequest.NoCode");

/** A code is good for one exchange. */
export const exchangeCode = (request: AuthRequestState | undefined): readonly AuthRequestEvent[] => {
  if (required(request, "COMMAND-Ef5cd", gone).status !== "code") throw codeUsed();
  return [
    { type: "auth_request.code.exchanged", payload: null },
    { type: "auth_request.succeeded", payload: null },
  ];
};
