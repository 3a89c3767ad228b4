import { expect, test } from "vitest";
import type { Factor, FlowFacts, FlowSettings, RequestFacts, SessionChecks } from "./model.ts";
import { before, facts, now, request, session, settings, user } from "./sample.ts";
import { isFactorOpen, maySetUp } from "./set-up.ts";

const password = before(60);
const recent = before(30);

interface Case {
  readonly factors?: readonly Factor[];
  readonly checks?: SessionChecks;
  readonly settings?: Partial<FlowSettings>;
  readonly request?: Partial<RequestFacts>;
}

const factsOf = (one: Case): FlowFacts => ({
  ...facts,
  user: { ...user, factors: one.factors ?? [] },
  session: { ...session, checks: one.checks ?? { password } },
  settings: { ...settings, ...one.settings },
  request: { ...request, ...one.request },
});
const may = (one: Case): boolean => maySetUp(factsOf(one));

const allowed: readonly [string, Case][] = [
  ["no factor yet, after the password", {}],
  ["no factor yet, and one is forced", { settings: { forceMfa: true } }],
  ["a factor that was just proven", { factors: ["totp"], checks: { password, totp: recent } }],
  ["a recovery code in its place", { factors: ["totp"], checks: { password, recoveryCode: recent } }],
  [
    "a passkey that was just used",
    { factors: ["passkey", "totp"], checks: { passkey: recent, u2f: recent } },
  ],
  ["a factor that the policy does not know", { factors: ["otp_sms"], settings: { forceMfa: true } }],
];

const refused: readonly [string, Case][] = [
  ["no proof at all", { checks: {} }],
  ["a factor, and the password alone", { factors: ["totp"] }],
  ["a passkey, and the password alone", { factors: ["passkey"] }],
  [
    "a passkey beside the password, where a factor is forced",
    { factors: ["passkey"], settings: { forceMfa: true } },
  ],
  ["a factor that was proven long ago", { factors: ["totp"], checks: { password, totp: before(90_000) } }],
  ["a password from before a request that wants a new login", { request: { maxAgeSeconds: 0 } }],
  ["an application that wants no page", { request: { prompts: ["none"] }, settings: { forceMfa: true } }],
];

test.each(allowed)("may be set up: %s", (_name, one) => expect(may(one)).toBe(true));
test.each(refused)("may not be set up: %s", (_name, one) => expect(may(one)).toBe(false));

test("nobody without a session sets anything up", () => {
  const { session: _none, ...rest } = facts;
  expect(maySetUp(rest)).toBe(false);
});

const requests: readonly [string, Partial<RequestFacts>][] = [
  ["none", { kind: "visit" }],
  ["one that may show no page", { prompts: ["none"] }],
  ["one for another organization", { orgId: "org-2" }],
  ["one that wants a new login", { prompts: ["login"] }],
  ["one that finds the password too old", { maxAgeSeconds: 0 }],
];

test.each(requests)("no request opens a way past a second factor: %s", (_name, asked) => {
  const open = (one: Case) => isFactorOpen(factsOf({ ...one, request: asked }));
  expect(open({ factors: ["totp"] })).toBe(true);
  expect(open({ factors: ["totp", "passkey"], checks: { password: before(999_999) } })).toBe(true);
  expect(open({ factors: ["totp"], checks: { password: now, totp: now } })).toBe(false);
  expect(open({ factors: ["totp", "passkey"], checks: { passkey: now, u2f: now } })).toBe(false);
  expect(open({ settings: { forceMfa: true } })).toBe(false);
});
