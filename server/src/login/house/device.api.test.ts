/** Devices: from the code that one shows to the answer it gets, over the pages and over the API. */
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OIDCService } from "#contract/zitadel/oidc/v2/oidc_service_pb.ts";
import { createOidcApp } from "#src/domains/app/index.ts";
import { DeviceAuth, requestDeviceAuth } from "#src/domains/deviceauth/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import type { Ctx, Membership } from "#src/platform/request/index.ts";
import { createTestTransport } from "#test/harness/rpc.ts";
import { loginParts } from "../api.v2.ts";
import { createLogin } from "../http.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { ids, instanceId, openRealHouse, origin, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
let clientId: string;
const reported: unknown[] = [];
/** Where the pages' visitors are, and when. */
const here: Partial<{ ip: string; now: Date }> = {};

beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
  const app = { projectId: ids.project, appId: "tv", name: "Television" };
  ({ clientId } = await createOidcApp(real.ctx(), app, {
    grantTypes: [3],
    responseTypes: [0],
    applicationType: 2,
    authMethodType: 2,
  }));
});
afterAll(async () => {
  expect(reported).toEqual([]);
  await real.close();
});

const newBrowser = () => {
  const app = createLogin({
    context: async () => real.ctx(here),
    report: (error) => reported.push(error),
  });
  return new PlainBrowser({ app }, origin);
};

const page = "/ui/v2/login/device";
const scope = ["openid", "profile", "offline_access", "urn:zitadel:iam:org:project:id:zitadel:aud"];

async function newDevice(more: Partial<Ctx> = {}) {
  const ctx = real.ctx({ ip: "203.0.113.9", ...more });
  const asked = { clientId, scope, audience: [clientId], needRefreshToken: true, lifetimeSeconds: 300 };
  const { userCode, deviceCode } = await requestDeviceAuth(ctx, asked);
  const id = ctx.secrets.openToken("device_code", deviceCode) ?? "";
  const state = async () => (await real.store.get(DeviceAuth, instanceId, id))?.state;
  return { id, userCode, state };
}

/** From the code to the question, by the login name and the password. */
async function toQuestion(browser: PlainBrowser, userCode: string): Promise<PlainBrowser> {
  await browser.get(page);
  await (await browser.submit({ user_code: userCode })).follow();
  await (await browser.submit({ loginName: "ada@example.com" })).follow();
  return (await browser.submit({ password })).follow();
}

test("somebody enters the code, logs in, reads what is asked and allows it", async () => {
  const device = await newDevice();
  const browser = await toQuestion(newBrowser(), device.userCode.toLowerCase().replace("-", " "));
  for (const text of [
    "Connect Television?",
    device.userCode,
    "ada@example.com",
    "203.0.113.9",
    "know who you are",
  ])
    expect(browser.html).toContain(text);
  expect(browser.html).toContain("manage in your name");
  expect((await device.state())?.status).toBe("initiated");
  await (await browser.submit({ decision: "allow" })).follow();
  expect([browser.status, browser.html.includes("Your device is connected")]).toEqual([200, true]);
  const state = await device.state();
  expect(state).toMatchObject({
    status: "approved",
    login: { userId: ids.user, userOrgId: real.orgId, authMethods: [4] },
  });
  expect(state).not.toHaveProperty("remoteIp");
});

test("who is signed in already is asked all the same; the same form sent twice does nothing more", async () => {
  const [first, second] = [await newDevice(), await newDevice()];
  const browser = await toQuestion(newBrowser(), first.userCode);
  await browser.submit({ decision: "allow" });
  await browser.get(page);
  await (await browser.submit({ user_code: second.userCode })).follow();
  const question = browser.html;
  expect([question.includes(second.userCode), (await second.state())?.status]).toEqual([true, "initiated"]);
  await browser.submit({ decision: "allow" });
  browser.html = question;
  await browser.submit({ decision: "deny" });
  expect([browser.status, (await second.state())?.status]).toEqual([409, "approved"]);
});

test("denied is denied, and who gives up on the way denies", async () => {
  const [first, second] = [await newDevice(), await newDevice()];
  const browser = await toQuestion(newBrowser(), first.userCode);
  await (await browser.submit({ decision: "deny" })).follow();
  expect([browser.html.includes("You have denied"), (await first.state())?.status]).toEqual([true, "denied"]);
  await browser.get(page);
  await (await browser.submit({ user_code: second.userCode })).follow();
  const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1] ?? "";
  const fields = { csrf, requestId: `device_${second.id}` };
  await browser.post("/ui/v2/login/cancel", new URLSearchParams(fields));
  expect((await second.state())?.status).toBe("denied");
});

test("an address that brings the code along fills it in and enters nothing", async () => {
  const device = await newDevice();
  const browser = newBrowser();
  await browser.get(`/ui/login/device?user_code=${device.userCode}`);
  await browser.follow();
  expect(browser.html).toContain(`value="${device.userCode}"`);
  expect(browser.html).toContain("Go on only if it is");
  expect(await device.state()).not.toHaveProperty("browserId");
  await browser.get(`${page}?user_code=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect([browser.status, browser.html.includes("<script>alert")]).toEqual([200, false]);
});

test("unknown, expired and used codes get an answer each, and nobody's application is named", async () => {
  const [used, expired] = [await newDevice(), await newDevice({ now: new Date(Date.now() - 400_000) })];
  const answered = await toQuestion(newBrowser(), used.userCode);
  await answered.submit({ decision: "deny" });
  const cases = [
    ["BBBB-BBBB", "No device waits with this code"],
    ["hello", "No device waits with this code"],
    [used.userCode, "This code has been used already"],
    [expired.userCode, "This code has expired"],
    ["   ", "This field must be filled in"],
  ] as const;
  for (const [typed, text] of cases) {
    const browser = newBrowser();
    await browser.get(page);
    await (await browser.submit({ user_code: typed })).follow();
    expect([typed, browser.status, browser.html.includes(text)]).toEqual([typed, 400, true]);
    expect(browser.html).toContain('aria-describedby="user_code-error');
    expect(browser.html).not.toContain("Television");
  }
});

test("who guesses codes is stopped, and told so on the form", async () => {
  here.ip = "198.51.100.77";
  const device = await newDevice();
  const browser = newBrowser();
  await browser.get(page);
  const form = browser.html;
  for (let n = 0; n < 10; n++) {
    browser.html = form;
    await browser.submit({ user_code: "BBBB-BBBB" });
  }
  browser.html = form;
  await (await browser.submit({ user_code: device.userCode })).follow();
  delete here.ip;
  expect([browser.status, browser.html.includes("Too many attempts")]).toEqual([400, true]);
  expect(await device.state()).not.toHaveProperty("browserId");
});

test("a device is answered only where its code was entered, however its id came to another browser", async () => {
  const device = await newDevice();
  const [own, other] = [newBrowser(), newBrowser()];
  await toQuestion(other, (await newDevice()).userCode);
  const form = other.html;
  const at = `/ui/v2/login/device/consent?requestId=device_${device.id}`;
  await other.get(at);
  expect([other.status, other.html.includes("LOGIN-rB7o1")]).toEqual([403, true]);

  await toQuestion(own, device.userCode);
  other.html = form;
  await other.submit({ decision: "allow" }, { requestId: `device_${device.id}` });
  expect([other.status, (await device.state())?.status]).toEqual([403, "initiated"]);
  await other.get(page);
  await (await other.submit({ user_code: device.userCode })).follow();
  await own.submit({ decision: "allow" });
  expect([own.status, (await device.state())?.status]).toEqual([403, "initiated"]);
});

test("nothing is allowed without a form of ours, a login and an open question", async () => {
  const device = await newDevice();
  const browser = newBrowser();
  await browser.get(page);
  await (await browser.submit({ user_code: device.userCode })).follow();
  const consent = "/ui/v2/login/device/consent";
  const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1] ?? "";
  const requestId = `device_${device.id}`;
  const allow = (fields: Record<string, string>) =>
    browser.post(consent, new URLSearchParams({ requestId, decision: "allow", ...fields }));
  await allow({});
  expect(browser.status).toBe(403);
  await allow({ csrf });
  expect([browser.status, browser.location]).toEqual([303, `/ui/v2/login/login?requestId=${requestId}`]);
  await (await browser.submit({ loginName: "ada@example.com" })).follow();
  expect((await device.state())?.status).toBe("initiated");
  for (const broken of ["device_", "device_1", "device_\u0000", "device_oidc_1"]) {
    await browser.get(`${consent}?requestId=${encodeURIComponent(broken)}`);
    expect(browser.status).toBe(404);
  }
});

test("no page of another origin may show the question in a frame, whatever the instance permits", async () => {
  const browser = await toQuestion(newBrowser(), (await newDevice()).userCode);
  const headers = browser.response.headers;
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("content-security-policy")).toMatch(/form-action 'self';/);
  expect(headers.get("x-frame-options")).toBe("DENY");
});

test("a factor that is demanded stands before the question", async () => {
  await real.setPolicy("login", { forceMFA: true });
  const device = await newDevice();
  const browser = await toQuestion(newBrowser(), device.userCode);
  expect(browser.html).not.toContain(device.userCode);
  const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1] ?? "";
  const sessionId = /sessionId=([\w.-]+)/.exec(browser.html)?.[1] ?? "";
  const fields = { csrf, requestId: `device_${device.id}`, sessionId, decision: "allow" };
  await browser.post(`${page}/consent`, new URLSearchParams(fields));
  await real.setPolicy("login", { forceMFA: false });
  expect((await device.state())?.status).toBe("initiated");
});

const roles: Readonly<Record<string, string>> = { linker: "IAM_LOGIN_CLIENT", viewer: "IAM_OWNER_VIEWER" };

function api(userId: string) {
  const role = roles[userId];
  const iam = { kind: "iam", objectId: instanceId, ownerId: instanceId } as const;
  const held: readonly Membership[] = role === undefined ? [] : [{ ...iam, roles: [role] }];
  const transport = createTestTransport(
    loginParts,
    async (_call, caller) =>
      real.ctx({ ...here, creator: caller.userId, caller: { ...caller, memberships: async () => held } }),
    { token: userId, instanceId },
  );
  return createClient(OIDCService, transport);
}

const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "passes",
    (error: unknown) =>
      error instanceof ConnectError
        ? `${Code[error.code]} ${/\(([A-Za-z]+-\w+)\)/.exec(error.message)?.[1] ?? ""}`.trim()
        : String(error),
  );

async function session(checks: { password?: string } = { password }) {
  const { row, token } = await createSession(real.ctx({ creator: "linker" }), {
    checks: { user: { userId: ids.user }, ...checks },
  });
  const value = { sessionId: row.aggregateId, sessionToken: token };
  return { case: "session" as const, value };
}
const denial = { case: "deny" as const, value: {} };

test("a login of somebody's own reads the device by its code, and answers it with a session, once", async () => {
  const device = await newDevice();
  const { deviceAuthorizationRequest: read } = await api("linker").getDeviceAuthorizationRequest({
    userCode: device.userCode,
  });
  expect(read).toMatchObject({ clientId, scope, appName: "Television", projectName: "Project" });
  const deviceAuthorizationId = read?.id ?? "";
  const answer = (decision: Awaited<ReturnType<typeof session>> | typeof denial, userId = "linker") =>
    outcome(api(userId).authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId, decision }));
  expect(await answer(await session({}))).toMatch(/^FailedPrecondition LOGIN-/);
  const good = await session();
  expect(await answer({ ...good, value: { ...good.value, sessionToken: "x" } })).toMatch(/^PermissionDenied/);
  expect(await answer(good)).toBe("passes");
  expect([await answer(good), await answer(denial)]).toEqual([
    "FailedPrecondition DEVICE-Ah2an",
    "FailedPrecondition DEVICE-Ah2an",
  ]);
  expect(await device.state()).toMatchObject({ status: "approved", login: { userId: ids.user } });
});

test("nobody reads or answers a device by the API without the permissions of a login", async () => {
  const device = await newDevice();
  const read = (userId: string, userCode = device.userCode) =>
    outcome(api(userId).getDeviceAuthorizationRequest({ userCode }));
  const deny = (userId: string, deviceAuthorizationId = device.id) =>
    outcome(api(userId).authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId, decision: denial }));
  expect([await read("anybody"), await read("viewer"), await read("linker")]).toEqual([
    "NotFound AUTHZ-cdgFk",
    "passes",
    "passes",
  ]);
  expect(await deny("viewer")).toMatch(/^PermissionDenied AUTH/);
  expect([await read("linker", "BBBB-BBBB"), await deny("linker", "nobody")]).toEqual([
    "NotFound LOGIN-dN0f5",
    "NotFound LOGIN-dN0f5",
  ]);
  const open = { deviceAuthorizationId: device.id };
  expect(await outcome(api("linker").authorizeOrDenyDeviceAuthorization(open))).toMatch(/^InvalidArgument/);
  expect((await device.state())?.status).toBe("initiated");
  expect(await deny("linker")).toBe("passes");
  expect((await device.state())?.status).toBe("denied");
  expect(await read("linker")).toBe("NotFound LOGIN-dN0f5");
});
