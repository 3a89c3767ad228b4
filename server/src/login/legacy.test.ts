/** Where addresses of the older login lead. */
import { describe, expect, test } from "vitest";
import { movedTo } from "./legacy.ts";

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
    [
      "/ui/login/user/init?userID=1&loginname=a&code=A&orgID=2",
      "/ui/v2/login/verify?userId=1&loginName=a&code=A&organization=2&activate=true",
    ],
    ["/ui/login/password/reset?authRequestID=1", "/ui/v2/login/password/reset?requestId=oidc_1"],
    ["/ui/login/username/change", "/ui/v2/login/username/change"],
    ["/ui/login/unheard-of", "/ui/v2/login/login"],
  ])("%s", (from, to) => {
    const { pathname, searchParams } = new URL(from, "https://id.example.com");
    expect(movedTo(pathname, searchParams)).toBe(to);
  });
});
