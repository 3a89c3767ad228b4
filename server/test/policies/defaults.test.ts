import { expect, test } from "vitest";
import { branding } from "#src/domains/branding/index.ts";
import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { lockout } from "#src/domains/lockout/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { notificationPolicy } from "#src/domains/notificationpolicy/index.ts";
import { oidcSettings } from "#src/domains/oidcsettings/index.ts";
import { passwordAge } from "#src/domains/passwordage/index.ts";
import { passwordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { privacyPolicy } from "#src/domains/privacy/index.ts";
import { startedGenerators, startGenerator } from "#src/domains/secretgenerator/index.ts";
import { securityPolicy } from "#src/domains/security/index.ts";
import { startPolicy } from "#src/kits/settings/index.ts";

const hours = (n: number) => n * 3600 * 1_000_000_000;

test("what a new instance stores for its policies, event by event", () => {
  const events = [
    ...startPolicy(passwordComplexity),
    ...startPolicy(passwordAge),
    ...startPolicy(domainPolicy),
    ...startPolicy(loginPolicy),
    ...startPolicy(privacyPolicy),
    ...startPolicy(notificationPolicy),
    ...startPolicy(lockout),
    ...startPolicy(branding),
    ...startPolicy(oidcSettings),
  ];
  expect(events.map(({ type, payload }) => [type, payload])).toEqual([
    [
      "instance.policy.password.complexity.added",
      { minLength: 8, hasLowercase: true, hasUppercase: true, hasNumber: true, hasSymbol: true },
    ],
    ["instance.policy.password.age.added", {}],
    ["instance.policy.domain.added", {}],
    [
      "instance.policy.login.added",
      {
        allowUsernamePassword: true,
        allowRegister: true,
        allowExternalIdp: true,
        allowDomainDiscovery: true,
        passwordlessType: 1,
        passwordCheckLifetime: hours(240),
        externalLoginCheckLifetime: hours(240),
        mfaInitSkipLifetime: hours(720),
        secondFactorCheckLifetime: hours(18),
        multiFactorCheckLifetime: hours(12),
      },
    ],
    ["instance.policy.login.secondfactor.added", { mfaType: 1 }],
    ["instance.policy.login.secondfactor.added", { mfaType: 2 }],
    ["instance.policy.login.multifactor.added", { mfaType: 1 }],
    ["instance.policy.privacy.added", { docsLink: "https://zitadel.com/docs" }],
    ["instance.policy.notification.added", { passwordChange: true }],
    ["instance.policy.lockout.added", { showLockOutFailures: true }],
    [
      "instance.policy.label.added",
      {
        primaryColor: "#5469d4",
        backgroundColor: "#fafafa",
        warnColor: "#cd3d56",
        fontColor: "#000000",
        primaryColorDark: "#2073c4",
        backgroundColorDark: "#111827",
        warnColorDark: "#ff3b5b",
        fontColorDark: "#ffffff",
      },
    ],
    ["instance.policy.label.activated", null],
    [
      "instance.oidc.settings.added",
      {
        accessTokenLifetime: hours(12),
        idTokenLifetime: hours(12),
        refreshTokenIdleExpiration: hours(720),
        refreshTokenExpiration: hours(2160),
      },
    ],
  ]);
});

test("the nine generators that a new instance stores", () => {
  const upper = { includeUpperLetters: true, includeDigits: true };
  const mixed = { includeLowerLetters: true, ...upper };
  expect(startedGenerators.flatMap((name) => startGenerator(name)).map(({ payload }) => payload)).toEqual([
    { generatorType: 1, length: 6, expiry: hours(72), ...upper },
    { generatorType: 2, length: 6, expiry: hours(1), ...upper },
    { generatorType: 3, length: 6, expiry: hours(1), ...upper },
    { generatorType: 4, length: 32, ...mixed },
    { generatorType: 5, length: 6, expiry: hours(1), ...upper },
    { generatorType: 6, length: 12, expiry: hours(1), ...mixed },
    { generatorType: 7, length: 64, ...mixed },
    { generatorType: 8, length: 8, expiry: hours(1 / 12), includeDigits: true },
    { generatorType: 9, length: 8, expiry: hours(1 / 12), includeDigits: true },
  ]);
});

test("nothing is stored for security, and nothing is allowed", () => {
  expect(securityPolicy.defaults).toEqual({
    enableIframeEmbedding: false,
    allowedOrigins: [],
    enableImpersonation: false,
  });
});
