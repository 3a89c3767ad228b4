/** Where the button of a message leads when whoever asked for it did not say. */
import type { LoginV2 } from "#src/domains/feature/index.ts";
import type { MessageType } from "#src/domains/message/index.ts";
import { toUrl, type Variables } from "./template.ts";

/** Path and parameters: name in the address → variable. What has no value is left out. */
type Target = readonly [path: string, parameters: Readonly<Record<string, string>>, fixed?: string];

const newPages: Readonly<Partial<Record<MessageType, Target>>> = {
  verify_email: ["verify", { code: "Code", userId: "UserID", organization: "OrgID" }],
  password_reset: ["password/set", { code: "Code", userId: "UserID", organization: "OrgID" }],
  passwordless_registration: [
    "passkey/set",
    { codeId: "CodeID", code: "Code", userId: "UserID", organization: "OrgID" },
  ],
  domain_claimed: ["loginname", { loginName: "TempUsername", organization: "OrgID" }],
  verify_email_otp: ["otp/email", { code: "Code", userId: "UserID", sessionId: "SessionID" }],
};

const who = { userID: "UserID", code: "Code", orgID: "OrgID", authRequestID: "AuthRequestID" };

/** Also where the new pages have none of their own: a login of somebody else's may not have one either. */
const oldPages: Readonly<Partial<Record<MessageType, Target>>> = {
  init: ["ui/login/user/init", { ...who, loginname: "PreferredLoginName" }],
  invite_user: ["ui/login/user/invite", { ...who, loginname: "PreferredLoginName" }],
  verify_email: ["ui/login/mail/verification", who],
  password_reset: ["ui/login/password/init", who],
  passwordless_registration: [
    "ui/login/login/passwordless/init",
    { userID: "UserID", orgID: "OrgID", codeID: "CodeID", code: "Code" },
  ],
  domain_claimed: ["ui/login/login", { orgID: "OrgID" }],
  verify_email_otp: [
    "ui/login/mfa/otp/verify",
    { authRequestID: "AuthRequestID", code: "Code" },
    "selectedProvider=4",
  ],
  password_change: ["ui/console", { login_hint: "PreferredLoginName" }],
};

const builtInBase = "/ui/v2/login/";

/** @param template of the caller's, instead of our own pages */
export function linkOf(
  type: MessageType,
  template: string | undefined,
  variables: Variables,
  { required, baseUri }: LoginV2,
): string | undefined {
  if (template !== undefined && template !== "") return toUrl(template, variables);
  const origin = variables["Origin"] ?? "";
  if (!URL.canParse(origin)) return undefined;
  const target = required ? newPages[type] : undefined;
  if (target !== undefined) return address(new URL(baseUri || builtInBase, origin).href, target, variables);
  const old = oldPages[type];
  return old && address(origin, old, variables);
}

function address(base: string, [path, parameters, fixed]: Target, variables: Variables): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  for (const [name, variable] of Object.entries(parameters)) {
    const value = variables[variable] ?? "";
    if (value !== "") url.searchParams.append(name, value);
  }
  if (fixed !== undefined) url.search += `${url.search === "" ? "" : "&"}${fixed}`;
  return url.href;
}
