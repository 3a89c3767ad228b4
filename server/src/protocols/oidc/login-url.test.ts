import { expect, test } from "vitest";
import { loggedOutUrl, loginUrl, logoutUrl } from "./login-url.ts";

const origin = "https://id.example.com";
const own = { loginBaseURI: "https://app.example/login-ui/" };
const none = { loginBaseURI: "" };

test.each([
  ["our own pages", none, { required: false, baseUri: "" }, `${origin}/ui/v2/login/login`],
  ["the application's", own, { required: false, baseUri: "" }, "https://app.example/login-ui/login"],
  [
    "the application's, unless another is demanded",
    own,
    { required: false, baseUri: "/mine" },
    "https://app.example/login-ui/login",
  ],
  [
    "the demanded one",
    own,
    { required: true, baseUri: "https://login.example" },
    "https://login.example/login",
  ],
  [
    "the application's, where none is demanded",
    own,
    { required: true, baseUri: "" },
    "https://app.example/login-ui/login",
  ],
  ["a path below the issuer", none, { required: true, baseUri: "/mine/" }, `${origin}/mine/login`],
])("people log in at %s", (_which, config, feature, page) => {
  expect(loginUrl(origin, config, "V2_1", feature)).toBe(`${page}?authRequest=V2_1`);
});

test("people log out where they logged in, or where the instance says", () => {
  const back = "https%3A%2F%2Fa.example%2F";
  const feature = { required: false, baseUri: "/mine" };
  const none = { back: undefined, token: undefined };
  expect(logoutUrl(origin, none, feature)).toBe(`${origin}/mine/logout`);
  expect(logoutUrl(origin, { ...none, logoutHint: "a&b", uiLocales: "de en" }, feature)).toBe(
    `${origin}/mine/logout?logout_hint=a%26b&ui_locales=de%20en`,
  );
  expect(logoutUrl(origin, { back: "https://a.example/", token: "t" }, feature)).toBe(
    `${origin}/mine/logout?post_logout_redirect=${back}&post_logout_redirect_uri=${back}&logout_token=t`,
  );
  const pages = "https://app.example/login-ui/";
  expect(logoutUrl(origin, none, feature, pages)).toBe("https://app.example/login-ui/logout");
  expect(logoutUrl(origin, none, { required: true, baseUri: "/mine" }, pages)).toBe(`${origin}/mine/logout`);
  expect(loggedOutUrl(origin, feature)).toBe(`${origin}/mine/logout/done`);
  expect(loggedOutUrl(origin)).toBe(`${origin}/ui/v2/login/logout/done`);
});
