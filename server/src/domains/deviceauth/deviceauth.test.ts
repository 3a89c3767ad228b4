import { describe, expect, test } from "vitest";
import type { Login } from "#src/domains/authrequest/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { approve, bindBrowser, completeDeviceAuth, deny, expire } from "./decisions.ts";
import type { DeviceAuthEvent } from "./events.ts";
import { DeviceAuth, type DeviceAuthState } from "./state.ts";
import { newUserCode, readUserCode, shownUserCode } from "./user-code.ts";

const now = new Date("2026-11-21T12:00:00.000Z");
const later = new Date("2026-11-21T12:05:00.000Z");
const login: Login & { userOrgId: string } = {
  sessionId: "session",
  userId: "ada",
  userOrgId: "org",
  authTime: now.toISOString(),
  authMethods: [4],
};
const meta = { instanceId: "i", aggregateId: "1", entityId: "", owner: "i", creator: "OIDC", createdAt: "" };

const waiting: DeviceAuthState = {
  status: "initiated",
  clientId: "tv",
  scope: ["openid"],
  audience: ["tv"],
  needRefreshToken: false,
  userCode: "hash",
  sealedUserCode: { CryptoType: 0, Algorithm: "aes-256-gcm", KeyID: "", Crypted: "" },
  createdAt: now.toISOString(),
  expiresAt: later.toISOString(),
  remoteIp: "192.0.2.1",
};
const after = (events: readonly DeviceAuthEvent[], before: DeviceAuthState = waiting) =>
  events.reduce<DeviceAuthState | undefined>((state, event) => DeviceAuth.evolve(state, event, meta), before);

function idOf(work: () => unknown): string {
  try {
    work();
    return "done";
  } catch (error) {
    if (error instanceof Failure) return error.id;
    throw error;
  }
}

describe("a device that waits", () => {
  test("is answered once, in time", () => {
    const approved = after(approve(login, now)(waiting));
    const denied = after(deny(now)(waiting));
    expect([approved?.status, approved?.login, denied?.status]).toEqual(["approved", login, "denied"]);
    for (const answered of [approved, denied])
      for (const again of [approve(login, now), deny(now)])
        expect(idOf(() => again(answered))).toBe("DEVICE-Ah2an");
    for (const answer of [approve(login, later), deny(later)])
      expect([idOf(() => answer(waiting)), idOf(() => answer(undefined))]).toEqual([
        "DEVICE-Ex3pi",
        "DEVICE-Nf1ex",
      ]);
  });

  test("is allowed with the language of who does it, and with their browser, where they are known", () => {
    const known = { ...login, preferredLanguage: "de", userAgent: { fingerprint_id: "browser" } };
    const payload = {
      UserID: "ada",
      UserOrgID: "org",
      UserAuthMethods: [4],
      AuthTime: login.authTime,
      SessionID: "session",
    };
    const type = "device.authorization.approved";
    expect(approve(login, now)(waiting)).toEqual([{ type, payload }]);
    expect(approve(known, now)(waiting)).toEqual([
      { type, payload: { ...payload, PreferredLanguage: "de", UserAgent: { fingerprint_id: "browser" } } },
    ]);
  });

  test("forgets where it is as soon as it is answered", () => {
    expect(after(approve(login, now)(waiting))).not.toHaveProperty("remoteIp");
    expect(after(deny(now)(waiting))).not.toHaveProperty("remoteIp");
  });

  test("gets its tokens once, in time, and only when allowed", () => {
    const approved = after(approve(login, now)(waiting));
    const done = after(completeDeviceAuth(now)(approved), approved);
    expect(done?.status).toBe("done");
    for (const state of [waiting, done, after(deny(now)(waiting))])
      expect(idOf(() => completeDeviceAuth(now)(state))).toBe("DEVICE-Nc4ap");
    expect(idOf(() => completeDeviceAuth(later)(approved))).toBe("DEVICE-Nc4ap");
  });

  test("expires when its time is over and it has not been served, once", () => {
    expect(expire(now)(waiting)).toEqual([]);
    const expired = after(expire(later)(waiting));
    expect(expired?.status).toBe("expired");
    expect(expire(later)(expired)).toEqual([]);
    expect(expire(later)(after(approve(login, now)(waiting)))).toHaveLength(1);
  });

  test("is that browser's in which its code was entered last", () => {
    const bound = after(bindBrowser("b1")(waiting));
    expect(bound?.browserId).toBe("b1");
    expect(bindBrowser("b1")(bound)).toEqual([]);
    expect(after(bindBrowser("b2")(bound), bound)?.browserId).toBe("b2");
    expect(bindBrowser("b2")(after(deny(now)(waiting)))).toEqual([]);
  });
});

describe("user codes", () => {
  test("are eight consonants, shown in two groups", () => {
    const codes = Array.from({ length: 200 }, newUserCode);
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) {
      expect(shownUserCode(code)).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
      expect(readUserCode(shownUserCode(code))).toBe(code);
    }
  });

  test.each([
    ["bcdf-ghjk", "BCDFGHJK"],
    [" BCDF GHJK\n", "BCDFGHJK"],
    ["b.c.d.f–g/h_j k", "BCDFGHJK"],
    ["BCDFGHJ", undefined],
    ["BCDFGHJKL", undefined],
    ["BCDFGHJA", undefined],
    ["BCDFGHJ1", undefined],
    ["", undefined],
    ["ＢＣＤＦＧＨＪＫ", undefined],
    ["-".repeat(200), undefined],
  ])("%j is read as %s", (typed, code) => {
    expect(readUserCode(typed)).toBe(code);
  });
});
