import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import {
  beginMessage,
  endMessage,
  forgetMessages,
  type Message,
  messageJob,
} from "#src/domains/message/index.ts";
import { authenticate } from "#src/domains/token/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { createFront, createTrust, defaultHostRules, openPort, type Port } from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { contextOf, withCaller } from "./context.ts";
import { messageRoute } from "./messages.ts";

let tenant: Tenant;
let port: Port;
const translate = createTranslate();

beforeAll(async () => {
  tenant = await createTenant();
  const front = createFront({
    routes: [
      messageRoute({
        async contextFor(exchange, token) {
          const ctx = contextOf(tenant, exchange, await exchange.tenant());
          return withCaller(ctx, await authenticate(ctx, token, undefined), undefined);
        },
        translate,
        report: (error) => {
          throw error;
        },
      }),
    ],
    trust: createTrust({ proxies: [], hostRules: defaultHostRules }),
    tenants: {
      findHost: async () => ({ instanceId: tenant.created.instanceId, kind: "registered" }),
      configured: () => ["localhost"],
      setting: "THE_SETTING",
    },
    externalSecure: false,
    strictTransport: false,
    debug: { notReady: async () => [], metrics: async () => "" },
    translate,
    newRequestId: () => "r1",
    clock: () => 0,
    onAccess: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  port = await openPort({ host: "127.0.0.1", port: 0, onRequest: front });
  await begin("m1", {});
  await begin("m2", { userId: "404" });
});
afterAll(async () => {
  await port.close(0);
  await tenant.close();
});

const userId = () => tenant.created.admin?.userId ?? "";

async function begin(id: string, more: Partial<Omit<Message, "to">>): Promise<void> {
  const ctx = tenant.ctx();
  const given = { type: "verify_email", channel: "email", orgId: tenant.created.orgId } as const;
  const { payload } = messageJob(ctx, { ...given, userId: userId(), to: "ada@people.example", ...more });
  // What `messageJob` makes.
  await beginMessage(ctx, id, { ...(payload as Message), ...more });
  await endMessage(ctx, id, { state: "sent", providerId: "p1", answer: "250 kept" });
}

interface Answer {
  readonly status: number;
  readonly json: { readonly messages?: readonly object[]; readonly [name: string]: unknown };
}

/** The shape is what the tests are about. */
async function ask(path: string, token = tenant.ownerToken, method = "GET"): Promise<Answer> {
  const headers = token === "" ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`http://127.0.0.1:${port.address.port}/gatehouse/v1/messages${path}`, {
    method,
    headers,
  });
  return { status: answer.status, json: (await answer.json()) as Answer["json"] };
}

test("managers of the instance see what became of every message, and not where it went", async () => {
  const { status, json } = await ask("");
  expect(status).toBe(200);
  expect(json).toMatchObject({
    total: 2,
    messages: [
      { id: "m2", userId: "404", state: "sent" },
      {
        id: "m1",
        userId: userId(),
        type: "verify_email",
        channel: "email",
        state: "sent",
        attempts: 1,
        providerId: "p1",
        answer: "250 kept",
      },
    ],
  });
  expect(JSON.stringify(json)).not.toMatch(/ada@|Crypted/);
  expect((await ask(`?userId=${userId()}&state=sent&channel=email&limit=1`)).json).toMatchObject({
    total: 1,
  });
  expect((await ask("?channel=sms")).json).toEqual({ total: 0, messages: [] });
  expect((await ask("/m1")).json).toMatchObject({ message: { id: "m1" } });
});

test.each([
  ["?state=lost", 400],
  ["?limit=0", 400],
  ["?limit=x", 400],
  ["?offset=-1", 400],
  ["?userId=%00", 400],
  ["/404", 404],
  ["/m1/more", 404],
])("%s is answered with %d", async (path, status) => {
  expect((await ask(path)).status).toBe(status);
});

test("who only reads of an organization sees its users' messages, and has none sent again", async () => {
  const queued = () =>
    tenant.database.query(
      sql`select payload->>'resendOf' as of, payload->>'id' as id from jobs where task = 'message'`,
    );
  expect((await ask("", "")).status).toBe(401);
  expect((await ask("", "wrong")).status).toBe(401);
  const again = await ask("/m1/resend", tenant.ownerToken, "POST");
  expect(again).toMatchObject({ status: 200, json: { id: expect.stringMatching(/^\d+$/) } });
  expect(await queued()).toEqual([{ of: "m1", ...again.json }]);
  await begin("m3", { args: { expirySeconds: 1 }, askedAt: "2020-01-01T00:00:00Z" });
  const expired = await ask("/m3/resend", tenant.ownerToken, "POST");
  expect(expired.json).toMatchObject({ code: 9, details: [{ id: "MESSAGE-Re3ex" }] });
  await endMessage(tenant.ctx(), "m3", { state: "retrying" });
  const underWay = await ask("/m3/resend", tenant.ownerToken, "POST");
  expect(underWay.json).toMatchObject({ code: 9, details: [{ id: "MESSAGE-Re2wa" }] });

  const robot = tenant.created.machine?.userId ?? "";
  const owner = tenant.transport(tenant.ownerToken);
  await createClient(ManagementService, owner).updateOrgMember({
    userId: robot,
    roles: ["ORG_OWNER_VIEWER"],
  });
  await createClient(AdminService, owner).removeIAMMember({ userId: robot });
  expect((await ask(`?userId=${userId()}`)).json).toMatchObject({ total: 2 });
  expect((await ask("/m1")).status).toBe(200);
  expect((await ask("/m1/resend", tenant.ownerToken, "POST")).status).toBe(403);
  // Of the whole instance, and of what is nobody's any more, only its managers.
  for (const path of ["", "?userId=404", "/m2", "/none"]) expect((await ask(path)).status).toBe(404);
  expect(await queued()).toHaveLength(1);
});

test("records have their time", async () => {
  const { database, store } = tenant;
  await database.query(sql`update messages set created_at = now() - interval '31 days' where id = 'm2'`);
  expect(await forgetMessages(store, new Date(Date.now() - 30 * 86_400_000), 10)).toBe(1);
  expect(await database.query(sql`select id from messages`)).toHaveLength(2);
});
