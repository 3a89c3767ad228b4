/** Every page in every language: sound HTML, labels, nonces, and no value that gets out of its place. */
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { brokenRule } from "#src/domains/user/index.ts";
import { readAssets } from "../assets/index.ts";
import { defaultBranding } from "../branding.ts";
import { type PageLanguage, pageLanguages, translator } from "../texts/index.ts";
import { accountsPage } from "./accounts.ts";
import { authenticatorPage } from "./authenticator.ts";
import { errorPage } from "./error.ts";
import type { Frame, Html } from "./frame.ts";
import { loggedOutPage } from "./logged-out.ts";
import { loginNamePage } from "./login-name.ts";
import { logoutPage } from "./logout.ts";
import { initials } from "./parts.ts";
import { passwordPage } from "./password.ts";
import { passwordChangePage } from "./password-change.ts";
import { passwordResetPage } from "./password-reset.ts";
import { passwordSetPage } from "./password-set.ts";
import { registeredByMailPage, registerPage } from "./register.ts";
import { registerOrgPage } from "./register-org.ts";
import { successPage } from "./success.ts";
import { usernameChangePage } from "./username-change.ts";
import { verifiedPage, verifyPage } from "./verify.ts";

const frame = (language: PageLanguage, v: string): Frame => ({
  language,
  t: translator(language),
  nonce: "n0nce",
  assets: { css: "/a.css", script: "/a.js", webauthn: "/webauthn.js", mark: "/m.svg" },
  branding: { ...defaultBranding, ...(v === "" ? {} : { logoUrl: v, logoDarkUrl: v, iconUrl: v }) },
  links: [{ label: "Terms", href: `https://x/${v}` }],
  languages: pageLanguages.map((tag) => ({ tag, name: translator(tag)("language.name"), href: `/p?x=${v}` })),
  appName: `App${v}`,
  hidden: { csrf: `c${v}`, requestId: `r${v}`, sessionId: `s${v}` },
});

type Render = (f: Frame, v: string) => Html;
const accounts = (v: string) => [
  { sessionId: `a${v}`, loginName: `l${v}`, displayName: `d${v}`, signedIn: true, lastUsed: new Date(0) },
  { sessionId: `b${v}`, loginName: `l${v}`, displayName: `${v}`, signedIn: false },
];
const rules = { minLength: 8, lower: true, upper: true, number: true, symbol: true };

const pages: Readonly<Record<string, Render>> = {
  passwordReset: (f, v) =>
    passwordResetPage(f, {
      action: "/x",
      loginName: `l${v}`,
      displayName: `d${v}`,
      otherHref: `/o${v}`,
      backHref: `/b${v}`,
      errors: {},
    }),
  passwordResetName: (f, v) =>
    passwordResetPage(f, {
      action: "/x",
      loginName: undefined,
      otherHref: `/o${v}`,
      backHref: `/b${v}`,
      errors: { loginName: `e${v}`, form: `f${v}` },
    }),
  passwordSet: (f, v) =>
    passwordSetPage(f, {
      action: "/x",
      code: { value: `c${v}`, resendAction: "/r", wasSent: false },
      hidden: { userId: `u${v}` },
      loginName: `l${v}`,
      rules,
      errors: { code: `e${v}`, password: `p${v}` },
    }),
  passwordFirst: (f, v) =>
    passwordSetPage(f, { action: "/x", hidden: { permit: `p${v}` }, loginName: `l${v}`, rules, errors: {} }),
  verify: (f, v) =>
    verifyPage(f, {
      action: "/x",
      reason: "invite",
      code: `c${v}`,
      wasSent: true,
      hidden: { userId: `u${v}` },
      person: { loginName: `l${v}`, displayName: `d${v}` },
      otherHref: `/o${v}`,
      errors: { code: `e${v}`, form: `f${v}` },
    }),
  verified: (f, v) => verifiedPage(f, { href: `/h${v}` }),
  authenticator: (f, v) => authenticatorPage(f, { password: `/p${v}`, passkey: `/k${v}` }),
  usernameChange: (f, v) =>
    usernameChangePage(f, {
      action: "/x",
      cancelAction: "/c",
      loginName: `l${v}`,
      displayName: `d${v}`,
      otherHref: `/o${v}`,
      value: `n${v}`,
      suffix: `@x${v}`,
      errors: { userName: `e${v}` },
    }),
  loginName: (f, v) =>
    loginNamePage(f, {
      action: "/x",
      value: v,
      withEmail: true,
      withPhone: true,
      suffix: `@x${v}`,
      takesNames: true,
      orgName: `O${v}`,
      registerHref: `/r${v}`,
      accountsHref: `/a${v}`,
      errors: {},
    }),
  loginNameError: (f, v) =>
    loginNamePage(f, {
      action: "/x",
      value: v,
      withEmail: false,
      withPhone: false,
      takesNames: true,
      errors: { loginName: `e${v}`, form: `f${v}` },
    }),
  loginNameNone: (f, v) =>
    loginNamePage(f, {
      action: "/x",
      value: v,
      withEmail: true,
      withPhone: false,
      takesNames: false,
      accountsHref: `/a${v}`,
      errors: {},
    }),
  password: (f, v) =>
    passwordPage(f, {
      action: "/x",
      loginName: `l${v}`,
      displayName: `d${v}`,
      otherHref: `/o${v}`,
      errors: {},
    }),
  passwordError: (f, v) =>
    passwordPage(f, {
      action: "/x",
      loginName: `l${v}`,
      otherHref: "/o",
      errors: { password: `e${v}`, form: `f${v}` },
    }),
  passwordChange: (f, v) =>
    passwordChangePage(f, { action: "/x", loginName: `l${v}`, otherHref: `/o${v}`, rules, errors: {} }),
  passwordExpired: (f, v) =>
    passwordChangePage(f, {
      action: "/x",
      loginName: `l${v}`,
      otherHref: "/o",
      rules,
      expiredAfterDays: 90,
      errors: { oldPassword: `e${v}`, newPassword: `e${v}`, confirmPassword: `e${v}`, form: `f${v}` },
    }),
  registerOrg: (f, v) =>
    registerOrgPage(f, { action: "/x", values: {}, rules, consents: { terms: `/t${v}` }, errors: {} }),
  registerOrgError: (f, v) =>
    registerOrgPage(f, {
      action: "/x",
      values: { orgName: `o${v}`, email: `m${v}`, terms: "yes" },
      rules: { minLength: 0, lower: false, upper: false, number: false, symbol: false },
      consents: { terms: `/t${v}`, privacy: `/p${v}` },
      errors: { orgName: `e${v}`, userName: `e${v}`, password: `e${v}`, privacy: `e${v}`, form: `f${v}` },
    }),
  register: (f, v) =>
    registerPage(f, {
      action: "/x",
      values: { email: `m${v}` },
      textFields: ["givenName", "familyName", "email"],
      rules,
      withPasskey: true,
      consents: { terms: `/t${v}`, privacy: `/p${v}` },
      signInHref: `/s${v}`,
      errors: {},
    }),
  registerError: (f, v) =>
    registerPage(f, {
      action: "/x",
      orgName: `O${v}`,
      values: { givenName: `g${v}`, userName: `u${v}`, terms: "yes" },
      textFields: ["givenName", "familyName", "email", "userName"],
      suffix: `@x${v}`,
      withPasskey: false,
      consents: { terms: `/t${v}` },
      signInHref: `/s${v}`,
      errors: { userName: `e${v}`, terms: `e${v}`, form: `f${v}` },
    }),
  registeredByMail: (f, v) => registeredByMailPage(f, { signInHref: `/s${v}` }),
  accounts: (f, v) =>
    accountsPage(f, {
      action: "/x",
      accounts: accounts(v),
      signedOut: [{ userId: `u${v}`, loginName: `n${v}` }],
      otherHref: `/o${v}`,
      registerHref: `/r${v}`,
      now: new Date("2026-03-01T12:00:00Z"),
    }),
  logout: (f, v) =>
    logoutPage(f, { action: "/x", accounts: accounts(v), mayEndEverywhere: true, stayHref: `/s${v}` }),
  loggedOut: (f, v) => loggedOutPage(f, { againHref: `/o${v}`, otherHref: `/p${v}` }),
  success: (f, v) => successPage(f, { href: `https://app/${v}`, leadsOn: true }),
  successVisit: (f, v) => successPage(f, { href: `/c${v}`, leadsOn: false }),
  error: (f, v) =>
    errorPage(f, {
      message: `m${v}`,
      id: `LOGIN-${v}`,
      logId: `q${v}`,
      otherHref: `/o${v}`,
      againHref: `/g${v}`,
      cancelAction: "/x",
    }),
};

const render = async (name: string, language: PageLanguage, v = ""): Promise<string> => {
  const make = pages[name];
  if (make === undefined) throw new Error(name);
  return (await make(frame(language, v), v)).toString();
};
const cases = Object.keys(pages).flatMap((name) =>
  pageLanguages.map((language) => [name, language] as const),
);
const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([whole]) => whole);

describe.each(cases)("%s in %s", (name, language) => {
  test("is a sound document", async () => {
    const html = await render(name, language);
    expect(html.startsWith("<!doctype html>")).toBe(true);
    expect(html).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
    expect(all(html, /<h1[ >]/g)).toHaveLength(1);
    expect(all(html, /<main[ >]/g)).toHaveLength(1);
    expect(html).not.toMatch(/undefined|\[object|NaN|\{\w+\}(?![^<]*<\/style>)/);
    balanced(html);
  });

  test("labels every field, has unique ids and resolves every reference", async () => {
    const html = await render(name, language);
    const ids = all(html, /\bid="[^"]+"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const input of all(html, /<input(?![^>]*type="hidden")(?![^>]*aria-hidden)[^>]*>/g)) {
      const id = /\bid="([^"]+)"/.exec(input)?.[1];
      expect(html).toContain(`<label for="${id}">`);
      if (!input.includes('type="checkbox"')) expect(input).toMatch(/autocomplete="/);
    }
    for (const [, refs = ""] of html.matchAll(/aria-describedby="([^"]+)"/g)) {
      for (const ref of refs.split(" ")) expect(html).toContain(`id="${ref}"`);
    }
    expect(all(html, / autofocus/g).length).toBeLessThanOrEqual(1);
    for (const form of all(html, /<form[\s\S]*?<\/form>/g)) expect(form).toContain('name="csrf"');
  });

  test("has no script or style that the policy would not let run", async () => {
    const html = await render(name, language);
    for (const tag of all(html, /<(?:script|style)\b[^>]*>/g)) expect(tag).toContain('nonce="n0nce"');
    expect(html).not.toMatch(/\sstyle="|\son\w+="|javascript:/);
  });

  test("escapes every value", async () => {
    const html = await render(name, language, `"'><img src=x onerror=alert(1)>&{app}`);
    expect(html).not.toContain("<img src=x");
    expect(html).not.toMatch(/["']>&lt;img/);
    const values = all(html, /&quot;&#39;&gt;&lt;img src=x onerror=alert\(1\)&gt;&amp;/g);
    expect(values.length).toBeGreaterThan(3);
    balanced(html);
  });
});

test("in Arabic what is typed and shown in Latin letters keeps its order", async () => {
  expect(await render("password", "ar")).toMatch(/<input id="password"[^>]* dir="auto"/);
  expect(await render("loginName", "ar")).toMatch(/<div class="box" dir="ltr">\s*<input id="loginName"/);
  expect(initials({ loginName: "x", displayName: "\u0645\u0646\u0649 \u0639\u0644\u064a" })).toBe(
    "\u0645\u200c\u0639",
  );
});

test("the fields have the names and ids that tools know", async () => {
  const name = await render("loginName", "en");
  expect(name).toMatch(/<input\s+id="loginName"\s+name="loginName"\s+type="text"\s+autocomplete="username"/);
  expect(name).toContain('id="submit-button"');
  const password = await render("password", "en");
  expect(password).toMatch(
    /<input\s+id="password"\s+name="password"\s+type="password"\s+autocomplete="current-password"/,
  );
  expect(password).toMatch(/name="loginName"[^>]*autocomplete="username"/);
  const change = await render("passwordChange", "en");
  expect(all(change, /autocomplete="new-password"/g)).toHaveLength(2);
});

test("who registers an organization is known to tools by each field's token, and is told what may be left out", async () => {
  const form = await render("registerOrg", "en");
  const tokens = all(form, /(?<= autocomplete=")[^"]+/g);
  expect(tokens.join(" ")).toBe(
    "organization given-name family-name email username new-password new-password",
  );
  expect(form).toMatch(/id="orgName"[^>]* required[^>]* autofocus/);
  expect(form).toMatch(/id="userName"(?![^>]* required)[^>]*aria-describedby="userName-hint"/);
  expect(form).toMatch(/id="password"[^>]*aria-describedby="rules"/);
  expect(form).toContain('data-rules-of="password"');
  expect(form).toMatch(/id="terms"[^>]* required>/);
  expect(form).not.toContain('id="privacy"');
});

test("an error is read out, linked to its field, and the field is focused", async () => {
  const html = await render("passwordExpired", "en");
  expect(html).toContain('role="alert"');
  expect(html).toMatch(
    /id="newPassword"[^>]*aria-invalid="true"[^>]*aria-describedby="newPassword-error rules"/,
  );
  expect(html).toMatch(/id="oldPassword"[^>]* autofocus/);
});

/** Every element that is opened is closed, in order. */
function balanced(html: string): void {
  const empty = new Set(["meta", "link", "input", "br", "img", "source", "path", "circle", "rect"]);
  const open: string[] = [];
  for (const [, closing, tag = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b(?:"[^"]*"|[^>"])*>/g)) {
    if (empty.has(tag)) continue;
    if (closing === "") open.push(tag);
    else expect(open.pop()).toBe(tag);
  }
  expect(open).toEqual([]);
}

test("a password that takes the place of another one is called new, a first one is not", async () => {
  const shown = async (code?: { value: string; resendAction: string; wasSent: boolean }): Promise<string> => {
    const model = { action: "/x", hidden: {}, loginName: "l", rules, errors: {} };
    const page = await passwordSetPage(frame("en", ""), code === undefined ? model : { ...model, code });
    return page.toString();
  };
  expect(await shown({ value: "", resendAction: "/r", wasSent: true })).toContain(">New password<");
  expect(await shown()).not.toContain("New password<");
});

test("the list of rules reads a password as the server does", () => {
  const { content } = readAssets().script;
  const rules = /const meets = (\{.*?\n\});/s.exec(content)?.[1] ?? "";
  const meets: Record<string, (text: string, count: number) => boolean> = runInNewContext(`(${rules})`);
  const none = { minLength: 0, hasLowercase: false, hasUppercase: false, hasNumber: false, hasSymbol: false };
  const asked = {
    minLength: { minLength: 4 },
    lower: { hasLowercase: true },
    upper: { hasUppercase: true },
    number: { hasNumber: true },
    symbol: { hasSymbol: true },
  };
  for (const password of ["aB3!", "éß", "ÉДΩ", "٣४", "😀😀", "abc", "日本"])
    for (const [rule, wanted] of Object.entries(asked)) {
      const isMet = brokenRule(password, { ...none, ...wanted }) === undefined;
      expect([password, rule, meets[rule]?.(password, 4)]).toEqual([password, rule, isMet]);
    }
});
