/** The hosted login over a real store: passwords, sessions, the way out. */

import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { App } from "#src/domains/app/index.ts";
import { authRequestById } from "#src/domains/authrequest/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { Project, ProjectGrant } from "#src/domains/project/index.ts";
import { Session, sessionById } from "#src/domains/session/index.ts";
import {
  checkPassword,
  createHuman,
  type PasswordOutcome,
  recordPassword,
  User,
} from "#src/domains/user/index.ts";
import { UserGrant } from "#src/domains/usergrant/index.ts";
import { signJwt, signLogout } from "#src/domains/webkey/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { nextStep } from "../flow/index.ts";
import type { Visit } from "../visit.ts";
import { finish, refuse } from "./finish.ts";
import { endSessions, readLogout } from "./logout.ts";
import { comparePassword, refusalStepMs } from "./password.ts";
import { changePassword } from "./password-change.ts";
import { ids, openRealHouse, orgDomain, origin, password, type RealHouse } from "./real-house.fixture.ts";
import { signIn } from "./sign-in.ts";
import { userByName } from "./user.ts";
import { accounts, load } from "./visit.ts";

let real: RealHouse;
beforeAll(async () => {
  real = await openRealHouse();
});
afterAll(() => real.close());

const ada = (more: Partial<Visit> = {}): Visit => ({
  browserId: "b1",
  loginName: "ada@example.com",
  ...more,
});
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "passes",
    (error: unknown) => (error instanceof Failure ? `${error.kind} ${error.id}` : String(error)),
  );
const finishVisit = async (visit: Visit) => finish(real.ctx(), await load(real.ctx(), visit));
const check = (visit: Visit, plain: string, ip = "192.0.2.7") => signIn(real.ctx({ ip }), visit, plain);

describe("a password", () => {
  it("that is right opens a session of this browser, made by the login", async () => {
    const { sessionId, browserId } = await real.signedIn();
    const session = await sessionById(real.ctx(), sessionId);
    expect(session?.state).toMatchObject({
      status: "active",
      creator: "LOGIN",
      userAgent: { fingerprint_id: browserId, ip: "192.0.2.1", description: "Browser/1.0" },
      factors: { user: { id: ids.user, orgId: real.orgId }, passwordAt: expect.any(String) },
    });
  });

  it("entered again renews the session that is there", async () => {
    const visit = await real.signedIn();
    const before = await sessionById(real.ctx(), visit.sessionId);
    const { sessionId: _none, ...again } = visit;
    expect(await check(again, password)).toEqual({ status: "ok", sessionId: visit.sessionId });
    const after = await sessionById(real.ctx(), visit.sessionId);
    expect(Date.parse(after?.state.factors.passwordAt ?? "")).toBeGreaterThan(
      Date.parse(before?.state.factors.passwordAt ?? ""),
    );
  });

  it("that is wrong opens none, and neither does a name that nobody has", async () => {
    expect(await check(ada({ browserId: "w" }), "wrong")).toEqual({ status: "wrong" });
    expect(await check(ada({ browserId: "w", loginName: "nobody" }), "wrong")).toEqual({
      status: "unknown_user",
    });
    expect(await accounts(real.ctx(), { browserId: "w" })).toEqual([]);
  });

  it("may be entered for a verified email address, unless the policy says no", async () => {
    const byMail = ada({ browserId: "m", loginName: "Ada@mail.example.com" });
    expect(await check(byMail, password)).toMatchObject({ status: "ok" });
    await real.setPolicy("login", { disableLoginWithEmail: true });
    expect(await check(byMail, password)).toEqual({ status: "unknown_user" });
    await real.setPolicy("login", { disableLoginWithEmail: false });
  });

  it("is not taken where the policy allows none", async () => {
    await real.setPolicy("login", { allowUsernamePassword: false });
    expect(await check(ada(), password)).toEqual({ status: "wrong" });
    await real.setPolicy("login", { allowUsernamePassword: true });
  });

  it("of an account that may not be used is refused by name only when it is right", async () => {
    await real.addUser("inactive");
    await real.happen(User, "inactive", [{ type: "user.deactivated", payload: null }]);
    const visit = ada({ loginName: "inactive@example.com" });
    expect(await check(visit, "wrong")).toEqual({ status: "wrong" });
    expect(await refusal(check(visit, password))).toBe("failed_precondition LOGIN-uA4c7");
  });

  it("guessed too often locks the user; told only where the lockout policy shows it", async () => {
    await real.setPolicy("lockout", { maxPasswordAttempts: 3 });
    await real.addUser("locked");
    const visit = ada({ loginName: "locked@example.com" });
    expect(await check(visit, "wrong")).toEqual({ status: "wrong" });
    expect(await check(visit, "wrong")).toEqual({ status: "wrong" });
    expect(await check(visit, "wrong")).toEqual({ status: "locked" });
    expect(await check(visit, password)).toEqual({ status: "locked" });
    await real.setPolicy("lockout", { showLockOutFailures: false });
    expect(await check(visit, password)).toEqual({ status: "wrong" });
    await real.setPolicy("lockout", { maxPasswordAttempts: 0, showLockOutFailures: true });
  });

  it("that was right is of no use to who was locked since, and counts as a wrong one", async () => {
    await real.addUser("raced");
    const name = "raced@example.com";
    const user = await userByName(real.ctx(), name, undefined);
    const counted: string[] = [];
    const fail: typeof real.limits.fail = async (...budgets) => {
      counted.push(...budgets.map(({ rule }) => rule.name));
    };
    const ctx = real.ctx({ ip: "192.0.2.91", limits: { ...real.limits, fail } });
    const locked = async ({ aggregateId }: { aggregateId: string }, recorded: PasswordOutcome) => {
      await real.happen(User, "raced", [{ type: "user.locked", payload: null }]);
      return recordPassword(ctx, aggregateId, recorded);
    };
    expect(await comparePassword(ctx, { user, name }, password, locked)).toBe("locked");
    expect(counted).toEqual(["password/name", "password/address"]);
  });

  /** As many as are let through. */
  const guesses = Array.from({ length: 20 }, (_, n) => n);

  it.each(["known@example.com", "nobody@example.com"])(
    "is limited in the same way whether %s exists or not",
    async (loginName) => {
      if (loginName.startsWith("known")) await real.addUser("known");
      const guess = (n: number) => refusal(check(ada({ loginName }), `wrong ${n}`, "192.0.2.200"));
      expect(await Promise.all(guesses.map(guess))).toEqual(guesses.map(() => "passes"));
      expect(await guess(20)).toBe("resource_exhausted LIMIT-f4Sl7");
      const right = refusal(check(ada({ loginName }), password, "192.0.2.201"));
      expect(await right).toBe("resource_exhausted LIMIT-f4Sl7");
    },
  );

  it("is limited by the name that is typed alone, as an unknown one is: no other name tells whose it is", async () => {
    await real.addUser("twofold");
    const byName = (loginName: string, plain: string) =>
      refusal(check(ada({ loginName }), plain, "192.0.2.202"));
    await Promise.all(guesses.map((n) => byName(" TwoFold@example.com ", `wrong ${n}`)));
    expect(await byName("twofold@example.com", password)).toBe("resource_exhausted LIMIT-f4Sl7");
    expect(await byName("twofold@mail.example.com", password)).toBe("passes");
    // The API, where callers know whose password it is, counts against the preferred login name.
    expect(await refusal(checkPassword(real.ctx(), "twofold", password))).toBe(
      "resource_exhausted LIMIT-f4Sl7",
    );
  });

  it("costs an unknown name the time of a wrong password: both are held until the next even step", async () => {
    await real.addUser("timed");
    const ctx = real.ctx({ ip: "192.0.2.90" });
    const user = await userByName(ctx, "timed@example.com", undefined);
    expect(user?.aggregateId).toBe("timed");
    for (const [who, outcome] of [
      [{ user, name: "timed@example.com" }, "wrong"],
      [{ user: undefined, name: "nowhere@example.com" }, "unknown_user"],
    ] as const) {
      const start = performance.now();
      expect(await comparePassword(ctx, who, "wrong", async () => ({}))).toBe(outcome);
      // Timers may fire up to a millisecond early.
      expect(performance.now() - start).toBeGreaterThanOrEqual(refusalStepMs - 2);
    }
  });
});

describe("a domain that was asked for", () => {
  it("completes a name that nobody has as it was typed, also where names are unique in the instance", async () => {
    for (const [userId, userName] of [
      ["kim", `kim@${orgDomain}`],
      ["lee", "lee"],
      ["lee-too", `lee@${orgDomain}`],
    ] as const)
      await createHuman(real.ctx(), {
        userId,
        orgId: real.orgId,
        userName,
        firstName: userId,
        lastName: "Test",
        email: `${userId}@mail.example.com`,
        emailVerification: { kind: "verified" },
      });
    const requestId = await real.request({ scope: [`urn:zitadel:iam:org:domain:primary:${orgDomain}`] });
    const named = async (loginName: string, asked: object = { requestId }) =>
      (await load(real.ctx(), { browserId: "b", loginName, ...asked })).facts.user?.id;
    expect(await named("kim")).toBe("kim");
    expect(await named(`kim@${orgDomain}`)).toBe("kim");
    expect(await named("lee")).toBe("lee");
    expect(await named("kim", {})).toBeUndefined();
    expect(await named("nobody")).toBeUndefined();
  });
});

describe("sessions belong to their browser", () => {
  it("one of another browser is as good as none", async () => {
    const visit = await real.signedIn();
    const stranger = { browserId: "stranger", sessionId: visit.sessionId };
    const loaded = await load(real.ctx(), stranger);
    expect(loaded.facts.session).toBeUndefined();
    expect(loaded.user).toBeUndefined();
    const requestId = await real.request();
    expect(await refusal(finishVisit({ ...stranger, requestId }))).toBe("failed_precondition LOGIN-n4mE1");
    await endSessions(real.ctx(), stranger, [visit.sessionId]);
    expect((await sessionById(real.ctx(), visit.sessionId))?.state.status).toBe("active");
    expect(
      await refusal(changePassword(real.ctx(), stranger, { current: password, next: "Another-1" })),
    ).toBe("failed_precondition LOGIN-cP5s2");
  });

  it("the account picker shows them newest first, of the requested organization", async () => {
    await real.addUser("bob", { owner: ids.otherOrg });
    const visit = await real.signedIn();
    const { browserId } = visit;
    await check({ browserId, loginName: "bob@example.com" }, password);
    const names = async (requestId?: string) =>
      (await accounts(real.ctx(), { browserId, ...(requestId ? { requestId } : {}) })).map(
        (one) => one.loginName,
      );
    expect(await names()).toEqual(["bob@example.com", "ada@example.com"]);
    const byDomain = await real.request({ scope: [`urn:zitadel:iam:org:domain:primary:${orgDomain}`] });
    expect(await names(byDomain)).toEqual(["ada@example.com"]);
    const byId = await real.request({ scope: [`urn:zitadel:iam:org:id:${ids.otherOrg}`] });
    expect(await names(byId)).toEqual(["bob@example.com"]);
    const nobodys = await real.request({ scope: ["urn:zitadel:iam:org:domain:primary:three.example.com"] });
    expect(await names(nobodys)).toEqual([]);
  });
});

describe("finishing a request", () => {
  it("gives the application a code, once", async () => {
    const requestId = await real.request();
    const visit = { ...(await real.signedIn()), requestId };
    const url = new URL(await finishVisit(visit));
    expect(url.origin + url.pathname).toBe("https://app.example.com/cb");
    expect(url.searchParams.get("state")).toBe("st4te");
    expect(url.searchParams.get("iss")).toBe(origin);
    expect(url.searchParams.get("code")).toBeTruthy();
    const stored = await authRequestById(real.ctx(), requestId.slice("oidc_".length));
    expect(stored?.state).toMatchObject({
      status: "code",
      login: { sessionId: visit.sessionId, userId: ids.user, authMethods: [4] },
    });
    expect((await load(real.ctx(), visit)).problem).toBe("handled");
    expect(await refusal(finishVisit(visit))).toBe("not_found LOGIN-fR0q1");
  });

  it("can be refused, which tells the application why", async () => {
    const requestId = await real.request();
    const url = await refuse(real.ctx(), { browserId: "b", requestId }, "access_denied", "LOGIN-x");
    expect(new URL(url).searchParams.get("error")).toBe("access_denied");
    expect(new URL(url).searchParams.get("error_description")).toBe("LOGIN-x");
  });

  it.each<[string, string]>([
    ["oidc_V2_0", "not_found"],
    ["saml_1", "not_found"],
    ["V2_1", "not_found"],
  ])("%s is %s", async (requestId, problem) => {
    expect((await load(real.ctx(), { browserId: "b", requestId })).problem).toBe(problem);
  });

  it("ends after a day", async () => {
    const requestId = await real.request();
    const now = new Date(Date.now() + 25 * 3_600_000);
    expect((await load(real.ctx({ now }), { browserId: "b", requestId })).problem).toBe("expired");
  });

  it("is not possible for an application that is no longer active", async () => {
    const requestId = await real.request();
    const turn = (type: "project.application.deactivated" | "project.application.reactivated") =>
      real.happen(App, ids.project, [{ type, payload: { appId: ids.app } }], { entityId: ids.app });
    await turn("project.application.deactivated");
    expect((await load(real.ctx(), { browserId: "b", requestId })).problem).toBe("not_found");
    await turn("project.application.reactivated");
  });

  /** One row of ARCHITECTURE §6 each: what makes it refuse, and what lets it pass again. */
  const rules: readonly (readonly [
    name: string,
    expected: string,
    refuse: (user: string, sessionId: string) => Promise<unknown>,
    restore: (user: string, sessionId: string) => Promise<unknown>,
  ])[] = [
    [
      "user not active",
      "failed_precondition LOGIN-uA4c7",
      (user) => real.happen(User, user, [{ type: "user.deactivated", payload: null }]),
      (user) => real.happen(User, user, [{ type: "user.reactivated", payload: null }]),
    ],
    [
      "organization not active",
      "failed_precondition LOGIN-oA9t2",
      () => real.happen(Org, ids.otherOrg, [{ type: "org.deactivated", payload: null }]),
      () => real.happen(Org, ids.otherOrg, [{ type: "org.reactivated", payload: null }]),
    ],
    [
      "credential no longer fresh",
      "failed_precondition LOGIN-pC5h4",
      () => real.setPolicy("login", { passwordCheckLifetime: 1 }),
      () => real.setPolicy("login", { passwordCheckLifetime: 864_000_000_000_000 }),
    ],
    [
      "second factor forced",
      "failed_precondition LOGIN-mS4t5",
      () => real.setPolicy("login", { forceMFA: true }),
      () => real.setPolicy("login", { forceMFA: false }),
    ],
    [
      "password must change",
      "failed_precondition LOGIN-pX7c1",
      (user, sessionId) => changeRequired(user, sessionId, true),
      (user, sessionId) => changeRequired(user, sessionId, false),
    ],
    [
      "project check",
      "permission_denied LOGIN-jR5q8",
      () =>
        real.happen(Project, ids.project, [{ type: "project.changed", payload: { hasProjectCheck: true } }]),
      () =>
        real.happen(
          ProjectGrant,
          ids.project,
          [
            {
              type: "project.grant.added",
              payload: { grantId: "g1", grantedOrgId: ids.otherOrg, roleKeys: [] },
            },
          ],
          { entityId: "g1" },
        ),
    ],
    [
      "role check",
      "permission_denied LOGIN-gR1q6",
      () =>
        real.happen(Project, ids.project, [
          { type: "project.changed", payload: { hasProjectCheck: false, projectRoleCheck: true } },
        ]),
      async (user) => {
        const payload = { userId: user, projectId: ids.project, roleKeys: ["r"] };
        await real.happen(UserGrant, `grant-${user}`, [{ type: "user.grant.added", payload }]);
      },
    ],
  ];

  async function changeRequired(user: string, sessionID: string, must: boolean): Promise<void> {
    const row = await real.store.get(User, "i1", user);
    const encodedHash = row?.state.kind === "human" ? (row.state.human.password?.hash ?? "") : "";
    await real.happen(User, user, [
      { type: "user.human.password.changed", payload: { encodedHash, changeRequired: must, sessionID } },
    ]);
  }

  test.each(rules)("%s: refused, and passes when that is over", async (name, expected, refuse, restore) => {
    const user = `rule${Math.random()}`;
    await real.addUser(user, { owner: ids.otherOrg });
    const signed = await real.signedIn({ loginName: `${user}@example.com` });
    const requestId = await real.request();
    let visit = { ...signed, requestId };
    const finished = () => finishVisit(visit);
    await refuse(user, signed.sessionId);
    expect(await refusal(finished())).toBe(expected);
    await restore(user, signed.sessionId);
    if (name === "user not active") {
      // Their session has ended for good.
      expect(await refusal(finished())).toBe("failed_precondition LOGIN-pC5h4");
      visit = { ...(await real.signedIn(signed)), requestId };
    }
    expect(await refusal(finished())).toBe("passes");
    await real.happen(Project, ids.project, [
      { type: "project.changed", payload: { hasProjectCheck: false, projectRoleCheck: false } },
    ]);
  });

  test.each<[string, object]>([
    ["max_age", { max_age: 0 }],
    ["prompt=login", { prompt: [2] }],
  ])("%s: a check before the request does not do, one after it does", async (_name, more) => {
    const signed = await real.signedIn();
    const requestId = await real.request(more);
    const visit = { ...signed, requestId };
    expect(await refusal(finishVisit(visit))).toBe("failed_precondition LOGIN-pC5h4");
    await check(visit, password);
    expect(await refusal(finishVisit(visit))).toBe("passes");
  });

  it("session expired: it counts as signed out, and the password opens another one", async () => {
    const signed = await real.signedIn();
    await real.happen(Session, signed.sessionId, [
      { type: "session.lifetime.set", payload: { lifetime: 1 } },
    ]);
    const visit = { ...signed, requestId: await real.request() };
    expect(await refusal(finishVisit(visit))).toBe("failed_precondition LOGIN-sX8p5");
    const again = await check(visit, password);
    expect(again).toMatchObject({ status: "ok" });
    if (again.status !== "ok") return;
    expect(again.sessionId).not.toBe(signed.sessionId);
    const renewed = { ...visit, sessionId: again.sessionId };
    expect(await refusal(finishVisit(renewed))).toBe("passes");
  });

  it("of another organization is not for this user, whose policies stay in force", async () => {
    const requestId = await real.request({ scope: [`urn:zitadel:iam:org:id:${ids.otherOrg}`] });
    const visit = { ...(await real.signedIn()), requestId };
    const { facts } = await load(real.ctx(), visit);
    const decision = nextStep({ ...facts, surface: "hosted", now: new Date() });
    expect(decision).toMatchObject({ steps: [{ kind: "login_name", because: "request.organization" }] });
  });
});

describe("changing the password", () => {
  it("takes the current one, keeps the rules, and renews the session", async () => {
    await real.addUser("carol");
    const visit = await real.signedIn({ loginName: "carol@example.com" });
    const change = (current: string, next: string) => changePassword(real.ctx(), visit, { current, next });
    expect(await change("wrong", "Another-Pass2")).toEqual({ status: "wrong_current" });
    expect(await change(password, password)).toEqual({ status: "unchanged" });
    expect(await change(password, "short")).toEqual({
      status: "rules",
      broken: ["minLength", "upper", "number", "symbol"],
    });
    const before = await sessionById(real.ctx(), visit.sessionId);
    expect(await change(password, "Another-Pass2")).toEqual({ status: "ok" });
    const after = await sessionById(real.ctx(), visit.sessionId);
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
    expect(await check({ browserId: "x", loginName: "carol@example.com" }, password)).toEqual({
      status: "wrong",
    });
    expect(await check({ browserId: "x", loginName: "carol@example.com" }, "Another-Pass2")).toMatchObject({
      status: "ok",
    });
  });
});

describe("logging out", () => {
  it("ends the sessions of this browser", async () => {
    const visit = await real.signedIn();
    await endSessions(real.ctx(), visit, [visit.sessionId]);
    expect((await sessionById(real.ctx(), visit.sessionId))?.state).toMatchObject({
      status: "terminated",
      tokenId: "",
    });
    expect(await accounts(real.ctx(), visit)).toEqual([]);
    expect((await load(real.ctx(), visit)).user).toBeUndefined();
  });

  it("leaves those who are known to the browser to be offered again, unless they are gone or asked for elsewhere", async () => {
    await real.addUser("gone");
    const visit = await real.signedIn();
    const userId = (await sessionById(real.ctx(), visit.sessionId))?.state.factors.user?.id ?? "";
    const known = { ...visit, knownUserIds: ["gone", userId, "nobody"] };
    const offered = async (at: Visit) => {
      const { signedOut, facts } = await load(real.ctx(), at);
      return [signedOut?.map(({ loginName }) => loginName), facts.knowsSignedOut];
    };
    expect(await offered(known)).toEqual([["gone@example.com"], true]);
    await endSessions(real.ctx(), visit, [visit.sessionId]);
    expect(await offered(known)).toEqual([["gone@example.com", "ada@example.com"], true]);
    await real.happen(User, "gone", [{ type: "user.removed", payload: null }]);
    expect(await offered(known)).toEqual([["ada@example.com"], true]);
    const requestId = await real.request({ scope: [`urn:zitadel:iam:org:id:${ids.otherOrg}`] });
    expect(await offered({ ...known, requestId })).toEqual([[], false]);
  });

  const read = (visit: Visit, logoutToken?: string, postLogoutRedirect?: string) =>
    readLogout(real.ctx(), visit, {
      ...(logoutToken === undefined ? {} : { logoutToken }),
      ...(postLogoutRedirect === undefined ? {} : { postLogoutRedirect }),
    });

  it("goes by a signed token: its session where this browser has it, its client's addresses", async () => {
    const visit = await real.signedIn();
    const signed = await signLogout(real.ctx(), {
      sessionId: visit.sessionId,
      clientId: real.clientId,
    });
    expect(await read(visit, signed)).toEqual({ sessionId: visit.sessionId });
    expect(await read({ browserId: "other" }, signed)).toEqual({});
    const bye = "https://app.example.com/bye?state=1";
    expect(await read(visit, signed, bye)).toMatchObject({ redirectUri: bye });
    expect(await refusal(read(visit, signed, "https://evil.example/"))).toBe("invalid_argument LOGIN-lR8d1");
    expect(await refusal(read(visit, undefined, bye))).toBe("invalid_argument LOGIN-lR8d1");
  });

  it("takes no token that is expired, for something else, or signed by somebody else", async () => {
    const visit = { browserId: "b" };
    const aud = `${origin}/ui/v2/login/logout`;
    const foreign = await new SignJWT({ iss: origin, aud })
      .setProtectedHeader({ alg: "HS256", kid: "k" })
      .setExpirationTime("1m")
      .sign(Buffer.alloc(32, 1));
    const exp = Math.floor(Date.now() / 1000) + 60;
    const idToken = await signJwt(real.ctx(), { iss: origin, aud: real.clientId, exp });
    const endless = await signJwt(real.ctx(), { iss: origin, aud });
    const old = await signLogout(real.ctx({ now: new Date(Date.now() - 3_700_000) }), {});
    const bad = [idToken, endless, old, foreign, "nonsense"];
    expect(await read(visit, await signJwt(real.ctx(), { iss: origin, aud, exp }))).toEqual({});
    for (const one of bad) expect(await refusal(read(visit, one))).toBe("invalid_argument LOGIN-lT3k9");
  });
});
