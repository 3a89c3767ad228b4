/** What the texts of a message may name. */
import type { Message } from "#src/domains/message/index.ts";
import { type LoginNames, loginNamesOf, type UserState } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** All names there are; texts of ours use no others. */
export const variableNames = [
  "UserID",
  "OrgID",
  "UserName",
  "FirstName",
  "LastName",
  "NickName",
  "DisplayName",
  "LastEmail",
  "VerifiedEmail",
  "LastPhone",
  "VerifiedPhone",
  "PreferredLoginName",
  "LoginName",
  "LoginNames",
  "ChangeDate",
  "CreationDate",
  "Code",
  "OTP",
  "Origin",
  "Domain",
  "Expiry",
  "TempUsername",
  "ApplicationName",
  "CodeID",
  "SessionID",
  "AuthRequestID",
  "URL",
  "VerifyURL",
] as const;

type Known = Readonly<Record<Exclude<(typeof variableNames)[number], "URL" | "VerifyURL">, string>>;

/** @param applicationName for messages that name none */
export async function variablesOf(
  ctx: Ctx,
  message: Message,
  user: Row<UserState>,
  language: string,
  applicationName: string,
): Promise<Known> {
  const code = message.code === undefined ? "" : ctx.secrets.open("otp", message.code).toString();
  const { args = {} } = message;
  return {
    UserID: message.userId,
    OrgID: message.orgId,
    ...ofUser(user, await loginNamesOf(ctx, user)),
    ChangeDate: date(user.changedAt, language),
    CreationDate: date(user.createdAt, language),
    Code: code,
    OTP: code,
    Origin: message.origin,
    Domain: args.domain ?? (URL.canParse(message.origin) ? new URL(message.origin).hostname : ""),
    Expiry: args.expirySeconds === undefined ? "" : length(args.expirySeconds, language),
    TempUsername: args.tempUserName ?? "",
    ApplicationName: args.applicationName || applicationName,
    CodeID: args.codeId ?? "",
    SessionID: args.sessionId ?? "",
    AuthRequestID: args.authRequestId ?? "",
  };
}

/** What service users have not. */
const noPerson = {
  firstName: "",
  lastName: "",
  nickName: "",
  email: "",
  emailVerified: false,
  phone: "",
  phoneVerified: false,
};

function ofUser({ state }: Row<UserState>, names: LoginNames) {
  const person = state.kind === "human" ? state.human : { ...noPerson, displayName: state.machine.name };
  return {
    UserName: state.userName,
    FirstName: person.firstName,
    LastName: person.lastName,
    NickName: person.nickName,
    DisplayName: person.displayName,
    LastEmail: person.email,
    VerifiedEmail: person.emailVerified ? person.email : "",
    LastPhone: person.phone,
    VerifiedPhone: person.phoneVerified ? person.phone : "",
    PreferredLoginName: names.preferred,
    LoginName: names.preferred,
    LoginNames: names.all.join(", "),
  };
}

const date = (at: Date, language: string): string =>
  new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "UTC",
    numberingSystem: "latn",
  }).format(at);

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** In the largest unit that says it exactly: "5 minutes", "72 hours". A code that is good for 0 seconds never ends. */
function length(seconds: number, language: string): string {
  if (seconds === 0) return "∞";
  const exact = units.find(([unit, size]) => seconds % size === 0 && (unit !== "day" || seconds > 3 * size));
  const [unit, size] = exact ?? ["second", 1];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "long",
    numberingSystem: "latn",
  }).format(seconds / size);
}
