import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { fromBase32, toBase32 } from "#src/platform/crypto/index.ts";
import { hotp, keyUri, newTotpSecret, stepAt, stepOf } from "./totp.ts";

/** The secret of the appendices of RFC 4226 and RFC 6238. */
const key = Buffer.from("12345678901234567890");
const secret = toBase32(key);

test("codes are those of RFC 4226, appendix D", () => {
  const codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871"];
  expect(codes.map((_, counter) => hotp(key, counter))).toEqual(codes);
});

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("at %i seconds the code is that of RFC 6238, appendix B", (seconds, code) => {
  const now = new Date(seconds * 1000);
  expect(stepOf(secret, code, now)).toBe(stepAt(now));
});

test("clocks may be one step off, and no more", () => {
  const now = new Date(1_234_567_890_000);
  const step = stepAt(now);
  const found = [-2, -1, 0, 1, 2].map((off) => stepOf(secret, hotp(key, step + off), now));
  expect(found).toEqual([undefined, step - 1, step, step + 1, undefined]);
});

test("what is no code is none", () => {
  const now = new Date(59_000);
  for (const typed of ["", "28708", "2870820", "28708x", "٢٨٧٠٨٢", "287082\u0000", "0".repeat(10_000)])
    expect(stepOf(secret, typed, now)).toBeUndefined();
  expect(stepOf(secret, " 287 082 ", now)).toBe(1);
});

test("secrets are 160 bits in base32, as people copy them", () => {
  const made = newTotpSecret({ random: randomBytes });
  expect(made).toMatch(/^[A-Z2-7]{32}$/);
  expect(fromBase32(made)).toHaveLength(20);
  expect(newTotpSecret({ random: randomBytes })).not.toBe(made);
  expect(fromBase32(" gezd gnbv gy3t qojq-GEZDGNBVGY3TQOJQ== ")).toEqual(key);
  for (const text of ["", "1", "8!", "ÄÖ"]) expect(fromBase32(text)).toBeUndefined();
});

test("the URI has the parameters in order, and nothing in it can be read as something else", () => {
  expect(keyUri("ZITADEL", "minni-mouse@mouse.com", "ABC")).toBe(
    "otpauth://totp/ZITADEL:minni-mouse@mouse.com?algorithm=SHA1&digits=6&issuer=ZITADEL&period=30&secret=ABC",
  );
  const uri = new URL(keyUri("A & B: C", "x?secret=Y&z#", "ABC"));
  expect(uri.pathname).toBe("//totp/A%20%26%20B%3A%20C:x%3Fsecret%3DY%26z%23".slice(6));
  expect(uri.searchParams.get("issuer")).toBe("A & B: C");
  expect(uri.searchParams.getAll("secret")).toEqual(["ABC"]);
  expect(uri.hash).toBe("");
});
