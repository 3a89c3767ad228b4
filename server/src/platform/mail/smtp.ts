/** Hands mails to a server by SMTP (RFC 5321), with STARTTLS (RFC 3207) and logins by password or XOAUTH2. */
import { createTransport } from "nodemailer";
import { type Delivered, DeliveryFailed, shownAnswer, unanswered } from "#src/platform/delivery/index.ts";
import type { Outbound } from "#src/platform/outbound/index.ts";
import { explain, speaksPlainly } from "./answer.ts";
import { headerText, isPlainAddress, type Mail } from "./mail.ts";

/**
 * "tls": from the first byte on; "starttls": or no mail; "detect": whichever of these the server speaks; "optional":
 * where the server offers it, whoever it is.
 */
export type Encryption = "tls" | "starttls" | "detect" | "optional";

export type Login =
  | { readonly kind: "none" }
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "xoauth2"; readonly user: string; readonly accessToken: string };

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
  readonly login: Login;
}

/** In milliseconds. */
export interface MailTimeouts {
  /** For the connection to stand. */
  readonly connect: number;
  /** For the server's first words, and for TLS. */
  readonly greeting: number;
  /** For each answer. */
  readonly answer: number;
  /** For all of it. */
  readonly whole: number;
}

const patience: MailTimeouts = { connect: 10_000, greeting: 10_000, answer: 20_000, whole: 45_000 };

type Way = Exclude<Encryption, "detect">;

/**
 * Sends one mail to one recipient.
 * @returns the server's last answer
 * @throws DeliveryFailed
 */
export async function sendMail(
  outbound: Pick<Outbound, "connect" | "ca">,
  server: MailServer,
  mail: Mail,
  timeouts: MailTimeouts = patience,
): Promise<Delivered> {
  if (!isPlainAddress(mail.to))
    throw new DeliveryFailed("recipient", "the address is not one that takes mail");
  const { encryption } = server;
  if (encryption !== "detect") return attempt(outbound, server, encryption, mail, timeouts);
  try {
    return await attempt(outbound, server, "tls", mail, timeouts);
  } catch (error) {
    if (!speaksPlainly(error)) throw error;
    return attempt(outbound, server, "starttls", mail, timeouts);
  }
}

async function attempt(
  outbound: Pick<Outbound, "connect" | "ca">,
  { host, port, login }: MailServer,
  way: Way,
  mail: Mail,
  timeouts: MailTimeouts,
): Promise<Delivered> {
  const socket = await outbound
    .connect(host, port, { timeoutMs: timeouts.connect })
    .catch((error: unknown) => {
      throw unanswered(error);
    });
  const tooLate = setTimeout(() => socket.destroy(), timeouts.whole);
  const transport = createTransport({
    connection: socket,
    host,
    port,
    secure: way === "tls",
    requireTLS: way === "starttls",
    // Without this, the name of this machine.
    name: mail.messageId.slice(mail.messageId.indexOf("@") + 1),
    tls: {
      rejectUnauthorized: way !== "optional",
      ...(outbound.ca === undefined ? {} : { ca: outbound.ca }),
    },
    ...loginOf(login),
    connectionTimeout: timeouts.connect + timeouts.greeting,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.answer,
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const sent: unknown = await transport.sendMail(composed(mail));
    return { answer: shownAnswer(responseIn(sent)) };
  } catch (error) {
    throw explain(error);
  } finally {
    clearTimeout(tooLate);
    transport.close();
    socket.destroy();
  }
}

/** The library's own type for it says any. */
function responseIn(sent: unknown): string {
  const response: unknown =
    typeof sent === "object" && sent !== null ? Reflect.get(sent, "response") : undefined;
  return typeof response === "string" ? response : "";
}

function loginOf(login: Login) {
  if (login.kind === "none") return {};
  const { user } = login;
  return login.kind === "password"
    ? { auth: { user, pass: login.password } }
    : { auth: { type: "OAuth2", user, accessToken: login.accessToken } };
}

function composed({ from, replyTo, to, subject, text, html, messageId, date }: Mail) {
  const sender = { name: headerText(from.name), address: from.address };
  return {
    from: sender,
    to: { name: "", address: to },
    envelope: { from: from.address, to: [to] },
    ...(isPlainAddress(replyTo) ? { replyTo: { name: "", address: replyTo } } : {}),
    subject: headerText(subject),
    text,
    ...(html === "" ? {} : { html }),
    messageId: `<${messageId}>`,
    date,
    // RFC 3834: nobody's vacation program needs to answer.
    headers: { "Auto-Submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
