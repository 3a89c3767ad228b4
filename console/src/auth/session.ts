import { type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Environment } from "../app/environment.ts";
import { returnPath } from "./return-path.ts";

/** Who is signed in, as the ID token says. */
export interface Account {
  readonly userId: string;
  readonly loginName: string | undefined;
  /** The session of the login that the tokens come from. */
  readonly sessionId: string | undefined;
  /** When it was last proven who is there. */
  readonly provenAt: Date | undefined;
}

export interface SignInWish {
  /** Path of the console to come back to. */
  readonly from: string;
  readonly loginHint?: string | undefined;
  /** `select_account` opens the account picker; `login` asks for a proof anew. */
  readonly prompt?: "select_account" | "login" | undefined;
}

export interface Session {
  readonly account: () => Account | undefined;
  readonly token: () => string | undefined;
  /** True after the token has ended or was refused, until the next sign-in. */
  readonly lost: () => boolean;
  readonly onChange: (listener: () => void) => () => void;
  /** The server refused the token. */
  readonly refused: () => void;
  /** Leaves the page; the promise stays open. */
  readonly signIn: (wish: SignInWish) => Promise<never>;
  /** Signs in again in a window of its own, so that this page and its input stay. */
  readonly signInAside: () => Promise<void>;
  /** Finishes a sign-in from the address of the callback. @returns the path to go to; undefined in the window aside */
  readonly complete: (url: string) => Promise<string | undefined>;
  readonly signOut: () => Promise<void>;
  /** Drops the tokens without asking the server: their user is gone. Leaves the page. */
  readonly forget: () => Promise<never>;
}

const scope = "openid profile email urn:zitadel:iam:org:project:id:zitadel:aud";
/** Milliseconds after a sign-in in which a refusal does not lead to the next one. */
const settleMs = 10_000;
const asideWindow = "gatehouse-sign-in";

/**
 * Tokens lie in sessionStorage: they survive a reload, end with the tab and are never shared with another one.
 * Memory alone would send people through the login at every reload; localStorage would leave tokens on shared
 * machines. What keeps strangers' scripts away from either is the content security policy.
 */
function managerOf({ clientId, issuer }: Environment, base: string, origin: string): UserManager {
  const storage = new WebStorageStateStore({ prefix: "gatehouse.", store: sessionStorage });
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${origin}${base}auth/callback`,
    post_logout_redirect_uri: `${origin}${base}signedout`,
    response_type: "code",
    scope,
    userStore: storage,
    stateStore: storage,
    popupWindowTarget: asideWindow,
    popupWindowFeatures: { width: 520, height: 720 },
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
    // The time of the proof (auth_time) is needed.
    filterProtocolClaims: ["nbf", "jti", "nonce", "at_hash"],
    accessTokenExpiringNotificationTimeInSeconds: 60,
  });
}

const accountOf = ({ profile }: User): Account => ({
  userId: profile.sub,
  loginName: profile.preferred_username,
  sessionId: profile.sid,
  provenAt: profile.auth_time === undefined ? undefined : new Date(profile.auth_time * 1_000),
});

const never = (): Promise<never> => new Promise(() => {});

type Signed = Pick<Session, "account" | "token" | "lost" | "onChange" | "refused"> & {
  readonly user: () => User | undefined;
  /** From now on this is who is signed in. */
  readonly arrived: (user: User) => void;
  /** For a while a refusal does not lead to the next sign-in. */
  readonly settle: () => void;
  readonly expired: () => void;
};

/** Who is signed in at present, and who wants to know of changes. */
function signedIn(first: User | undefined): Signed {
  let user = first;
  let lost = false;
  let settledAt = Number.NEGATIVE_INFINITY;
  const listeners = new Set<() => void>();
  const change = (next: User | undefined, isLost: boolean): void => {
    user = next;
    lost = isLost;
    for (const listener of listeners) listener();
  };
  const expired = (): void => {
    if (user !== undefined && !lost) change(user, true);
  };
  return {
    user: () => user,
    account: () => user && accountOf(user),
    token: () => user?.access_token,
    lost: () => lost,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    arrived: (next) => change(next, false),
    settle: () => {
      settledAt = performance.now();
    },
    expired,
    // A token refused so early would be refused again: no circle of sign-ins, the page says what is wrong.
    refused: () => {
      if (performance.now() - settledAt > settleMs) expired();
    },
  };
}

type Leaving = Pick<Session, "signIn" | "signOut" | "forget">;

/** The ways that lead away from this page. */
const waysOut = (manager: UserManager, base: string): Leaving => ({
  signIn: async ({ from, loginHint, prompt }) => {
    await manager.signinRedirect({
      state: from,
      ...(loginHint === undefined ? {} : { login_hint: loginHint }),
      ...(prompt === undefined ? {} : { prompt }),
    });
    return never();
  },
  signOut: async () => {
    await manager.signoutRedirect();
    await never();
  },
  forget: async () => {
    await manager.removeUser();
    location.assign(`${base}signedout`);
    return never();
  },
});

/** Opens the session that this tab may already have. */
export async function openSession(environment: Environment, base: string, origin: string): Promise<Session> {
  const manager = managerOf(environment, base, origin);
  const stored = await manager.getUser();
  const { user, arrived, settle, expired, ...signed } = signedIn(
    stored !== null && stored.expired !== true ? stored : undefined,
  );
  manager.events.addAccessTokenExpired(expired);
  return {
    ...signed,
    ...waysOut(manager, base),
    signInAside: async () => {
      const before = user()?.profile;
      const hint = before?.preferred_username;
      const next = await manager.signinPopup(hint === undefined ? {} : { login_hint: hint });
      if (before !== undefined && next.profile.sub !== before.sub) location.reload();
      arrived(next);
    },
    complete: async (url) => {
      if (window.name === asideWindow && window.opener !== null) {
        await manager.signinPopupCallback(url);
        return undefined;
      }
      const next = await manager.signinRedirectCallback(url);
      settle();
      arrived(next);
      return returnPath(next.state, base);
    },
  };
}
