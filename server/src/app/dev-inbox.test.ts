import { get } from "node:http";
import { text } from "node:stream/consumers";
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
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect((await ask("/dev/inbox.json", { trusted: true, headers })).status).toBe(404);
  });

  test.each([
    ["forwarded", "for=203.0.113.9"],
    ["via", "1.1 proxy"],
    ["x-forwarded-for", "127.0.0.1"],
    ["x-forwarded-host", "localhost"],
    ["x-real-ip", "203.0.113.9"],
  ])("nor through a proxy that was not configured, as %s shows", async (name, value) => {
    expect((await ask("/dev/inbox.json", { headers: { [name]: value } })).status).toBe(404);
  });

  test("nor a page of another name that leads here, whatever instance it asks for (DNS rebinding)", async () => {
    const headers = { "x-zitadel-instance-host": "localhost", "x-zitadel-public-host": "localhost" };
    for (const [host, status] of [
      ["evil.example", 404],
      ["evil.example:8080", 404],
      ["127.0.0.1.evil.example", 404],
      ["localhost:8080", 200],
      ["two.localhost", 200],
      ["[::1]:8080", 200],
    ] as const) {
      const answer = await ask("/dev/inbox.json", { host, headers });
      expect([host, answer.status]).toEqual([host, status]);
    }
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

interface Answer {
  readonly status: number;
  readonly policy: unknown;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

async function ask(
  path: string,
  {
    trusted = false,
    host = "localhost",
    headers = {},
    instanceId = tenant.created.instanceId,
  }: { trusted?: boolean; host?: string; headers?: Record<string, string>; instanceId?: string } = {},
): Promise<Answer> {
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
  // No `fetch`: it sends the host of the address, whatever is asked for.
  const place = { host: "127.0.0.1", port: port.address.port, path, headers: { host, ...headers } };
  return new Promise((resolve, reject) => {
    get(place, (answer) => {
      const body = text(answer);
      resolve({
        status: answer.statusCode ?? 0,
        policy: answer.headers["content-security-policy"],
        text: () => body,
        json: async () => JSON.parse(await body),
      });
    }).on("error", reject);
  });
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
  expect(answer.policy).toContain("default-src 'none'");
  const page = await answer.text();
  expect(page).toContain("&lt;Hi&gt; &amp; welcome");
  expect(page).toContain(`<a href="https://id.example/x?a=1&amp;b=2">`);
  expect(page).toContain(`sandbox="allow-popups`);
  expect(page).toContain(`srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;b&gt;`);
  expect(page.match(/<details open>/g)).toHaveLength(1);
  expect(page).toMatch(
    /<p>to <bdi>ada@people\.example<\/bdi> · <time datetime="[^"]+Z">[^<]+UTC<\/time><\/p>/,
  );
  // Nothing is asked for beside the page itself, and it follows the system into the dark.
  expect(page).toContain(`<link rel="icon" href="data:image/svg+xml,`);
  expect(page).not.toMatch(/(?:src|href)="\/(?!dev\/inbox)/);
  expect(page).toContain("@media (prefers-color-scheme:dark)");
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
