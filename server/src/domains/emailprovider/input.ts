/** What callers give of a mail server, and what of it cannot be. */

import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { InstanceDomain } from "#src/domains/instance/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import { headerText, isPlainAddress } from "#src/platform/mail/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { SmtpFields, StoredLogin } from "./events.ts";

/** How to log in, with secrets in the clear; an empty one keeps what there is. */
export type LoginInput =
  | { readonly type: "none" }
  | { readonly type: "plain"; readonly password: string }
  | {
      readonly type: "xoauth2";
      readonly tokenEndpoint: string;
      readonly scopes: readonly string[];
      readonly clientId: string;
      readonly clientSecret: string;
    };

export interface SmtpInput extends SmtpFields {
  readonly auth: LoginInput;
}

/** What fits beside everything else into one row. */
const maxText = 1000;

/** A mail server's name or address, and its port. @throws invalid_argument */
export function placeOf(host: string): { readonly host: string; readonly port: number } {
  const [, name = "", bracketed = "", port = ""] =
    /^(?:([^\s:/[\]@]+)|\[([0-9a-fA-F:.]+)\]):(\d{1,5})$/.exec(host) ?? [];
  const number = Number(port);
  if (name + bracketed === "" || number < 1 || number > 65_535)
    throw invalid("SMTPCONF-Ho1st", "Errors.SMTPConfig.HostInvalid", { field: "host" });
  return { host: name || bracketed, port: number };
}

function refuse(field: string): never {
  throw invalid("SMTPCONF-Fi1ld", "Errors.SMTPConfig.FieldInvalid", { field, values: { field } });
}

/** @throws invalid_argument with the field; failed_precondition for a sender that the domain policy does not allow */
export async function checkSmtp(ctx: Ctx, input: SmtpInput): Promise<void> {
  checkFields(input);
  await checkSenderDomain(ctx, input.senderAddress);
}

/** @throws invalid_argument with the field */
export function checkFields(input: SmtpInput): void {
  placeOf(input.host);
  if (!isPlainAddress(input.senderAddress)) refuse("sender_address");
  if (input.replyToAddress !== "" && !isPlainAddress(input.replyToAddress)) refuse("reply_to_address");
  if (headerText(input.senderName) !== input.senderName.trim()) refuse("sender_name");
  if (input.user.length > maxText || headerText(input.user) !== input.user) refuse("user");
  checkLogin(input);
}

function checkLogin({ auth, user }: SmtpInput): void {
  if (auth.type === "none") return;
  if (user === "") refuse("user");
  if (auth.type === "plain") {
    if (auth.password.length > maxText) refuse("password");
    return;
  }
  const url = URL.canParse(auth.tokenEndpoint) ? new URL(auth.tokenEndpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) refuse("token_endpoint");
  if (auth.clientId === "") refuse("client_id");
  if (auth.scopes.join(" ").length > maxText) refuse("scopes");
}

async function checkSenderDomain(ctx: Ctx, sender: string): Promise<void> {
  const policy = await effectiveDomainPolicy(ctx, ctx.instanceId);
  if (!policy.smtpSenderAddressMatchesInstanceDomain) return;
  const domain = sender.slice(sender.lastIndexOf("@") + 1).toLowerCase();
  const ours = await ctx.config.rows(InstanceDomain, ctx.instanceId);
  if (!ours.some(({ state }) => state.domain === domain))
    throw precondition("SMTPCONF-Se1do", "Errors.SMTPConfig.SenderDomain", { field: "sender_address" });
}

/** What a login needs and was given; something where it needs nothing. */
export const secretOf = (auth: LoginInput): string =>
  auth.type === "none" ? "none" : auth.type === "plain" ? auth.password : auth.clientSecret;

type Way = Pick<SmtpFields, "host" | "user" | "tls"> & { readonly auth: LoginInput | StoredLogin };

/**
 * Whether a secret that was given for one way may go the other: to the same server as the same user, and under TLS if
 * it was. Who may change the server does not come by it.
 */
export const maySecretGo = (before: Way, now: Way): boolean =>
  whereOf(before) === whereOf(now) && (now.tls || !before.tls);

const whereOf = ({ host, user, auth }: Way): string =>
  JSON.stringify([
    host,
    user,
    auth.type,
    ...(auth.type === "xoauth2" ? [auth.tokenEndpoint, auth.clientId] : []),
  ]);
