import { expect, test } from "vitest";
import { generatedDomain, normalDomain, temporaryDomain } from "./domain-name.ts";

test("a generated domain is the name in lower case under the instance's domain", () => {
  expect(generatedDomain("Gate House", "id.example.com")).toBe("gate-house.id.example.com");
});

test("a generated domain keeps letters of all scripts and drops what a domain cannot have", () => {
  expect(generatedDomain("Zürich & Söhne!", "example.com")).toBe("zürich--söhne.example.com");
});

test("one dash is stripped from either end of a generated domain", () => {
  expect(generatedDomain("-acme-", "example.com")).toBe("acme.example.com");
});

test("a generated label ends at 63 bytes without cutting a character in two", () => {
  const [label = ""] = generatedDomain("ü".repeat(40), "example.com").split(".");
  expect(Buffer.byteLength(label)).toBe(62);
});

test("a generated domain has at most 253 characters", () => {
  const instance = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(40)}.example.com`;
  expect(generatedDomain("organization".repeat(9), instance).length).toBeLessThanOrEqual(253);
});

test("a name of which nothing is left is refused", () => {
  expect(() => generatedDomain("???", "example.com")).toThrow("ORG-RrfXY");
});

test("domains are kept in lower case", () => {
  expect(normalDomain(" Example.COM ")).toBe("example.com");
});

test.each(["", "a..b", "-a.com", "a b.com", "https://a.com", `${"a".repeat(64)}.com`, "a.com."])(
  "%j is no domain",
  (input) => {
    expect(() => normalDomain(input)).toThrow("ORG-Iv6dn");
  },
);

test.each([
  ["BÜCHER.example", "bücher.example"],
  ["XN--BCHER-KVA.example", "bücher.example"],
  ["bu\u0308cher.example", "bücher.example"],
  ["ａcme.example", "acme.example"],
])("%s is kept as %s: one domain has one spelling", (input, kept) => {
  expect(normalDomain(input)).toBe(kept);
});

test.each(["127.0.0.1", "0x7f.1", "2130706433", "a%41.com", "a.com/b", "a.com:80", "u@a.com"])(
  "%j is an address or a part of a URL, and no domain",
  (input) => {
    expect(() => normalDomain(input)).toThrow("ORG-Iv6dn");
  },
);

test("nobody's generated domain is the one of temporary names", () => {
  expect(generatedDomain("Temporary", "example.com")).toBe("temporary-1.example.com");
  expect(temporaryDomain("example.com")).toBe("temporary.example.com");
});
