import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepInInbox } from "#src/domains/message/index.ts";
import { loadConfig } from "#src/platform/config/index.ts";
import { createFront, createTrust, defaultHostRules, openPort, type Port } from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { devInboxRoutes, hasDevInbox } from "./dev-inbox.ts";

function configOf(...args: readonly string[]) {
  const loaded = loadConfig({ args, env: {}, readFile: () => "" });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

const proxied = ["--trusted-proxies", "10.0.0.0/8", "--masterkey-file", "key"];

describe("the development inbox is never there when others can reach the service", () => {
  test.each([
    ["as it starts without settings", [], true],
    ["on another loopback address", ["--host", "127.0.0.2"], true],
    ["on all addresses behind a proxy", ["--host", "0.0.0.0", ...proxied], false],
    ["on loopback behind a proxy", proxied, false],
    ["on loopback under a public name", ["--external-domain", "id.example.com", ...proxied], false],
    [
      "on loopback under a public name over TLS",
      ["--external-domain", "id.example.com", "--tls-cert", "c", "--tls-key", "k"],
      false,
    ],
  ])("%s", (_how, args, there) => {
    const config = configOf(...args);
    expect(hasDevInbox(config)).toBe(there);
    expect(devInboxRoutes(tenant.store, config)).toHaveLength(there ? 2 : 0);
  });

  test("and nobody from another address reads it, even so", async () => {
    // What a proxy that was not configured brings along.
    const answer = await ask("/dev/inbox.json", { trusted: true, forwarded: "203.0.113.9" });
    expect(answer.status).toBe(404);
  });
});

let tenant: Tenant;
const ports: Port[] = [];

beforeAll(async () => {
  tenant = await createTenant();
  const message = {
    channel: "email",
    to: "ada@people.example",
    text: "Go to https://id.example/x?a=1&b=2 now",
  } as const;
  await keepInInbox(tenant.ctx(), "m1", "u1", {
    ...message,
    subject: "<Hi> & welcome",
    html: `<b>"Hi"</b><script>1</script>`,
  });
  await keepInInbox(tenant.ctx(), "m1", "u1", { ...message, subject: "twice", html: "" });
  for (let n = 2; n < 4; n += 1)
    await keepInInbox(tenant.ctx(), `m${n}`, "u1", {
      ...message,
      channel: "sms",
      subject: "",
      html: "",
      text: `code ${n}`,
    });
});
afterAll(async () => {
  await Promise.all(ports.map((port) => port.close(0)));
  await tenant.close();
});

async function ask(
  path: string,
  { trusted = false, forwarded = "", instanceId = tenant.created.instanceId } = {},
) {
  const front = createFront({
    routes: devInboxRoutes(tenant.store, configOf()),
    trust: createTrust({ proxies: trusted ? ["127.0.0.1"] : [], hostRules: defaultHostRules }),
    tenants: {
      findHost: async () => ({ instanceId, kind: "registered" }),
      configured: () => ["localhost"],
      setting: "THE_SETTING",
    },
    externalSecure: false,
    strictTransport: false,
    debug: { notReady: async () => [], metrics: async () => "" },
    translate: createTranslate(),
    newRequestId: () => "r1",
    clock: () => 0,
    onAccess: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const port = await openPort({ host: "127.0.0.1", port: 0, onRequest: front });
  ports.push(port);
  const headers = forwarded === "" ? {} : { "x-forwarded-for": forwarded };
  return fetch(`http://127.0.0.1:${port.address.port}${path}`, { headers });
}

test("messages are kept once, newest first, for their instance alone", async () => {
  const { messages } = (await (await ask("/dev/inbox.json")).json()) as { messages: readonly object[] };
  expect(messages).toMatchObject([
    { channel: "sms", text: "code 3" },
    { channel: "sms", text: "code 2" },
    {
      channel: "email",
      to: "ada@people.example",
      subject: "<Hi> & welcome",
      html: expect.stringContaining("<b>"),
    },
  ]);
  const other = await ask("/dev/inbox.json", { instanceId: "another" });
  expect(await other.json()).toEqual({ messages: [] });
  expect((await ask("/dev/inbox/1")).status).toBe(404);
});

test("the page shows what mails hold, and lets none of it act", async () => {
  const answer = await ask("/dev/inbox");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  const page = await answer.text();
  expect(page).toContain("&lt;Hi&gt; &amp; welcome");
  expect(page).toContain(`<a href="https://id.example/x?a=1&amp;b=2">`);
  expect(page).toContain(`sandbox="allow-popups`);
  expect(page).not.toContain("<script>");
});

test("the oldest go when there are many", async () => {
  const { instanceId } = tenant.created;
  await tenant.database.query({
    text: `insert into dev_inbox (instance_id, message_id, user_id, channel, recipient, subject, text, html)
      select $1, 'x' || n, 'u', 'sms', '+1', '', 't', '' from generate_series(1, 250) n`,
    values: [instanceId],
  });
  await keepInInbox(tenant.ctx(), "last", "u", {
    channel: "sms",
    to: "+1",
    subject: "",
    text: "last",
    html: "",
  });
  const { messages } = (await (await ask("/dev/inbox.json")).json()) as {
    messages: readonly { text: string }[];
  };
  expect(messages).toHaveLength(200);
  expect(messages[0]?.text).toBe("last");
  const kept = await tenant.database.query({ text: "select 1 from dev_inbox", values: [] });
  expect(kept).toHaveLength(200);
});
