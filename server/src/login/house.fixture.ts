/** A small house in memory behind the real pages: users, sessions and requests for the tests of this folder. */
import type { Hono } from "hono";
import { createSecrets, parseMasterKeys } from "#src/platform/crypto/index.ts";
import type { Exchange } from "#src/platform/http/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type {
  Account,
  Loaded,
  LoginBackend,
  PageSettings,
  PasswordCheck,
  RequestProblem,
  RequestView,
  Visit,
} from "./backend.ts";
import { defaultBranding } from "./branding.ts";
import type { FlowSettings, RequestFacts, SessionChecks, SessionFacts, UserFacts } from "./flow/index.ts";
import { settings as flowSettings, user as plainUser } from "./flow/sample.ts";
import { createLogin } from "./http.ts";
import type { PlainBrowser } from "./plain-browser.fixture.ts";
import type { OwnTexts } from "./texts/index.ts";

interface HouseUser {
  facts: UserFacts;
  loginName: string;
  displayName: string;
  password: string;
  locked?: boolean;
}

interface HouseSession {
  id: string;
  browserId: string;
  userId: string;
  checks: SessionChecks;
  terminated: boolean;
}

interface HouseRequest {
  facts: RequestFacts;
  view: RequestView;
  problem?: RequestProblem;
}

export interface House {
  readonly users: HouseUser[];
  readonly sessions: HouseSession[];
  readonly requests: Map<string, HouseRequest>;
  page: PageSettings;
  /** Texts that stand in the place of built-in ones, by their paths. */
  texts: OwnTexts;
  flow: FlowSettings;
  /** Thrown by the next call that checks a password. */
  throwNext: Error | undefined;
  readonly refused: { error: string; stepId: string }[];
  readonly reported: unknown[];
  readonly app: Hono<{ Bindings: Exchange }>;
  clock: Date;
  instanceId: string;
  passwordChecks: number;
}

export const plainPage: PageSettings = {
  branding: defaultBranding,
  languages: ["de", "en", "fr"],
  defaultLanguage: "en",
  textsOf: "",
  links: {
    terms: "https://example.com/terms",
    privacy: "https://example.com/privacy",
    support: "mailto:help@example.com",
  },
  ignoreUnknownUsernames: false,
  loginWithEmail: true,
  loginWithPhone: false,
  passwordRules: { minLength: 8, lower: true, upper: true, number: true, symbol: true },
  defaultRedirectUri: "",
  frameOrigins: [],
};

export function buildHouse(origin = "http://localhost:8080"): House {
  const secrets = createSecrets({ keys: parseMasterKeys("x".repeat(32)) });
  let ids = 1000;
  const house: House = {
    users: [
      {
        facts: { ...plainUser, id: "u1", orgId: "o1" },
        loginName: "ada@example.com",
        displayName: "Ada Lovelace",
        password: "Secret1!",
      },
    ],
    sessions: [],
    requests: new Map(),
    page: plainPage,
    texts: new Map(),
    flow: flowSettings,
    throwNext: undefined,
    refused: [],
    reported: [],
    clock: new Date("2026-03-01T12:00:00Z"),
    instanceId: "i1",
    passwordChecks: 0,
    app: createLogin({
      // The house in memory needs no more of a request than this.
      context: async (_exchange, request) =>
        ({
          instanceId: house.instanceId,
          now: house.clock,
          origin,
          languages: (request.headers.get("accept-language") ?? "").split(",").filter((tag) => tag !== ""),
          requestId: "log-1",
          secrets,
          newId: () => String(ids++),
        }) as Partial<Ctx> as Ctx,
      backend: backendOf(
        () => house,
        () => String(ids++),
      ),
      report: (error) => house.reported.push(error),
    }),
  };
  house.requests.set("oidc_1", request(house));
  return house;
}

/** Where an application sends people with its request. */
export const entry = "/ui/v2/login/login?authRequest=1";

export const logIn = (browser: PlainBrowser, loginName = "ada@example.com", password = "Secret1!") =>
  browser.logIn(entry, loginName, password);

/** The one user that is there from the start. */
export function ada({ users: [first] }: House): HouseUser {
  if (first === undefined) throw new Error("no user");
  return first;
}

export function request(
  house: House,
  change: Partial<RequestFacts> = {},
  view: Partial<RequestView> = {},
): HouseRequest {
  return {
    facts: { kind: "oidc", createdAt: house.clock, prompts: [], showSuccessPage: false, ...change },
    view: { appName: "Example App", uiLocales: [], redirectUri: "https://app.example.com/callback", ...view },
  };
}

function backendOf(get: () => House, newId: () => string): LoginBackend {
  const mine = (browserId: string): HouseSession[] =>
    get().sessions.filter((one) => one.browserId === browserId && !one.terminated);
  const userOf = (visit: Visit): HouseUser | undefined => {
    const session = mine(visit.browserId).find((one) => one.id === visit.sessionId);
    return session === undefined
      ? get().users.find((one) => one.loginName === visit.loginName)
      : get().users.find((one) => one.facts.id === session.userId);
  };
  return {
    load: async (_ctx, visit) => loaded(get(), visit, mine(visit.browserId), userOf(visit)),
    texts: async () => get().texts,
    accounts: async (_ctx, visit) => mine(visit.browserId).map((session) => account(get(), session)),
    checkPassword: async (_ctx, visit, password) => {
      const house = get();
      house.passwordChecks++;
      if (house.throwNext !== undefined) throw house.throwNext;
      return checkPassword(house, visit, userOf(visit), password, newId);
    },
    changePassword: async (_ctx, visit, current, next) => {
      const user = userOf(visit);
      if (user?.password !== current) return { status: "wrong_current" };
      if (next === current) return { status: "unchanged" };
      if (!/[0-9]/.test(next)) return { status: "rules", broken: ["number", "minLength"] };
      user.password = next;
      user.facts = { ...user.facts, password: { changedAt: get().clock, changeRequired: false } };
      return { status: "ok" };
    },
    orgPasswordRules: async () => get().page.passwordRules,
    registerOrg: async () => ({ status: "closed" }),
    endSessions: async (_ctx, visit, sessionIds) => {
      for (const session of mine(visit.browserId))
        if (sessionIds.includes(session.id)) session.terminated = true;
    },
    finish: async (_ctx, visit) => `https://app.example.com/callback?code=c-${visit.sessionId}`,
    refuse: async (_ctx, _visit, error, stepId) => {
      get().refused.push({ error, stepId });
      return `https://app.example.com/callback?error=${error}`;
    },
    readLogout: async (_ctx, visit, { postLogoutRedirect, logoutToken }) => {
      const hinted = mine(visit.browserId).find((one) => `token-${one.id}` === logoutToken);
      return {
        ...(postLogoutRedirect === undefined ? {} : { redirectUri: postLogoutRedirect }),
        ...(hinted === undefined ? {} : { sessionId: hinted.id }),
      };
    },
  };
}

function loaded(
  house: House,
  visit: Visit,
  sessions: readonly HouseSession[],
  user: HouseUser | undefined,
): Loaded {
  const found = visit.requestId === undefined ? undefined : house.requests.get(visit.requestId);
  const problem =
    visit.requestId === undefined ? undefined : found === undefined ? "not_found" : found.problem;
  const session = sessions.find((one) => one.id === visit.sessionId);
  const facts = (one: HouseSession): SessionFacts => ({ ...one, userOrgId: "o1" });
  const signedOut = (visit.knownUserIds ?? []).flatMap((userId) => {
    const known = house.users.find((one) => one.facts.id === userId);
    const present = sessions.some((one) => one.userId === userId);
    return known === undefined || present ? [] : [{ userId, loginName: known.loginName }];
  });
  return {
    settings: house.page,
    signedOut,
    ...(problem === undefined ? {} : { problem }),
    ...(found === undefined || problem !== undefined ? {} : { request: found.view }),
    ...(session === undefined || user === undefined
      ? {}
      : { user: { loginName: user.loginName, displayName: user.displayName } }),
    facts: {
      request: found?.facts ?? { kind: "visit", createdAt: house.clock, prompts: [], showSuccessPage: false },
      ...(session === undefined ? {} : { session: facts(session) }),
      ...(user === undefined ? {} : { user: user.facts }),
      browserSessions: sessions.map(facts),
      knowsSignedOut: signedOut.length > 0,
      settings: house.flow,
      project: { orgMayUseProject: true, userHasGrant: true },
    },
  };
}

function account(house: House, session: HouseSession): Account {
  const user = house.users.find((one) => one.facts.id === session.userId);
  return {
    sessionId: session.id,
    loginName: user?.loginName ?? "",
    displayName: user?.displayName ?? "",
    signedIn: session.checks.password !== undefined,
  };
}

function checkPassword(
  house: House,
  visit: Visit,
  user: HouseUser | undefined,
  password: string,
  newId: () => string,
): PasswordCheck {
  if (user === undefined) return { status: "unknown_user" };
  if (user.locked) return { status: "locked" };
  if (user.password !== password) return { status: "wrong" };
  const checks = { password: new Date(house.clock.getTime() + 1) };
  const present = house.sessions.find(
    (one) => one.id === visit.sessionId && one.browserId === visit.browserId,
  );
  if (present !== undefined) {
    present.checks = checks;
    return { status: "ok", sessionId: present.id };
  }
  const session = {
    id: newId(),
    browserId: visit.browserId,
    userId: user.facts.id,
    checks,
    terminated: false,
  };
  house.sessions.unshift(session);
  return { status: "ok", sessionId: session.id };
}
