import { expect, test } from "vitest";
import type { MessageType } from "#src/domains/message/index.ts";
import { linkOf } from "./links.ts";

const variables = {
  Origin: "https://id.example",
  UserID: "u1",
  OrgID: "o1",
  Code: "A+B",
  CodeID: "k1",
  SessionID: "s1",
  AuthRequestID: "",
  TempUsername: "mia@temp.example",
  PreferredLoginName: "mia@o.example",
};
const old = { required: false, baseUri: "" };
const built = { required: true, baseUri: "" };
const own = { required: true, baseUri: "https://login.example/app/" };
const below = { required: true, baseUri: "/in" };
const v1 = "https://id.example/ui/login";
const v2 = "https://id.example/ui/v2/login";

test.each<[MessageType, typeof old, string | undefined]>([
  ["init", built, `${v1}/user/init?userID=u1&code=A%2BB&orgID=o1&loginname=mia%40o.example`],
  ["invite_user", own, `${v1}/user/invite?userID=u1&code=A%2BB&orgID=o1&loginname=mia%40o.example`],
  ["verify_email", old, `${v1}/mail/verification?userID=u1&code=A%2BB&orgID=o1`],
  ["verify_email", built, `${v2}/verify?code=A%2BB&userId=u1&organization=o1`],
  ["verify_email", own, "https://login.example/app/verify?code=A%2BB&userId=u1&organization=o1"],
  ["verify_email", below, "https://id.example/in/verify?code=A%2BB&userId=u1&organization=o1"],
  ["password_reset", old, `${v1}/password/init?userID=u1&code=A%2BB&orgID=o1`],
  ["password_reset", built, `${v2}/password/set?code=A%2BB&userId=u1&organization=o1`],
  ["passwordless_registration", old, `${v1}/login/passwordless/init?userID=u1&orgID=o1&codeID=k1&code=A%2BB`],
  ["passwordless_registration", built, `${v2}/passkey/set?codeId=k1&code=A%2BB&userId=u1&organization=o1`],
  ["domain_claimed", old, `${v1}/login?orgID=o1`],
  ["domain_claimed", built, `${v2}/loginname?loginName=mia%40temp.example&organization=o1`],
  ["verify_email_otp", old, `${v1}/mfa/otp/verify?code=A%2BB&selectedProvider=4`],
  ["verify_email_otp", built, `${v2}/otp/email?code=A%2BB&userId=u1&sessionId=s1`],
  ["password_change", built, "https://id.example/ui/console?login_hint=mia%40o.example"],
  ["verify_phone", built, undefined],
])("%s leads to the page of the login that is used", (type, login, expected) => {
  expect(linkOf(type, undefined, variables, login)).toBe(expected);
});

test("a template of the caller's goes before", () => {
  const template = "https://app.example/v?code={{.Code}}&user={{.UserID}}";
  expect(linkOf("verify_email", template, variables, built)).toBe("https://app.example/v?code=A%2BB&user=u1");
});
