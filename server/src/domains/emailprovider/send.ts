/** Hands a mail to a provider, whichever kind it is. */
import { inTurn } from "#src/kits/providers/index.ts";
import { callHook, type Delivered, type HookMessage } from "#src/platform/delivery/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import {
  type Encryption,
  type Login,
  type MailServer,
  type MailTimeouts,
  mailToken,
  sendMail,
} from "#src/platform/mail/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { providers } from "./commands.ts";
import { type LoginInput, placeOf, type SmtpInput } from "./input.ts";
import type { EmailProviderState, SmtpProvider } from "./state.ts";

/** A mail that has no sender yet. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same at every attempt. */
  readonly messageId: string;
  /** The same, for web hooks. */
  readonly hook: Omit<HookMessage, "contextInfo"> & { readonly eventType: string };
}

type SendCtx = Pick<Ctx, "secrets" | "outbound" | "now">;

/** The instance's providers in the order in which they are tried. */
export const emailProviders = async (
  ctx: Pick<Ctx, "config" | "instanceId">,
): Promise<readonly Row<EmailProviderState>[]> => inTurn(await providers.all(ctx));

/** @throws DeliveryFailed */
export async function deliverMail(
  ctx: SendCtx,
  { entityId: id, state }: Pick<Row<EmailProviderState>, "entityId" | "state">,
  mail: OutgoingMail,
  timeouts?: MailTimeouts,
): Promise<Delivered> {
  if (state.kind === "smtp") return deliverBySmtp(ctx, inClear(ctx, state), mail, timeouts);
  const { eventType, ...rest } = mail.hook;
  const signingKey = state.signingKey && ctx.secrets.open("smtp", state.signingKey).toString();
  const provider = { id, description: state.description };
  const contextInfo = { eventType, provider, recipientEmailAddress: mail.to };
  const delivery = { deliveryId: mail.messageId, now: ctx.now };
  return callHook(ctx.outbound, { endpoint: state.endpoint, signingKey }, { contextInfo, ...rest }, delivery);
}

/** @throws DeliveryFailed */
export async function deliverBySmtp(
  ctx: SendCtx,
  input: SmtpInput,
  { to, subject, text, html, messageId }: Omit<OutgoingMail, "hook">,
  timeouts?: MailTimeouts,
): Promise<Delivered> {
  const server: MailServer = {
    ...placeOf(input.host),
    encryption: encryptionOf(input),
    login: await loginOf(ctx, input),
  };
  const from = { name: input.senderName, address: input.senderAddress };
  const mail = { from, replyTo: input.replyToAddress, to, subject, text, html, messageId, date: ctx.now };
  return sendMail(ctx.outbound, server, mail, timeouts);
}

/** Ports say by themselves how TLS begins there (RFC 8314); behind any other it is found out. */
function encryptionOf({ tls, host }: Pick<SmtpInput, "tls" | "host">): Encryption {
  if (!tls) return "optional";
  const { port } = placeOf(host);
  if (port === 465) return "tls";
  return [25, 587].includes(port) ? "starttls" : "detect";
}

async function loginOf({ outbound }: SendCtx, { auth, user }: SmtpInput): Promise<Login> {
  if (auth.type === "xoauth2") return { kind: "xoauth2", user, accessToken: await mailToken(outbound, auth) };
  if (auth.type === "none" || user === "" || auth.password === "") return { kind: "none" };
  return { kind: "password", user, password: auth.password };
}

/** A stored provider with its secrets in the clear. */
export function inClear({ secrets }: Pick<Ctx, "secrets">, provider: SmtpProvider): SmtpInput {
  const { auth, password, kind: _kind, activatedAt: _activatedAt, ...fields } = provider;
  const plain = (sealed: typeof password): string =>
    sealed === undefined ? "" : secrets.open("smtp", sealed).toString();
  const login: LoginInput =
    auth.type === "xoauth2"
      ? { ...auth, clientSecret: plain(auth.clientSecret) }
      : auth.type === "plain"
        ? { type: "plain", password: plain(password) }
        : auth;
  return { ...fields, auth: login };
}
