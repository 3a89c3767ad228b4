import { expect, test } from "vitest";
import { isDead } from "./code-decisions.ts";
import { finishRegistration, requirePending } from "./decisions.ts";
import { isRelyingPartyOf, mayAnswer } from "./relying-party.ts";
import type { AuthenticatorState } from "./state.ts";

const startedAt = "2026-01-01T00:00:00.000Z";
const after = (seconds: number): Date => new Date(Date.parse(startedAt) + seconds * 1000);
const pending: AuthenticatorState = {
  status: "pending",
  rpId: "example.com",
  challenge: "c",
  startedAt,
  startedBy: "1",
};

test("a registration can be answered for five minutes", () => {
  expect(requirePending(pending, after(299))).toBe(pending);
  expect(() => requirePending(pending, after(300))).toThrow("WEBAUTHN-Rg3ex");
  const registered = { keyId: "", publicKey: "", attestationType: "none", aaguid: "", signCount: 0 };
  expect(() => finishRegistration("u2f", "1", registered, "x", after(300))(pending)).toThrow(
    "WEBAUTHN-Rg3ex",
  );
});

test("a code is dead when it has expired or was entered wrong five times", () => {
  const code = {
    code: { CryptoType: 0, Algorithm: "aes-256-gcm", KeyID: "", Crypted: "" },
    createdAt: startedAt,
    expirySeconds: 3600,
    failures: 0,
  } as const;
  expect(isDead(code, after(3599))).toBe(false);
  expect(isDead(code, after(3600))).toBe(true);
  expect(isDead({ ...code, expirySeconds: 0 }, after(1e9))).toBe(false);
  expect(isDead({ ...code, failures: 5 }, after(1))).toBe(true);
});

test.each([
  ["example.com", "example.com", true],
  ["example.com", "login.example.com", true],
  ["login.example.com", "example.com", false],
  ["com", "example.com", false],
  ["ample.com", "example.com", false],
  ["localhost", "localhost", true],
  ["0.0.1", "127.0.0.1", false],
  [".com", "example.com", false],
  ["", "", false],
])("relying party %s for pages of %s: %s", (rpId, host, allowed) => {
  expect(isRelyingPartyOf(rpId, host)).toBe(allowed);
});

test.each([
  ["https://example.com", true],
  ["https://login.example.com:8443", true],
  ["http://example.com", false],
  ["https://badexample.com", false],
  ["https://example.com.evil.test", false],
  ["https://example.com/", false],
  ["android:apk-key-hash:x", false],
  ["", false],
])("a page of %s may answer for example.com: %s", (origin, allowed) => {
  expect(mayAnswer(origin, "example.com")).toBe(allowed);
});

test("pages of this machine need no certificate", () => {
  expect(mayAnswer("http://localhost:3000", "localhost")).toBe(true);
  expect(mayAnswer("http://app.localhost:3000", "localhost")).toBe(true);
});
