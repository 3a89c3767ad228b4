import { describe, expect, it } from "vitest";
import {
  countedSubject,
  type LimitRule,
  limitRules,
  slackSeconds,
  spacingSeconds,
  waitSeconds,
} from "./rule.ts";

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

  it("leave the codes of devices hopeless to guess, for one address and for all of them", () => {
    const inFiveMinutes = ({ limit, windowSeconds }: LimitRule) =>
      limit + Math.ceil((300 / windowSeconds) * limit);
    expect(inFiveMinutes(limitRules.userCodePerAddress)).toBe(67);
    expect(inFiveMinutes(limitRules.userCodePerInstance)).toBe(13_334);
    expect(67 / 20 ** 8).toBeLessThan(2 ** -28);
    expect(13_334 / 20 ** 8).toBeLessThan(2 ** -20);
  });

  it("count addresses of IPv6 by the network that one customer has, and nothing else so", () => {
    const { registrationPerAddress, messagePerRecipient } = limitRules;
    const counted = (subject: string, rule: LimitRule = registrationPerAddress) =>
      countedSubject({ instanceId: "i", rule, subject });
    for (const same of ["2001:db8:0:1::7", "2001:0DB8::1:ffff:ffff:ffff:ffff", "2001:db8:0:1:0:0:192.0.2.1"])
      expect(counted(same)).toBe("2001:db8:0:1");
    expect(counted("2001:db8:0:2::7")).toBe("2001:db8:0:2");
    expect(counted("fe80::1%eth0")).toBe("fe80:0:0:0");
    expect(counted("::1")).toBe("0:0:0:0");
    expect(counted("192.0.2.1")).toBe("192.0.2.1");
    expect(counted("2001:db8:0:1::7", messagePerRecipient)).toBe("2001:db8:0:1::7");
  });
});
