import { expect, test } from "vitest";
import { matchesUri } from "./glob.ts";
import { checkRedirectUri, isRegistered } from "./redirect-uri.ts";

const web = { applicationType: 0, devMode: false } as const;
const spa = { applicationType: 1, devMode: false } as const;
const native = { applicationType: 2, devMode: false } as const;
const dev = { applicationType: 0, devMode: true } as const;

const check = (
  rules: Parameters<typeof checkRedirectUri>[0],
  registered: string,
  uri = registered,
  type = "code",
) => {
  try {
    checkRedirectUri(rules, [registered], uri, type);
    return "ok";
  } catch (error) {
    return error instanceof Error && "id" in error ? error.id : error;
  }
};

test("a redirect URI is compared exactly", () => {
  const own = "https://app.example/cb";
  expect(check(web, own)).toBe("ok");
  for (const other of [
    "https://app.example/cb/",
    "https://app.example/cb?x=1",
    "https://app.example/CB",
    "https://app.example/cb/../evil",
    "https://app.example.evil.example/cb",
    "https://app.example@evil.example/cb",
    "http://app.example/cb",
    "",
    "/cb",
  ])
    expect(check(web, own, other), other).toBe("OIDC-Rd1nr");
});

test("fragments, blanks, backslashes and schemes that run code are refused even when registered", () => {
  for (const uri of [
    "https://app.example/cb#x",
    "https://app.example\\@evil.example/cb",
    "https://app.example/c b",
    "java\nscript:alert(1)",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
  ])
    expect(check({ ...native, devMode: true }, uri), uri).toBe("OIDC-Rd1nr");
});

test("plain http is for confidential clients with codes, loopback of native ones, and development", () => {
  const plain = "http://app.example/cb";
  expect(check(web, plain)).toBe("ok");
  expect(check(web, plain, plain, "token")).toBe("OIDC-Rd2sc");
  expect(check(spa, plain)).toBe("OIDC-Rd2sc");
  expect(check(native, plain)).toBe("OIDC-Rd2sc");
  expect(check({ ...native, devMode: true }, plain)).toBe("ok");
  expect(check({ ...spa, devMode: true }, plain)).toBe("ok");
});

test("custom schemes are for native applications", () => {
  expect(check(native, "com.example.app:/cb")).toBe("ok");
  expect(check(web, "com.example.app:/cb")).toBe("OIDC-Rd2sc");
  expect(check(spa, "com.example.app:/cb")).toBe("OIDC-Rd2sc");
});

test("native loopback works on any port and name of the own machine, with the same path and query (RFC 8252)", () => {
  const own = "http://localhost:1/cb?a=b";
  for (const uri of ["http://localhost:5000/cb?a=b", "http://127.0.0.1:6/cb?a=b", "http://[::1]:7/cb?a=b"])
    expect(check(native, own, uri), uri).toBe("ok");
  for (const uri of [
    "http://localhost:5000/cb",
    "http://localhost:5000/other?a=b",
    "http://localhost.evil.example:1/cb?a=b",
    "http://localhost:1@evil.example/cb?a=b",
    "http://evil.example:1/cb?a=b",
    "http://127.0.0.1.evil.example/cb?a=b",
  ])
    expect(check(native, own, uri), uri).toBe("OIDC-Rd1nr");
  expect(check(web, own, "http://localhost:5000/cb?a=b")).toBe("OIDC-Rd1nr");
  expect(check(native, "https://app.example/cb", "http://localhost:5000/cb")).toBe("OIDC-Rd1nr");
});

test("patterns count in development mode only", () => {
  const pattern = "https://*.example.com/cb";
  expect(isRegistered(web, [pattern], "https://a.example.com/cb")).toBe(false);
  expect(isRegistered(dev, [pattern], "https://a.example.com/cb")).toBe(true);
});

test("no pattern is left by a path that leads out of it again", () => {
  const under = (path: string) =>
    isRegistered(dev, ["https://app.example/cb/**"], `https://app.example/cb/${path}`);
  expect(["a", "a.b", "..c", "a/.well"].map(under)).toEqual([true, true, true, true]);
  expect(["..", "../evil", "a/../../evil", ".%2E/evil", "%2e%2e?x=1"].map(under)).toEqual(
    Array(5).fill(false),
  );
});

test.each([
  ["https://*.example.com/cb", "https://a.b.example.com/cb", true],
  ["https://*.example.com/cb", "https://evil.example/x.example.com/cb", false],
  ["https://*.example.com/cb", "https://evil.example?.example.com/cb", false],
  ["https://*.example.com/cb", "https://evil.example#.example.com/cb", false],
  ["https://*.example.com/cb", "https://evil.example\\.example.com/cb", false],
  ["https://*.example.com/cb", "https://u@a.example.com/cb", false],
  ["http://localhost:*/cb", "http://localhost:3000/cb", true],
  ["http://localhost:*/cb", "http://localhost:3000@evil.example/cb", false],
  ["https://app.example/*/cb", "https://app.example/a/cb", true],
  ["https://app.example/*/cb", "https://app.example/a/b/cb", false],
  ["https://app.example/**/cb", "https://app.example/a/b/cb", true],
  ["https://app.example/c?", "https://app.example/cb", true],
  ["https://app.example/c?", "https://app.example/c/", false],
  ["https://{a,b}.example/cb", "https://b.example/cb", true],
  ["https://{a,b}.example/cb", "https://c.example/cb", false],
  ["https://app.example/c.b", "https://app.example/cxb", false],
  ["https://app.example/(a|b)+$", "https://app.example/a", false],
  ["https://app.example/[ab]", "https://app.example/a", false],
  ["https://app.example/.*", "https://app.example/anything", false],
])("pattern %s, URI %s: %s (no part of a pattern is a regular expression)", (pattern, uri, fits) => {
  expect(matchesUri(pattern, uri)).toBe(fits);
});

test("a hostile pattern is not tried in every way, which would never end", () => {
  expect(matchesUri(`https://a.example/${"*a".repeat(300)}`, `https://a.example/${"a".repeat(3000)}b`)).toBe(
    false,
  );
  expect(matchesUri(`https://a/${"{a,b}".repeat(50)}`, "https://a/a")).toBe(false);
});
