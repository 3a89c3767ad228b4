import { describe, expect, it } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import { equalBytes, equalText } from "./constant-time.ts";
import { randomCode, randomPassword, randomText, randomToken } from "./random-text.ts";

const shape = { length: 6, lower: false, upper: true, digits: true, symbols: false };

describe("codes", () => {
  it("have the shape asked for", () => {
    expect(randomCode(shape)).toMatch(/^[A-Z0-9]{6}$/);
    expect(randomCode({ ...shape, upper: false, length: 8 })).toMatch(/^[0-9]{8}$/);
    expect(randomCode({ length: 64, lower: true, upper: true, digits: true, symbols: false })).toMatch(
      /^[A-Za-z0-9]{64}$/,
    );
    expect(randomCode({ length: 40, lower: false, upper: false, digits: false, symbols: true })).not.toMatch(
      /[A-Za-z0-9]/,
    );
  });

  it("without characters or length are refused", () => {
    expect(() => randomCode({ ...shape, upper: false, digits: false })).toThrow(Failure);
    expect(() => randomCode({ ...shape, length: 0 })).toThrow(Failure);
  });

  it("are drawn without modulo bias: every character as often (chi square)", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-*";
    const draws = 78_000;
    const counts = new Map<string, number>();
    for (const char of randomText(draws, alphabet)) counts.set(char, (counts.get(char) ?? 0) + 1);
    const expected = draws / alphabet.length;
    const chiSquare = [...alphabet].reduce(
      (sum, char) => sum + ((counts.get(char) ?? 0) - expected) ** 2 / expected,
      0,
    );
    // 38 degrees of freedom: above 90 happens once in 200,000 runs; `byte % 39` gives more than 1,500.
    expect(chiSquare).toBeLessThan(90);
  });
});

describe("random passwords", () => {
  it("satisfy the default complexity policy and are readable", () => {
    for (let n = 0; n < 50; n++) {
      const text = randomPassword();
      expect(text).toHaveLength(16);
      for (const part of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(text).toMatch(part);
      expect(text).not.toMatch(/[lIO01\s"'\\$]/);
    }
    expect(randomPassword(4)).toHaveLength(12);
  });
});

describe("tokens and comparisons", () => {
  it("tokens are base64url and differ", () => {
    expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(randomToken()).not.toBe(randomToken());
  });

  it("comparisons tell equal from unequal, of any length", () => {
    expect(equalText("same", "same")).toBe(true);
    expect(equalText("same", "samf")).toBe(false);
    expect(equalText("same", "same ")).toBe(false);
    expect(equalText("", "")).toBe(true);
    expect(equalBytes(Buffer.of(1, 2), Buffer.of(1, 2))).toBe(true);
    expect(equalBytes(Buffer.of(1, 2), Buffer.of(1))).toBe(false);
  });
});
