import { describe, expect, it } from "vitest";
import { limitRules, slackSeconds, spacingSeconds, waitSeconds } from "./rule.ts";

const rule = { name: "test", limit: 4, windowSeconds: 60 };

describe("a sliding limit", () => {
  it("fits `limit` at once, then one for each part of the window that passes", () => {
    let ahead = 0;
    for (let n = 0; n < 4; n++) {
      expect(waitSeconds(rule, ahead)).toBe(0);
      ahead += spacingSeconds(rule);
    }
    expect(waitSeconds(rule, ahead)).toBe(15);
    expect(waitSeconds(rule, ahead - 14)).toBe(1);
    expect(waitSeconds(rule, ahead - 15)).toBe(0);
  });

  it("of one leaves no slack", () => {
    expect(slackSeconds({ ...rule, limit: 1 })).toBe(0);
    expect(waitSeconds({ ...rule, limit: 1 }, 60)).toBe(60);
  });
});

describe("the product's rules", () => {
  it("have names of their own, and guessing a six-character code stays hopeless", () => {
    const rules = Object.values(limitRules);
    expect(new Set(rules.map((one) => one.name)).size).toBe(rules.length);
    const { limit, windowSeconds } = limitRules.codePerUser;
    const guessesADay = limit + (86_400 / windowSeconds) * limit;
    expect(guessesADay / 36 ** 6).toBeLessThan(1e-6);
  });
});
