import { describe, expect, it } from "vitest";
import { assetUrls, branding } from "#src/domains/branding/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { defaultBranding } from "../branding.ts";
import { mayLeadTo } from "./logout.ts";
import { brandingOf, linksOf } from "./page-settings.ts";
import { brokenRules } from "./password-change.ts";
import { orgScopes } from "./request.ts";
import { checksOf, loginOf } from "./session.ts";

const at = (second: number): string => `2026-03-01T12:00:0${second}.000Z`;

describe("scopes for an organization", () => {
  const byId = "urn:zitadel:iam:org:id:";
  const byDomain = "urn:zitadel:iam:org:domain:primary:";
  it.each<[readonly string[], object]>([
    [["openid"], {}],
    [[`${byId}7`], { id: "7" }],
    [[`${byDomain}One.Example.com`], { domain: "one.example.com" }],
    [[`${byDomain}one.example.com`, `${byId}7`], { id: "7" }],
    [[byId, byDomain], {}],
  ])("%j", (scopes, expected) => expect(orgScopes(scopes)).toEqual(expected));
});

describe("what a session proves", () => {
  const sessionWith = (checks: ReturnType<typeof checksOf>) =>
    loginOf({ id: "s", userId: "u", userOrgId: "o", terminated: false, checks });

  it("takes no answer without user verification for a passkey's, and each that has one for a second factor too", () => {
    const verified = checksOf({ webAuthN: { at: at(1), userVerified: true } });
    expect(verified).toEqual({ passkey: new Date(at(1)), u2f: new Date(at(1)) });
    expect(sessionWith(verified).authMethods).toEqual([3]);
    expect(checksOf({ webAuthN: { at: at(1), userVerified: false } })).toEqual({ u2f: new Date(at(1)) });
    expect(checksOf({})).toEqual({});
  });

  it("names every method once and the time of the newest check", () => {
    const checks = checksOf({ passwordAt: at(1), totpAt: at(3), intentAt: at(2) });
    const login = sessionWith(checks);
    expect(login).toMatchObject({ sessionId: "s", userId: "u", authTime: at(3) });
    expect([...login.authMethods].sort()).toEqual([1, 4, 5]);
  });
});

describe("page settings", () => {
  it("look as the pages do by themselves when nothing is set", () => {
    expect(brandingOf(branding.defaults, assetUrls("i1", {}, ""))).toEqual(defaultBranding);
    expect(loginPolicy.defaults.ignoreUnknownUsernames).toBe(false);
  });
  it("have only links that are set", () => {
    const link = { url: "https://x.example/t", translationKey: "", target: 0 } as const;
    expect(linksOf([{ ...link, type: 6 }])).toEqual({});
    expect(linksOf([{ ...link, type: 1 }])).toEqual({ terms: "https://x.example/t" });
  });
});

describe("password rules", () => {
  const all = { minLength: 8, hasLowercase: true, hasUppercase: true, hasNumber: true, hasSymbol: true };
  it.each<[string, readonly string[]]>([
    ["Secret-1", []],
    ["ab", ["minLength", "upper", "number", "symbol"]],
    ["SECRET-PASS", ["lower", "number"]],
  ])("%s breaks %j", (password, broken) => expect(brokenRules(password, all)).toEqual(broken));
  it("that are off are not broken", () => {
    const off = { ...all, hasSymbol: false, hasNumber: false };
    expect(brokenRules("Secretive", off)).toEqual([]);
  });
});

describe("where a logout may lead", () => {
  const origin = "https://id.example.com";
  const nowhere = { origin, notice: {}, client: undefined };
  it.each([
    "https://evil.example/",
    "//evil.example/",
    "javascript:alert(1)",
    "https://id.example.com.evil/",
  ])("not to %s on somebody's word", (target) => expect(mayLeadTo(target, nowhere)).toBe(false));
  it("to what the signed token says, and to our own pages", () => {
    const redirectUri = "app.example:/bye?state=1";
    expect(mayLeadTo(redirectUri, { ...nowhere, notice: { redirectUri } })).toBe(true);
    expect(mayLeadTo(`${origin}/ui/console`, nowhere)).toBe(true);
  });
});
