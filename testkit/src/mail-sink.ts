import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerAuthentication } from "smtp-server";
import { type Mime, readMime } from "./mime.ts";

export interface MailSinkOptions {
  /** Without them the sink has no TLS. */
  readonly tls?: { readonly key: Buffer | string; readonly cert: Buffer | string };
  /** "starttls" offers it and takes no mail without; "always" begins with TLS. */
  readonly encryption?: "starttls" | "always";
  /** Who may send; anybody without it. */
  readonly login?:
    | { readonly user: string; readonly password: string }
    | { readonly user: string; readonly accessToken: string };
}

/** A mail that arrived, and how. */
export interface CaughtMail extends Mime {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly overTls: boolean;
  readonly user: string | undefined;
}

export interface MailSink {
  readonly port: number;
  /** Everything that was taken, oldest first. */
  readonly mails: readonly CaughtMail[];
  /** What the sink says to a recipient, such as "550 5.1.1 nobody"; undefined takes the mail. */
  refuse: (recipient: string) => string | undefined;
  close(): Promise<void>;
}

/** A real mail server on loopback that keeps what it gets, and delivers nothing. */
export async function startMailSink(options: MailSinkOptions = {}): Promise<MailSink> {
  const mails: CaughtMail[] = [];
  const { encryption, login, tls } = options;
  const server = new SMTPServer({
    ...tls,
    secure: encryption === "always",
    hideSTARTTLS: tls === undefined,
    // Nobody logs in, and nobody sends, before STARTTLS where it is wanted.
    allowInsecureAuth: encryption === undefined,
    authOptional: login === undefined,
    authMethods: login !== undefined && "accessToken" in login ? ["XOAUTH2"] : ["PLAIN", "LOGIN"],
    logger: false,
    onAuth: (given, _session, done) =>
      isRight(login, given)
        ? done(null, { user: given.username ?? "" })
        : done(refusal("535 5.7.8 bad credentials")),
    onMailFrom: (_address, session, done) =>
      encryption === "starttls" && !session.secure ? done(refusal("530 5.7.0 STARTTLS first")) : done(),
    onRcptTo({ address }, _session, done) {
      const answer = sink.refuse(address);
      done(answer === undefined ? null : refusal(answer));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.once("end", () => {
        const raw = Buffer.concat(pieces).toString("utf8");
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          ...readMime(raw),
          raw,
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          overTls: session.secure,
          user: typeof session.user === "string" ? session.user : undefined,
        });
        done(null, `kept as ${mails.length}`);
      });
    },
  });
  // Clients that break off are what some tests are about.
  server.on("error", () => undefined);
  const socket = server.listen(0, "127.0.0.1");
  await once(socket, "listening");
  const sink: MailSink = {
    // An address of a port, not of a socket file.
    port: (socket.address() as AddressInfo).port,
    mails,
    refuse: () => undefined,
    close: () => new Promise((settle) => server.close(() => settle())),
  };
  return sink;
}

function isRight(login: MailSinkOptions["login"], given: SMTPServerAuthentication): boolean {
  if (login === undefined || given.username !== login.user) return login === undefined;
  return "accessToken" in login ? given.accessToken === login.accessToken : given.password === login.password;
}

/** An answer's code and text, as the server library wants them. */
function refusal(answer: string): Error {
  const [code = "", ...text] = answer.split(" ");
  return Object.assign(new Error(text.join(" ")), { responseCode: Number(code) });
}
