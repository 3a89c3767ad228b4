/** Codes by SMS that Twilio Verify makes: nobody here knows them. */
import { createClient } from "@connectrpc/connect";
import { twilioStandIn } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { createOutbound, specialNetworks } from "#src/platform/outbound/index.ts";
import { startTwilioCheck } from "#src/platform/sms/index.ts";
import { type NameServer, startNameServer, startWebServer, type WebServer } from "#test/harness/outside.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { Session } from "../session/index.ts";

let tenant: Tenant;
let dns: NameServer;
let web: WebServer;
const twilio = twilioStandIn();
beforeAll(async () => {
  [dns, web] = await Promise.all([startNameServer(), startWebServer("twilio.com")]);
  dns.records.set("verify.twilio.com", { a: [["127.0.0.1"]] });
  web.answer = twilio.answer;
  const denyList = specialNetworks.filter((entry) => entry !== "127.0.0.0/8");
  const outbound = createOutbound({ denyList, nameServers: [dns.address], port: web.port, ca: web.ca });
  tenant = await createTenant({ outbound });
});
afterAll(async () => {
  await tenant.close();
  dns.close();
  await web.close();
});

test("a code that Twilio Verify made is checked there, wrong ones count here, and it is good once", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const sessions = createClient(SessionService, transport);
  const users = createClient(UserService, transport);
  const admin = createClient(AdminService, transport);
  const { userId } = await users.addHumanUser({
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: "ada@people.test", verification: { case: "isVerified", value: true } },
    phone: { phone: "+41791234567", verification: { case: "isVerified", value: true } },
  });
  await users.addOTPSMS({ userId });
  const account = { sid: twilio.sid, token: twilio.token, senderNumber: "+15005550006" };
  const { id } = await admin.addSMSProviderTwilio({ ...account, verifyServiceSid: twilio.verifyService });
  await admin.activateSMSProvider({ id });
  const { sessionId } = await sessions.createSession({
    checks: { user: { search: { case: "userId", value: userId } } },
    challenges: { otpSms: { returnCode: false } },
  });
  const { instanceId } = tenant.created;
  const types = ["session.otp.sms.challenged"];
  const [challenged] = await tenant.store.events(instanceId, { aggregateIds: [sessionId], types, limit: 1 });
  expect(challenged?.payload).toEqual({
    generatorId: id,
    expiry: 300_000_000_000,
    triggerOrigin: tenant.origin,
  });
  const check = (code: string) => outcome(sessions.setSession({ sessionId, checks: { otpSms: { code } } }));
  expect(await check(twilio.code)).toBe("InvalidArgument CODE-woT0xc");
  const to = { service: twilio.verifyService, to: "+41791234567" };
  const { verificationId } = await startTwilioCheck(tenant.outbound, account, to);
  await tenant.store.execute({ instanceId, creator: "NOTIFICATION" }, [ref(Session, sessionId)], () => [
    [{ type: "session.otp.sms.sent", payload: { generatorInfo: { id, verificationId } } }],
  ]);
  expect(await check("000000")).toBe("InvalidArgument CODE-woT0xc");
  expect(await check(twilio.code)).toBe("allowed");
  expect(await check(twilio.code)).toBe("NotFound COMMAND-S34gh");
});
