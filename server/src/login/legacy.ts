/** The addresses of the older login below /ui/login: links in old mails, bookmarks and tools keep working. */
import { base, link, paths } from "./routes.ts";

const renamed: Readonly<Record<string, string>> = {
  userID: "userId",
  orgID: "organization",
  codeID: "codeId",
  loginname: "loginName",
};

/** Old path below /ui/login → new one below /ui/v2/login. */
const moved: Readonly<Record<string, string>> = {
  "": "/login",
  "/login": "/login",
  "/loginname": "/loginname",
  "/userselection": "/accounts",
  "/password": "/password",
  "/password/change": "/password/change",
  "/password/init": "/password/set",
  "/password/reset": "/password/reset",
  "/user/init": "/verify",
  "/user/invite": "/verify",
  "/mail/verification": "/verify",
  "/mail/verified": "/verify/success",
  "/username/change": "/username/change",
  "/mfa/prompt": "/mfa/set",
  "/mfa/init/verify": "/otp/time-based/set",
  "/mfa/init/sms/verify": "/otp/sms/set",
  "/mfa/init/u2f/verify": "/u2f/set",
  "/mfa/verify": "/otp/time-based",
  "/mfa/otp/verify": "/otp/email",
  "/mfa/u2f/verify": "/u2f",
  "/login/passwordless": "/passkey",
  "/login/passwordless/init": "/passkey/set",
  "/register": "/register",
  "/register/option": "/register",
  "/register/org": "/register/org",
  "/device": "/device",
  "/login/success": "/signedin",
  "/logout": "/logout",
  "/logout/done": "/logout/done",
};

/** @param path as requested, from `/ui/login` on */
export function movedTo(path: string, query: URLSearchParams): string {
  const old = path.slice("/ui/login".length).replace(/\/+$/, "");
  const target = moved[old];
  const values: Record<string, string> = {};
  for (const [name, value] of query) {
    if (name === "authRequestID") values["requestId"] = `oidc_${value}`;
    else values[renamed[name] ?? name] = value;
  }
  if (old === "/user/invite") values["invite"] = "true";
  if (old === "/user/init") values["activate"] = "true";
  return target === undefined ? link(paths.entry, {}) : link(`${base}${target}`, values);
}
