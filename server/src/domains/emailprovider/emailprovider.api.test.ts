import { createClient } from "@connectrpc/connect";
import { type MailSink, startMailSink } from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { EmailProviderState, SMTPConfigState } from "#contract/zitadel/settings_pb.ts";
import { createOutbound, specialNetworks } from "#src/platform/outbound/index.ts";
import { type NameServer, startNameServer, startWebServer, type WebServer } from "#test/harness/outside.ts";
import { outcome, refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { providers } from "./commands.ts";

let tenant: Tenant;
let dns: NameServer;
let web: WebServer;
let sink: MailSink;
let admin: ReturnType<typeof adminOf>;
const adminOf = (token: string) => createClient(AdminService, tenant.transport(token));

beforeAll(async () => {
  [dns, web, sink] = await Promise.all([
    startNameServer(),
    startWebServer("token.example"),
    startMailSink({ login: { user: "postman", password: "geheim" } }),
  ]);
  for (const name of ["mail.example", "token.example"]) dns.records.set(name, { a: [["127.0.0.1"]] });
  const denyList = specialNetworks.filter((entry) => entry !== "127.0.0.0/8");
  const outbound = createOutbound({ denyList, nameServers: [dns.address], port: web.port, ca: web.ca });
  tenant = await createTenant({ outbound });
  admin = adminOf(tenant.ownerToken);
});
afterAll(async () => {
  await tenant.close();
  dns.close();
  await Promise.all([web.close(), sink.close()]);
});

const server = () => ({
  senderAddress: "noreply@mail.example",
  senderName: "Us",
  replyToAddress: "help@mail.example",
  description: "the first",
  tls: false,
  host: `mail.example:${sink.port}`,
  user: "postman",
  password: "geheim",
});

const stateOf = async (id: string) => (await admin.getEmailProviderById({ id })).config?.state;
const { EMAIL_PROVIDER_ACTIVE: active, EMAIL_PROVIDER_INACTIVE: inactive } = EmailProviderState;

test("a mail server is the same under both names, and its password is never told, nor kept for another one", async () => {
  const { id } = await admin.addSMTPConfig(server());
  expect((await admin.getSMTPConfigById({ id })).smtpConfig).toMatchObject({
    id,
    state: SMTPConfigState.SMTP_CONFIG_INACTIVE,
    host: server().host,
    user: "postman",
    senderAddress: "noreply@mail.example",
    replyToAddress: "help@mail.example",
    description: "the first",
  });
  expect((await admin.getEmailProviderById({ id })).config?.config).toMatchObject({
    case: "smtp",
    value: { host: server().host, Auth: { case: "plain" } },
  });
  await admin.updateSMTPConfig({ id, ...server(), senderName: "We", password: "" });
  expect(await outcome(admin.updateSMTPConfig({ id, ...server(), senderName: "We", password: "" }))).toBe(
    "FailedPrecondition SMTPCONF-Sm1nc",
  );
  for (const elsewhere of [{ host: "mail.eve.example:25" }, { user: "eve" }])
    expect(await outcome(admin.updateSMTPConfig({ id, ...server(), ...elsewhere, password: "" }))).toBe(
      "FailedPrecondition SMTPCONF-Up2pw",
    );
  // The password was kept.
  await admin.testSMTPConfigById({ id, receiverAddress: "ada@people.example" });
  expect(sink.mails.at(-1)).toMatchObject({ user: "postman", to: ["ada@people.example"] });
  const { events } = await admin.listEvents({
    aggregateTypes: ["instance"],
    eventTypes: ["instance.smtp.config.added"],
    limit: 10,
  });
  const everything = JSON.stringify(
    [await admin.listEmailProviders({}), await admin.listSMTPConfigs({}), events],
    (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
  );
  expect(everything).toContain("postman");
  expect(everything).not.toMatch(/geheim|Crypted/);
  await admin.removeSMTPConfig({ id });
  expect(await outcome(admin.getEmailProviderById({ id }))).toBe("NotFound SMTPCONF-Pr1nf");
});

test("a password given for TLS does not go in the clear because TLS is switched off", async () => {
  const { id } = await admin.addSMTPConfig(server());
  const update = (tls: boolean, password: string) =>
    outcome(admin.updateSMTPConfig({ id, ...server(), tls, password }));
  expect(await update(true, "")).toBe("allowed");
  expect(await update(false, "")).toBe("FailedPrecondition SMTPCONF-Up2pw");
  expect(await update(false, "geheim")).toBe("allowed");
  await admin.removeSMTPConfig({ id });
});

test("one provider is active; who deactivates it switches mails off, with what stood by", async () => {
  const { id: first } = await admin.addEmailProviderSMTP(server());
  const { id: second, signingKey } = await admin.addEmailProviderHTTP({ endpoint: "https://hook.example/m" });
  expect(signingKey).toMatch(/^[\w-]{43}$/);
  expect(await outcome(admin.getEmailProvider({}))).toBe("NotFound SMTPCONF-Ac1nf");
  expect(await outcome(admin.deactivateEmailProvider({ id: first }))).toBe(
    "FailedPrecondition SMTPCONF-Pr3de",
  );
  await admin.activateEmailProvider({ id: first });
  expect(await outcome(admin.activateSMTPConfig({ id: first }))).toBe("FailedPrecondition SMTPCONF-Pr2ac");
  expect((await admin.getSMTPConfig({})).smtpConfig?.id).toBe(first);
  await admin.activateEmailProvider({ id: second });
  expect([await stateOf(first), await stateOf(second)]).toEqual([inactive, active]);
  expect((await admin.getEmailProvider({})).config).toMatchObject({
    id: second,
    config: { case: "http", value: { signingKey: "" } },
  });
  // The older names know mail servers alone.
  expect(await outcome(admin.getSMTPConfig({}))).toBe("NotFound SMTPCONF-Ac1nf");
  expect((await admin.listSMTPConfigs({})).result.map(({ id }) => id)).toEqual([first]);
  // A request that saw the second one active, which another has displaced since.
  const late = tenant.ctx();
  await providers.all(late);
  await admin.activateEmailProvider({ id: first });
  await providers.activate(late, second);
  expect([await stateOf(first), await stateOf(second)]).toEqual([inactive, active]);
  await admin.deactivateEmailProvider({ id: second });
  expect([await stateOf(first), await stateOf(second)]).toEqual([inactive, inactive]);
  expect(await outcome(admin.getEmailProvider({}))).toBe("NotFound SMTPCONF-Ac1nf");
  const { signingKey: renewed } = await admin.updateEmailProviderHTTP({
    id: second,
    endpoint: "https://hook.example/m",
    expirationSigningKey: { seconds: 0n },
  });
  expect(renewed).toMatch(/^[\w-]{43}$/);
  expect(renewed).not.toBe(signingKey);
  const listed = await admin.listEmailProviders({ query: { asc: true, limit: 1 } });
  expect(listed.details?.totalResult).toBe(2n);
  expect(listed.result.map(({ id }) => id)).toEqual([first]);
  for (const id of [first, second]) await admin.removeEmailProvider({ id });
});

describe("a test mail", () => {
  const test_ = (more: object = {}) =>
    admin.testEmailProviderSMTP({ ...server(), receiverAddress: "ada@people.example", ...more });

  test("shows what the server says", async () => {
    await test_();
    const error = await refusal(test_({ password: "wrong" }));
    expect(error.rawMessage).toMatch(/535.*SMTPCONF-Te1st/);
    expect(error.rawMessage).not.toContain("wrong");
  });

  test("takes a stored password to its own server alone", async () => {
    const { id } = await admin.addEmailProviderSMTP(server());
    await test_({ id, password: "" });
    expect(await outcome(test_({ id, password: "", host: "mail.example:1" }))).toBe(
      "FailedPrecondition SMTPCONF-Te2pw",
    );
    expect(await outcome(test_({ id, password: "", user: "other" }))).toBe(
      "FailedPrecondition SMTPCONF-Te2pw",
    );
    await admin.removeEmailProvider({ id });
    const { id: secured } = await admin.addEmailProviderSMTP({ ...server(), tls: true });
    expect(await outcome(test_({ id: secured, password: "", tls: false }))).toBe(
      "FailedPrecondition SMTPCONF-Te2pw",
    );
    await admin.removeEmailProvider({ id: secured });
  });

  test("does not go into private networks", async () => {
    const error = await refusal(test_({ host: "10.0.0.1:25" }));
    expect(error.rawMessage).toMatch(/outbound\.denyList.*SMTPCONF-Te1st/);
  });

  test("by XOAUTH2 asks for a token first", async () => {
    const oauth = await startMailSink({ login: { user: "postman", accessToken: "t0ken" } });
    let asked = "";
    web.answer = async (request, response) => {
      for await (const piece of request as AsyncIterable<Buffer>) asked += piece.toString();
      response.end(JSON.stringify({ access_token: "t0ken", token_type: "Bearer" }));
    };
    const { host: _host, password: _password, ...rest } = server();
    const { id } = await admin.addEmailProviderSMTP({
      ...rest,
      host: `mail.example:${oauth.port}`,
      Auth: {
        case: "xoauth2",
        value: {
          tokenEndpoint: "https://token.example/t",
          scopes: ["mail.send"],
          OAuth2Type: { case: "clientCredentials", value: { clientId: "us", clientSecret: "s3cret" } },
        },
      },
    });
    await admin.testEmailProviderSMTPById({ id, receiverAddress: "ada@people.example" });
    await oauth.close();
    expect(oauth.mails).toMatchObject([{ user: "postman" }]);
    expect(Object.fromEntries(new URLSearchParams(asked))).toEqual({
      grant_type: "client_credentials",
      client_id: "us",
      client_secret: "s3cret",
      scope: "mail.send",
    });
    expect((await admin.getEmailProviderById({ id })).config?.config.value).toMatchObject({
      Auth: { case: "xoauth2", value: { tokenEndpoint: "https://token.example/t", scopes: ["mail.send"] } },
    });
    await admin.removeEmailProvider({ id });
  });
});

test.each([
  [{ host: "mail.example" }, "SMTPCONF-Ho1st"],
  [{ host: "mail.example:99999" }, "SMTPCONF-Ho1st"],
  [{ host: "user@mail.example:25" }, "SMTPCONF-Ho1st"],
  [{ senderAddress: "a@b, c@d" }, "SMTPCONF-Fi1ld"],
  [{ senderName: "Us\r\nBcc: eve@people.example" }, "SMTPCONF-Fi1ld"],
  [{ replyToAddress: "nobody" }, "SMTPCONF-Fi1ld"],
  [{ password: "x".repeat(1001) }, "SMTPCONF-Fi1ld"],
])("a mail server with %j is refused", async (more, id) => {
  expect(await outcome(admin.addSMTPConfig({ ...server(), ...more }))).toBe(`InvalidArgument ${id}`);
});

test("hooks are over http, and a sender is of a domain of the instance where the policy wants it", async () => {
  for (const endpoint of ["ftp://hook.example", "nowhere", "https://user:pw@hook.example"])
    expect(await outcome(admin.addEmailProviderHTTP({ endpoint }))).toBe("InvalidArgument SMTPCONF-Ep1nv");
  await admin.updateDomainPolicy({ smtpSenderAddressMatchesInstanceDomain: true });
  expect(await outcome(admin.addSMTPConfig(server()))).toBe("FailedPrecondition SMTPCONF-Se1do");
  const { id } = await admin.addSMTPConfig({ ...server(), senderAddress: "noreply@tenant.test" });
  await admin.updateDomainPolicy({ smtpSenderAddressMatchesInstanceDomain: false });
  await admin.removeEmailProvider({ id });
});
