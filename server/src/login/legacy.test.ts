/** Where addresses of the older login lead. */
import { beforeEach, describe, expect, test } from "vitest";
import { buildHouse } from "./house.fixture.ts";
import { PlainBrowser } from "./plain-browser.fixture.ts";

let browser: PlainBrowser;
beforeEach(() => {
  browser = new PlainBrowser(buildHouse());
});

describe("the addresses of the older login", () => {
  test.each([
    ["/ui/login", "/ui/v2/login/login"],
    ["/ui/login/login?authRequestID=1", "/ui/v2/login/login?requestId=oidc_1"],
    ["/ui/login/loginname?authRequestID=1", "/ui/v2/login/loginname?requestId=oidc_1"],
    ["/ui/login/logout/done", "/ui/v2/login/logout/done"],
    ["/ui/login/register/org?authRequestID=1", "/ui/v2/login/register/org?requestId=oidc_1"],
    [
      "/ui/login/mail/verification?userID=1&code=A&orgID=2",
      "/ui/v2/login/verify?userId=1&code=A&organization=2",
    ],
    ["/ui/login/user/invite?userID=1&code=A", "/ui/v2/login/verify?userId=1&code=A&invite=true"],
    [
      "/ui/login/password/init?userID=1&code=A&orgID=2",
      "/ui/v2/login/password/set?userId=1&code=A&organization=2",
    ],
    ["/ui/login/unheard-of", "/ui/v2/login/login"],
  ])("%s", async (from, to) => {
    await browser.get(from);
    expect([browser.status, browser.location]).toEqual([302, to]);
  });
});
