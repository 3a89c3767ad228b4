import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import type { Message } from "#src/domains/message/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { createHuman } from "#src/domains/user/index.ts";
import { setTexts, writeTexts } from "#src/kits/texts/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { templates } from "./fields.ts";
import { type RenderedMail, renderMessage } from "./render.ts";

let tenant: Tenant;
let userId: string;
beforeAll(async () => {
  tenant = await createTenant();
  const ctx = tenant.ctx();
  userId = (
    await createHuman(ctx, {
      orgId: tenant.created.orgId,
      userName: "mia",
      firstName: "Mia <script>alert(1)</script>",
      lastName: "{{.Code}} Bcc: x@y.example",
      email: "mia@home.test",
      emailVerification: { kind: "verified" },
      preferredLanguage: "en",
    })
  ).row.aggregateId;
});
afterAll(() => tenant.close());

const message = (more: Partial<Message> = {}): Message => ({
  type: "password_reset",
  channel: "email",
  userId,
  orgId: tenant.created.orgId,
  to: tenant.secrets.seal("message", "mia@home.test"),
  code: tenant.secrets.seal("otp", "AB12CD"),
  origin: "https://id.example",
  askedAt: "2026-01-01T00:00:00Z",
  ...more,
});

const changeProfile = (preferredLanguage: string) =>
  createClient(ManagementService, tenant.transport(tenant.ownerToken)).updateHumanProfile({
    userId,
    firstName: "Mia <script>alert(1)</script>",
    lastName: "{{.Code}} Bcc: x@y.example",
    displayName: "Mia <script>alert(1)</script> {{.Code}} Bcc: x@y.example",
    preferredLanguage,
  });

const mail = async (more: Partial<Message> = {}): Promise<RenderedMail> => {
  const sent = await renderMessage(tenant.ctx(), message(more));
  if (sent?.channel !== "email") throw new Error("no mail");
  return sent;
};

test("what people call themselves is neither markup nor a variable nor a header", async () => {
  const { html, text, subject } = await mail({
    args: { applicationName: "A\r\nBcc: b@c.example" },
    type: "invite_user",
  });
  expect(html).toContain("Mia &lt;script&gt;alert(1)&lt;/script&gt; {{.Code}} Bcc: x@y.example,");
  expect(html).not.toContain("<script");
  expect(text).toContain("\nAB12CD\n");
  expect(subject).toBe("Invitation to A Bcc: b@c.example");
});

test("a mail has a text beside the page, the link in both, and nothing to fetch", async () => {
  const { html, text, to, code, url = "" } = await mail();
  expect([to, code]).toEqual(["mia@home.test", "AB12CD"]);
  expect(url).toContain(`https://id.example/ui/v2/login/password/set?code=AB12CD&userId=${userId}`);
  expect(html).toContain(`href="${url.replaceAll("&", "&amp;")}"`);
  expect(text).toContain(url);
  expect(html).toContain('<html lang="en" dir="ltr">');
  expect(html.match(/src=|url\(|<link|@import|<script|<iframe/)).toBeNull();
  expect(html.match(/https?:\/\/[^"<]+/g)?.every((found) => found.startsWith("https://id.example/"))).toBe(
    true,
  );
});

test("every message is rendered in full, in Arabic from right to left", async () => {
  await changeProfile("ar");
  const args = { expirySeconds: 300, tempUserName: "t@x.example", domain: "x.example" };
  for (const type of Object.keys(templates) as Message["type"][]) {
    const sent = await mail({ type, args });
    expect([type, sent.html.includes('<html lang="ar" dir="rtl">')]).toEqual([type, true]);
    expect([type, /\{\{\.(?!Code\}\} Bcc)|undefined/.exec(sent.html)]).toEqual([type, null]);
  }
  await changeProfile("de-CH");
  expect((await mail()).subject).toBe("Setzen Sie Ihr Passwort zurück");
  await changeProfile("tlh");
  expect((await mail()).subject).toBe("Reset your password");
});

test("a login code by SMS ends in the line that binds it to the domain", async () => {
  const sent = await renderMessage(
    tenant.ctx(),
    message({
      type: "verify_sms_otp",
      channel: "sms",
      origin: "https://id.example:8443",
      args: { expirySeconds: 300 },
    }),
  );
  expect(sent).toMatchObject({
    channel: "sms",
    text: "AB12CD is your login code for id.example. It is valid for 5 minutes.\n\n@id.example #AB12CD",
  });
  const reset = await renderMessage(tenant.ctx(), message({ channel: "sms" }));
  expect(reset).toMatchObject({ text: "AB12CD is your code to reset your password at id.example." });
});

test("overrides hold at once, the organization's over the instance's, and are no markup", async () => {
  const ctx = tenant.ctx();
  const write = (level: "instance" | "org", id: string, texts: Record<string, string>) =>
    writeTexts(
      ctx,
      Org,
      { level, id, template: "PasswordReset", language: "en" },
      setTexts(level, { template: "PasswordReset", language: "en" }, texts),
    );
  await write("instance", ctx.instanceId, { Subject: "From us", Greeting: "Hi {{ .FirstName}}" });
  await write("org", tenant.created.orgId, {
    Subject: "From here{{.Nobody}}",
    Text: "<script>x()</script><b>Code</b>\n\n{{.Code}}",
  });
  const sent = await mail();
  expect(sent.subject).toBe("From here");
  expect(sent.html).toContain("&lt;script&gt;x()&lt;/script&gt;<b>Code</b>");
  expect(sent.html).toMatch(/<p class="code[^>]*>AB12CD<\/p>/);
  expect(sent.text.startsWith("Hi Mia <script>alert(1)</script>\n\n<script>x()</script>Code\n\nAB12CD")).toBe(
    true,
  );
  expect((await mail({ orgId: "" })).subject).toBe("From us");
});

test("nothing is sent to somebody who is gone", async () => {
  expect(await renderMessage(tenant.ctx(), message({ userId: "1" }))).toBeUndefined();
});
