import { type MailSink, type MailSinkOptions, startMailSink } from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DeliveryFailed } from "#src/platform/delivery/index.ts";
import { createOutbound, type Outbound, specialNetworks } from "#src/platform/outbound/index.ts";
import { certificate, type NameServer, startNameServer } from "#test/harness/outside.ts";
import { isPlainAddress, type Mail, messageIdOf } from "./mail.ts";
import { type Fault, type Step, startRoughServer, steps } from "./rough-server.fixture.ts";
import { type Encryption, type Login, type MailTimeouts, sendMail } from "./smtp.ts";

let dns: NameServer;
let outbound: Outbound;
let tls: ReturnType<typeof certificate>;
const sinks: MailSink[] = [];
const nobody: Login = { kind: "none" };

beforeAll(async () => {
  dns = await startNameServer();
  tls = certificate(["mail.example"]);
  dns.records.set("mail.example", { a: [["127.0.0.1"]] });
  dns.records.set("other.example", { a: [["127.0.0.1"]] });
  const denyList = specialNetworks.filter((entry) => entry !== "127.0.0.0/8");
  outbound = createOutbound({ denyList, nameServers: [dns.address], ca: tls.cert });
});
afterAll(async () => {
  dns.close();
  await Promise.all(sinks.map((sink) => sink.close()));
});

async function sinkWith(options: MailSinkOptions): Promise<MailSink> {
  const sink = await startMailSink({ ...(options.encryption === undefined ? {} : { tls }), ...options });
  sinks.push(sink);
  return sink;
}

const mail: Mail = {
  from: { name: "Größe & Co", address: "noreply@mail.example" },
  replyTo: "help@mail.example",
  to: "ada@people.example",
  subject: "Ihr Code für die Anmeldung",
  text: "Code: 123456",
  html: "<p>Code: <b>123456</b></p>",
  messageId: messageIdOf("i1.7", "id.example"),
  date: new Date("2026-05-01T12:00:00Z"),
};

const send = (
  port: number,
  {
    encryption = "starttls",
    login = nobody,
    host = "mail.example",
  }: { encryption?: Encryption; login?: Login; host?: string } = {},
  changed: Partial<Mail> = {},
  timeouts?: MailTimeouts,
) => sendMail(outbound, { host, port, encryption, login }, { ...mail, ...changed }, timeouts);

const failed = (blame: string, answer: unknown = expect.any(String)) =>
  expect.objectContaining({ name: "DeliveryFailed", blame, answer });

describe("a mail server", () => {
  test("gets a mail over STARTTLS with the password, and everything in it", async () => {
    const login = { user: "postman", password: "geheim" };
    const sink = await sinkWith({ encryption: "starttls", login });
    const { answer } = await send(sink.port, { login: { kind: "password", ...login } });
    expect(answer).toContain("kept as 1");
    const [caught] = sink.mails;
    expect(caught).toMatchObject({
      from: "noreply@mail.example",
      to: ["ada@people.example"],
      overTls: true,
      user: "postman",
      text: expect.stringContaining("Code: 123456"),
      html: expect.stringContaining("<b>123456</b>"),
    });
    expect(caught?.header("subject")).toBe(mail.subject);
    expect(caught?.header("from")).toBe("Größe & Co <noreply@mail.example>");
    expect(caught?.header("reply-to")).toBe("help@mail.example");
    expect(caught?.header("message-id")).toBe(`<${mail.messageId}>`);
    expect(caught?.header("date")).toContain("01 May 2026 12:00:00");
    expect(caught?.header("auto-submitted")).toBe("auto-generated");
  });

  test("that begins with TLS, and one behind a port that says nothing about it, are both spoken to", async () => {
    const [always, later] = [
      await sinkWith({ encryption: "always" }),
      await sinkWith({ encryption: "starttls" }),
    ];
    await send(always.port, { encryption: "tls" });
    await send(always.port, { encryption: "detect" });
    await send(later.port, { encryption: "detect" });
    expect([...always.mails, ...later.mails].map(({ overTls }) => overTls)).toEqual([true, true, true]);
  });

  test("without TLS gets nothing where TLS is wanted, and everything where it is not", async () => {
    const sink = await sinkWith({});
    await expect(send(sink.port)).rejects.toEqual(failed("provider"));
    await expect(send(sink.port, { encryption: "tls" })).rejects.toEqual(failed("provider"));
    expect(sink.mails).toEqual([]);
    await send(sink.port, { encryption: "optional" });
    expect(sink.mails).toHaveLength(1);
  });

  test("with a certificate of another name gets nothing, not even the password", async () => {
    const login = { user: "postman", password: "geheim" };
    const sink = await sinkWith({ encryption: "starttls", login });
    const wanted = { host: "other.example", login: { kind: "password", ...login } as const };
    await expect(send(sink.port, wanted)).rejects.toEqual(failed("provider"));
    await expect(send(sink.port, { ...wanted, encryption: "detect" })).rejects.toEqual(failed("provider"));
    expect(sink.mails).toEqual([]);
  });

  test("is logged in to by XOAUTH2", async () => {
    const sink = await sinkWith({ encryption: "starttls", login: { user: "postman", accessToken: "t0ken" } });
    await send(sink.port, { login: { kind: "xoauth2", user: "postman", accessToken: "t0ken" } });
    expect(sink.mails).toMatchObject([{ user: "postman" }]);
    const wrong = { kind: "xoauth2", user: "postman", accessToken: "another" } as const;
    await expect(send(sink.port, { login: wrong })).rejects.toEqual(failed("provider"));
  });

  test("gets nobody's headers but ours, whatever names and subjects hold", async () => {
    const sink = await sinkWith({});
    const nasty = "x\r\nBcc: eve@people.example\r\n\r\nbody\u2028more";
    const from = { name: nasty, address: "noreply@mail.example" };
    await send(sink.port, { encryption: "optional" }, { from, subject: nasty, replyTo: `a@b\r\nBcc: e@f` });
    const [caught] = sink.mails;
    expect(caught?.to).toEqual(["ada@people.example"]);
    expect(caught?.header("bcc")).toBe("");
    expect(caught?.header("reply-to")).toBe("");
    expect(caught?.text).toContain("Code: 123456");
  });

  test.each(["a@b\r\nRCPT TO:<e@f>", "a@b,c@d", "<a@b>", "a b@c", "a@b>", "plain", `"a"@b`])(
    "is not asked for %j",
    async (to) => {
      expect(isPlainAddress(to)).toBe(false);
      await expect(send(1, {}, { to })).rejects.toEqual(failed("recipient"));
    },
  );

  test("in a private network is not connected to", async () => {
    const strict = createOutbound({ denyList: specialNetworks, nameServers: [dns.address] });
    const server = { host: "mail.example", port: 25, encryption: "optional", login: nobody } as const;
    await expect(sendMail(strict, server, mail)).rejects.toEqual(
      failed("provider", expect.stringContaining("outbound.denyList")),
    );
    await expect(sendMail(strict, { ...server, host: "127.0.0.1" }, mail)).rejects.toEqual(
      failed("provider"),
    );
  });

  test("that the operator's own configuration names may be in a private network", async () => {
    const sink = await sinkWith({});
    const strict = createOutbound({ denyList: specialNetworks, ownPlaces: [`LocalHost:${sink.port}`] });
    const server = { host: "localhost", port: sink.port, encryption: "optional", login: nobody } as const;
    await sendMail(strict, server, mail);
    expect(sink.mails).toHaveLength(1);
  });
});

describe("a refusal", () => {
  test.each([
    ["550 5.1.1 no such user", "recipient"],
    ["550 no such user here", "recipient"],
    ["552 5.2.2 mailbox full", "recipient"],
    ["550 5.7.1 relaying denied", "provider"],
    ["554 relay access denied", "provider"],
    ["450 4.2.0 greylisted", "provider"],
    ["451 4.7.1 try later", "provider"],
  ])("of the recipient, %j, is the fault of the %s", async (says, blame) => {
    const sink = await sinkWith({});
    sink.refuse = () => says;
    const answer = expect.stringContaining(says.slice(4));
    await expect(send(sink.port, { encryption: "optional" })).rejects.toEqual(failed(blame, answer));
  });
});

describe("a server that misbehaves", () => {
  const quick: MailTimeouts = { connect: 1_000, greeting: 60, answer: 60, whole: 500 };
  const faults: readonly Fault[] = [
    { says: "421 4.3.2 closing" },
    { says: "554 5.3.0 broken" },
    "hangs",
    "drops",
  ];
  const cases = steps.flatMap((step) => faults.map((does): readonly [Step, Fault] => [step, does]));

  test("at any step, in any way, is told as the provider's fault, and no connection stays", async () => {
    const login = { kind: "password", user: "postman", password: "geheim" } as const;
    const told = await Promise.all(
      cases.map(async ([at, does]) => {
        const server = await startRoughServer(tls);
        Object.assign(server.fault, { at, does });
        const patience = does === "hangs" ? quick : undefined;
        const error: unknown = await send(server.port, { login }, {}, patience).then(
          () => "taken",
          (reason: unknown) => reason,
        );
        await server.close();
        return [at, does, error] as const;
      }),
    );
    expect(told).toHaveLength(steps.length * faults.length);
    for (const [at, does, error] of told) {
      expect(error, `${at} ${JSON.stringify(does)}`).toBeInstanceOf(DeliveryFailed);
      // At RCPT TO a plain 5xx may be about the recipient; this one is not.
      const says = typeof does === "object" && at !== "handshake" ? does.says.slice(4) : "";
      expect(error, `${at} ${JSON.stringify(does)}`).toEqual(
        failed("provider", expect.stringContaining(says)),
      );
      expect(JSON.stringify(error)).not.toContain("geheim");
    }
  });
});
