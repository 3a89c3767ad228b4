import { expect, test } from "vitest";
import { returnPath, takeLoginHint } from "./return-path.ts";

const base = "/ui/console/";

test("a sign-in leads back to the page one came from", () => {
  expect(returnPath("/ui/console/users?type=machine#x", base)).toBe("/ui/console/users?type=machine#x");
});

test("a sign-in never leads out of the console", () => {
  const foreign = [
    "https://evil.example/ui/console/",
    "//evil.example",
    "/ui/login",
    "/ui/console/../login",
    7,
  ];
  for (const state of [...foreign, undefined]) expect(returnPath(state, base)).toBe(base);
});

test("a sign-in does not lead back to its own pages", () => {
  expect(returnPath("/ui/console/auth/callback?code=1", base)).toBe(base);
  expect(returnPath("/ui/console/signedout", base)).toBe(base);
});

test("the login hint is taken out of the address", () => {
  expect(takeLoginHint("/ui/console/users?login_hint=a%40b.c&q=x")).toEqual({
    hint: "a@b.c",
    rest: "/ui/console/users?q=x",
  });
  expect(takeLoginHint("/ui/console/")).toEqual({ hint: undefined, rest: "/ui/console/" });
});
