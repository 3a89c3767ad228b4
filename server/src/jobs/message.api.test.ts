import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { branding, uploadAsset } from "#src/domains/branding/index.ts";
import { messageById, resendMessage } from "#src/domains/message/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { openPostOffice, type PostOffice } from "./message.fixture.ts";
import { messageAttempts } from "./message.ts";

let office: PostOffice;
beforeAll(async () => {
  office = await openPostOffice();
});
afterAll(() => office.close());

/** Each test has providers, a queue and records of its own. */
beforeEach(async () => {
  const { admin, tenant, twilio, waiting } = office;
  for (const { id } of (await admin.listEmailProviders({})).result) await admin.removeEmailProvider({ id });
  for (const { id } of (await admin.listSMSProviders({})).result) await admin.removeSMSProvider({ id });
  await tenant.database.query(sql`delete from jobs`);
  await tenant.database.query(sql`delete from messages`);
  await tenant.database.query(sql`delete from dev_inbox`);
  Object.assign(twilio, { refuse: () => undefined });
  twilio.messages.length = 0;
  twilio.checks.length = 0;
  waiting.length = 0;
  office.web.answer = (request, response) => twilio.answer(request, response);
});

async function addServer(port: number, { active = true } = {}): Promise<string> {
  const { id } = await office.admin.addEmailProviderSMTP({
    senderAddress: "noreply@mail.example",
    senderName: "Us",
    tls: false,
    host: `mail.example:${port}`,
  });
  if (active) await office.admin.activateEmailProvider({ id });
  return id;
}

async function addTwilio(verifyServiceSid = ""): Promise<string> {
  const { sid, token } = office.twilio;
  const { id } = await office.admin.addSMSProviderTwilio({
    sid,
    token,
    senderNumber: "+15005550006",
    verifyServiceSid,
  });
  await office.admin.activateSMSProvider({ id });
  return id;
}

const sms = { type: "verify_phone", channel: "sms", to: "+41791234567" } as const;

const setPhone = (phone: string) =>
  createClient(UserService, office.tenant.transport(office.tenant.ownerToken)).setPhone({
    userId: office.tenant.created.admin?.userId ?? "",
    phone,
    verification: { case: "sendCode", value: {} },
  });

const lastFact = async () => {
  const { instanceId, admin } = office.tenant.created;
  const [event] = await office.tenant.store.events(instanceId, {
    aggregateIds: [admin?.userId ?? ""],
    limit: 1,
  });
  return event && { type: event.type, payload: event.payload, creator: event.creator };
};

describe("a mail", () => {
  test("goes out once, is recorded, and the history says so", async () => {
    const sink = await office.sink();
    const providerId = await addServer(sink.port);
    await office.ask({});
    expect(await office.work()).toEqual([]);
    const [mail] = sink.mails;
    expect(mail?.to).toEqual(["ada@people.example"]);
    expect(mail?.text).toContain("123456");
    expect(await office.records()).toMatchObject([{ state: "sent", attempts: 1, provider_id: providerId }]);
    expect(await lastFact()).toEqual({
      type: "user.human.email.code.sent",
      payload: null,
      creator: "NOTIFICATION",
    });
  });

  test("carries the active logo of its organization, from the instance's own address, and no draft's", async () => {
    const sink = await office.sink();
    await addServer(sink.port);
    const { created, ctx, origin, store } = office.tenant;
    const { instanceId, orgId } = created;
    const happen = (name: string, payload: object | null = null) =>
      store.execute({ instanceId, creator: "test" }, [policyRef(branding, "org", orgId)], () => [
        [{ type: `org.policy.label.${name}`, payload }] as never,
      ]);
    const upload = async (mark: number): Promise<string> => {
      const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64, mark)]);
      const { key } = await uploadAsset({ ...ctx(), orgId }, { level: "org", kind: "logo" }, png);
      return `${origin}/assets/v1/${orgId}/${key}`;
    };
    await happen("added", { primaryColor: "#0a7b5c" });
    const active = await upload(1);
    await happen("activated");
    const draft = await upload(2);
    await office.ask({});
    expect(await office.work()).toEqual([]);
    const html = sink.mails[0]?.html ?? "";
    expect(html).toMatch(new RegExp(`<img src="${active}" alt="[^"]+"`));
    expect(html).toContain("#0a7b5c");
    expect([draft === active, html.includes(draft)]).toEqual([false, false]);
    await happen("removed");
  });

  test("that went out while its sender died shows as the same message, and no third one follows", async () => {
    const sink = await office.sink();
    await addServer(sink.port);
    await office.ask({});
    await office.tenant.database.query(sql`create table kept as select * from jobs where task = 'message'`);
    await office.work();
    // Sent, and nothing of it recorded.
    await office.tenant.database.query(sql`update messages set state = 'sending'`);
    const again = sql`insert into jobs overriding system value select * from kept`;
    await office.tenant.database.query(again);
    await office.work();
    // Sent and recorded, but the job was not taken off.
    await office.tenant.database.query(again);
    await office.work();
    await office.tenant.database.query(sql`drop table kept`);
    expect(sink.mails).toHaveLength(2);
    const [first, second] = sink.mails.map((mail) => mail.header("message-id"));
    expect(first).toMatch(/^<[0-9a-f]{32}@tenant\.test>$/);
    expect(second).toBe(first);
    expect(await office.records()).toMatchObject([{ state: "sent" }]);
  });

  test("whose provider is down is kept, and goes out when it is back", async () => {
    const sink = await office.sink();
    sink.refuse = () => "421 4.3.2 down for a minute";
    await addServer(sink.port);
    await office.ask({});
    for (let n = 1; n <= 3; n += 1) {
      expect(await office.work()).toEqual([expect.stringContaining("down for a minute")]);
      expect(await office.records()).toMatchObject([{ state: "retrying", attempts: n }]);
    }
    sink.refuse = () => undefined;
    expect(await office.work()).toEqual([]);
    expect(sink.mails).toHaveLength(1);
    expect(await office.records()).toMatchObject([{ state: "sent", attempts: 4 }]);
  });

  test("that the active provider does not take goes by the one that it displaced", async () => {
    const [old, now] = [await office.sink(), await office.sink()];
    const oldId = await addServer(old.port);
    const nowId = await addServer(now.port);
    await addServer(1, { active: false });
    await office.ask({});
    await office.work();
    now.refuse = () => "451 4.3.0 not now";
    await office.ask({});
    expect(await office.work()).toEqual([]);
    expect([old.mails.length, now.mails.length]).toEqual([1, 1]);
    expect((await office.records()).map(({ provider_id }) => provider_id)).toEqual([nowId, oldId]);
    // Taken out by name, it stands by no more.
    await office.admin.deactivateEmailProvider({ id: oldId });
    await office.ask({});
    expect(await office.work()).toHaveLength(1);
    expect(old.mails).toHaveLength(1);
  });

  test("to nobody is not tried again, nor by others, and the record does not tell to whom", async () => {
    const [standby, sink] = [await office.sink(), await office.sink()];
    await addServer(standby.port);
    await addServer(sink.port);
    sink.refuse = (to) => `550 5.1.1 <${to}> no such user`;
    await office.ask({});
    expect(await office.work()).toEqual([]);
    expect(standby.mails).toEqual([]);
    const [record] = await office.records();
    expect(record).toMatchObject({ state: "refused", answer: expect.stringContaining("5.1.1") });
    expect(record?.answer).not.toContain("ada");
  });

  test("is given up after its last attempt", async () => {
    await addServer(1);
    await office.ask({});
    await office.tenant.database.query(sql`update jobs set attempts = ${messageAttempts - 1}`);
    expect(await office.work()).toHaveLength(1);
    expect(await office.records()).toMatchObject([{ state: "failed" }]);
  });

  test("with a code that has expired is not sent any more", async () => {
    const sink = await office.sink();
    await addServer(sink.port);
    await office.ask({ args: { expirySeconds: 60 }, askedAt: "2020-01-01T00:00:00Z" });
    await office.work();
    expect(sink.mails).toEqual([]);
    expect(await office.records()).toMatchObject([{ state: "expired" }]);
  });

  test("to somebody who is gone is not sent", async () => {
    const sink = await office.sink();
    await addServer(sink.port);
    await office.ask({ userId: "404" });
    await office.work();
    expect(sink.mails).toEqual([]);
    const [record] = await office.records();
    expect(record).toMatchObject({ state: "obsolete" });
    // Nor is it kept where it would have gone: the rows of whoever is removed may be forgotten already.
    const ctx = office.tenant.ctx();
    const kept = await messageById(ctx, record?.id ?? "");
    expect(Object.keys(kept?.payload ?? {})).not.toContain("to");
    await expect(resendMessage(ctx, record?.id ?? "")).rejects.toMatchObject({ id: "MESSAGE-Re4go" });
  });

  test("without a provider waits, and goes out once one is activated", async () => {
    await office.ask({});
    await office.ask(sms);
    expect(await office.work()).toEqual([]);
    expect(office.waiting).toEqual(["email", "sms"]);
    expect((await office.records()).map(({ state }) => state)).toEqual(["no_provider", "no_provider"]);
    const sink = await office.sink();
    await addServer(sink.port);
    await office.work();
    expect(await office.work()).toEqual([]);
    expect(sink.mails).toHaveLength(1);
    expect((await office.records()).map(({ state }) => state)).toEqual(["sent", "no_provider"]);
  });

  test("without a provider is kept in the development inbox, where there is one, and only then", async () => {
    await office.ask({});
    await office.ask(sms);
    await office.work({ keepsInInbox: true });
    expect(office.waiting).toEqual([]);
    const kept = await office.tenant.database.query(
      sql`select channel, recipient, text from dev_inbox order by id`,
    );
    expect(kept).toMatchObject([
      { channel: "email", recipient: "ada@people.example", text: expect.stringContaining("123456") },
      { channel: "sms", recipient: "+41791234567" },
    ]);
    expect((await office.records()).map(({ state }) => state)).toEqual(["sent", "sent"]);
    const sink = await office.sink();
    await addServer(sink.port);
    await office.ask({});
    await office.work({ keepsInInbox: true });
    expect(sink.mails).toHaveLength(1);
    expect(await office.tenant.database.query(sql`select 1 from dev_inbox`)).toHaveLength(2);
  });

  test("is not said to be from a provider that it failed by before it was kept", async () => {
    const sink = await office.sink();
    sink.refuse = () => "421 4.3.2 down for a minute";
    const id = await addServer(sink.port);
    await office.ask({});
    await office.work();
    expect(await office.records()).toMatchObject([{ state: "retrying", provider_id: id }]);
    await office.admin.removeEmailProvider({ id });
    await office.work({ keepsInInbox: true });
    expect(await office.records()).toMatchObject([{ state: "sent", provider_id: null }]);
  });
});

describe("an SMS", () => {
  test("goes out by Twilio's messages", async () => {
    await addTwilio();
    await office.ask(sms);
    expect(await office.work()).toEqual([]);
    expect(office.twilio.messages).toMatchObject([
      { to: "+41791234567", from: "+15005550006", body: expect.stringContaining("123456") },
    ]);
    expect(await lastFact()).toMatchObject({ type: "user.human.phone.code.sent", payload: null });
  });

  test("by Twilio Verify has no code of ours, and the history has the number of the check", async () => {
    const id = await addTwilio(office.twilio.verifyService);
    await setPhone(sms.to);
    expect(await office.work()).toEqual([]);
    const verificationId = office.twilio.checks[0]?.id;
    expect(office.twilio.checks).toMatchObject([{ to: sms.to }]);
    expect(office.twilio.messages).toEqual([]);
    expect(await lastFact()).toMatchObject({
      type: "user.human.phone.code.sent",
      payload: { generatorInfo: { id, verificationId } },
    });
  });

  test("to a number that was replaced before it went out proves nothing of the one in its place", async () => {
    await addTwilio(office.twilio.verifyService);
    await setPhone("+41790000001");
    await setPhone("+41790000002");
    // The other number's own is lost on the way.
    Object.assign(office.twilio, {
      refuse: (to: string) => (to === "+41790000002" ? [400, 60200] : undefined),
    });
    await office.work();
    expect(office.twilio.checks).toMatchObject([{ to: "+41790000001" }]);
    expect(await lastFact()).toMatchObject({ type: "user.human.phone.code.sent", payload: null });
  });

  test.each([
    [21211, "refused"],
    [21610, "refused"],
    [20429, "retrying"],
  ])("that Twilio answers with %d is %s", async (code, state) => {
    await addTwilio();
    Object.assign(office.twilio, { refuse: () => [code === 20429 ? 429 : 400, code] });
    await office.ask(sms);
    await office.work();
    const [record] = await office.records();
    expect(record).toMatchObject({ state, answer: expect.stringContaining(String(code)) });
    expect(record?.answer).not.toContain("+41791234567");
  });
});

describe("a hook", () => {
  async function bodyOf(request: IncomingMessage): Promise<string> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  }

  test("gets what it takes to send, signed with its key; what it does not take is tried again", async () => {
    const calls: { readonly signature: unknown; readonly delivery: unknown; readonly body: string }[] = [];
    let status = 500;
    office.web.answer = async (request, response) => {
      const { headers } = request;
      const [signature, delivery] = [headers["zitadel-signature"], headers["x-gatehouse-delivery"]];
      calls.push({ signature, delivery, body: await bodyOf(request) });
      response.writeHead(status).end(status === 500 ? "code 123456 to ada@people.example" : "");
    };
    const endpoint = "https://hook.twilio.com/mail";
    const { id, signingKey } = await office.admin.addEmailProviderHTTP({ endpoint, description: "ours" });
    await office.admin.activateEmailProvider({ id });
    await office.ask({});
    expect(await office.work()).toHaveLength(1);
    const [failed] = await office.records();
    expect(failed?.state).toBe("retrying");
    expect(failed?.answer).not.toMatch(/123456|ada@/);
    status = 204;
    expect(await office.work()).toEqual([]);
    expect(calls).toHaveLength(2);
    const [first, { signature, delivery, body } = { signature: "", delivery: "", body: "" }] = calls;
    expect(delivery).toBe(first?.delivery);
    const [, seconds = "", mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(signature)) ?? [];
    expect(mac).toBe(createHmac("sha256", signingKey).update(`${seconds}.${body}`).digest("hex"));
    expect(JSON.parse(body)).toMatchObject({
      contextInfo: {
        eventType: "user.human.email.code.added",
        provider: { id, description: "ours" },
        recipientEmailAddress: "ada@people.example",
      },
      templateData: {
        subject: expect.any(String),
        text: expect.any(String),
        url: expect.stringContaining("http"),
      },
      args: { code: "123456", firstName: "Ada", loginNames: expect.arrayContaining([expect.any(String)]) },
    });
  });

  test("for SMS gets the number", async () => {
    let body = "";
    office.web.answer = async (request, response) => {
      body = await bodyOf(request);
      response.end();
    };
    const { id } = await office.admin.addSMSProviderHTTP({ endpoint: "https://hook.twilio.com/sms" });
    await office.admin.activateSMSProvider({ id });
    await office.ask(sms);
    expect(await office.work()).toEqual([]);
    expect(JSON.parse(body)).toMatchObject({
      contextInfo: { eventType: "user.human.phone.code.added", recipientPhoneNumber: "+41791234567" },
      args: { code: "123456" },
    });
  });
});
