import { createClient } from "@connectrpc/connect";
import { twilioStandIn } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { SMSProviderConfigState } from "#contract/zitadel/settings_pb.ts";
import { createOutbound, specialNetworks } from "#src/platform/outbound/index.ts";
import { startTwilioCheck } from "#src/platform/sms/index.ts";
import { type NameServer, startNameServer, startWebServer, type WebServer } from "#test/harness/outside.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { providers } from "./commands.ts";
import { checkExternally, externalVerifier } from "./external.ts";

let tenant: Tenant;
let dns: NameServer;
let web: WebServer;
let admin: ReturnType<typeof adminOf>;
const adminOf = () => createClient(AdminService, tenant.transport(tenant.ownerToken));
const twilio = twilioStandIn();
const { SMS_PROVIDER_CONFIG_ACTIVE: active, SMS_PROVIDER_CONFIG_INACTIVE: inactive } = SMSProviderConfigState;

beforeAll(async () => {
  [dns, web] = await Promise.all([startNameServer(), startWebServer("twilio.com")]);
  dns.records.set("verify.twilio.com", { a: [["127.0.0.1"]] });
  web.answer = twilio.answer;
  const denyList = specialNetworks.filter((entry) => entry !== "127.0.0.0/8");
  const outbound = createOutbound({ denyList, nameServers: [dns.address], port: web.port, ca: web.ca });
  tenant = await createTenant({ outbound });
  admin = adminOf();
});
afterAll(async () => {
  await tenant.close();
  dns.close();
  await web.close();
});

const account = { sid: twilio.sid, token: twilio.token, senderNumber: "+15005550006" };
const shown = async (id: string) => (await admin.getSMSProvider({ id })).config;

test("providers are kept, one is active, and no secret is told", async () => {
  const { id } = await admin.addSMSProviderTwilio({ ...account, description: "the first" });
  const { id: hook, signingKey } = await admin.addSMSProviderHTTP({ endpoint: "https://hook.example/s" });
  expect(signingKey).not.toBe("");
  expect(await shown(id)).toMatchObject({
    id,
    state: inactive,
    description: "the first",
    config: {
      case: "twilio",
      value: { sid: twilio.sid, senderNumber: "+15005550006", verifyServiceSid: "" },
    },
  });
  await admin.activateSMSProvider({ id });
  await admin.activateSMSProvider({ id: hook });
  expect([(await shown(id))?.state, (await shown(hook))?.state]).toEqual([inactive, active]);
  expect(await outcome(admin.activateSMSProvider({ id: hook }))).toBe("FailedPrecondition SMSPROV-Pr2ac");
  await admin.updateSMSProviderTwilioToken({ id, token: "another" });
  const same = { id, sid: twilio.sid, senderNumber: "+15005550006", description: "the first" };
  expect(await outcome(admin.updateSMSProviderTwilio(same))).toBe("FailedPrecondition SMSPROV-Tw1nc");
  await admin.updateSMSProviderTwilio({ ...same, senderNumber: "Us" });
  expect(await outcome(admin.updateSMSProviderTwilio({ ...same, senderNumber: "" }))).toBe(
    "InvalidArgument SMSPROV-Sn1no",
  );
  expect(await outcome(admin.updateSMSProviderTwilio({ ...same, id: hook, senderNumber: "x" }))).toBe(
    "NotFound SMSPROV-Kn1nf",
  );
  await admin.updateSMSProviderHTTP({ id: hook, endpoint: "https://hook.example/t" });
  const { details, result } = await admin.listSMSProviders({ query: { asc: true } });
  expect(details?.totalResult).toBe(2n);
  expect(result.map((provider) => provider.id)).toEqual([id, hook]);
  const text = JSON.stringify(result, (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  for (const secret of [twilio.token, "another", signingKey]) expect(text).not.toContain(secret);
  await admin.deactivateSMSProvider({ id: hook });
  expect(await outcome(admin.deactivateSMSProvider({ id }))).toBe("FailedPrecondition SMSPROV-Pr3de");
  for (const each of [id, hook]) await admin.removeSMSProvider({ id: each });
  expect(await outcome(admin.getSMSProvider({ id }))).toBe("NotFound SMSPROV-Pr1nf");
});

test("who takes out the active provider leaves alone what was activated at the same moment", async () => {
  const { id } = await admin.addSMSProviderTwilio(account);
  const { id: next } = await admin.addSMSProviderHTTP({ endpoint: "https://hook.example/s" });
  await admin.activateSMSProvider({ id: next });
  await admin.activateSMSProvider({ id });
  // A request on another process, whose configuration is as of its beginning.
  const ctx = (await tenant.anotherProcess()).ctx();
  expect(await providers.all(ctx)).toHaveLength(2);
  await admin.activateSMSProvider({ id: next });
  await providers.deactivate(ctx, id);
  expect([(await shown(id))?.state, (await shown(next))?.state]).toEqual([inactive, active]);
  for (const each of [id, next]) await admin.removeSMSProvider({ id: each });
});

test("codes that Twilio Verify makes are checked there, once, and a few wrong ones end it", async () => {
  expect(await externalVerifier(tenant.ctx())).toBeUndefined();
  const { id } = await admin.addSMSProviderTwilio({ ...account, verifyServiceSid: twilio.verifyService });
  await admin.activateSMSProvider({ id });
  expect(await externalVerifier(tenant.ctx())).toEqual({ id });
  const start = async () => {
    const to = { service: twilio.verifyService, to: "+41791234567" };
    return (await startTwilioCheck(tenant.outbound, account, to)).verificationId;
  };
  const check = (verificationId: string, code: string, generatorId = id) =>
    checkExternally(tenant.ctx(), verificationId, generatorId, code);
  const first = await start();
  expect(await check(first, "000000")).toBe(false);
  expect(await check(first, twilio.code, "another provider")).toBe(false);
  expect(await check("", twilio.code)).toBe(false);
  expect(await check(first, twilio.code)).toBe(true);
  expect(await check(first, twilio.code)).toBe(false);
  const second = await start();
  for (let n = 0; n < 5; n += 1) expect(await check(second, "000000")).toBe(false);
  expect(await check(second, twilio.code)).toBe(false);
  web.answer = (_request, response) => response.writeHead(503).end();
  await expect(check(first, twilio.code)).rejects.toMatchObject({ id: "SMSPROV-Vf1un", kind: "unavailable" });
  // Also of one that is not active any more.
  web.answer = twilio.answer;
  const third = await start();
  await admin.deactivateSMSProvider({ id });
  expect(await externalVerifier(tenant.ctx())).toBeUndefined();
  expect(await check(third, twilio.code)).toBe(true);
});
