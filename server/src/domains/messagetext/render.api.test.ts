import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "#src/domains/message/index.ts";
import { createHuman } from "#src/domains/user/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { renderMessage } from "./render.ts";

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
      lastName: "{{.Code}}\r\nBcc: x@y.example",
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

test("what people call themselves is neither markup nor a variable nor a header", async () => {
  const sent = await renderMessage(tenant.ctx(), message());
  if (sent?.channel !== "email") throw new Error("no mail");
  expect(sent.html).toContain("Mia &lt;script&gt;alert(1)&lt;/script&gt; {{.Code}} Bcc: x@y.example,");
  expect(sent.html).not.toContain("<script");
  expect(sent.text).toContain("AB12CD\n");
});
