import { once } from "node:events";
import { connect } from "node:net";
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { authenticate } from "#src/domains/token/index.ts";
import { addPat, createHuman, createMachine } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { createFront, createTrust, defaultHostRules, openPort, type Port } from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { assetRoute } from "./assets.ts";
import { contextOf, withCaller } from "./context.ts";
import { tasksOf } from "./jobs.ts";
import { forgetAbandonedAssets, forgetBeside } from "./queries.ts";

let tenant: Tenant;
let port: Port;
let orgId: string;
let another: { readonly instanceId: string };
const translate = createTranslate();

const png = (mark: number): Buffer =>
  Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(100, mark)]);
const drawing = (inside = ""): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`);
const font = Buffer.concat([Buffer.from("wOF2\0\x01\0\0", "latin1"), Buffer.alloc(64, 1)]);

beforeAll(async () => {
  tenant = await createTenant();
  another = await tenant.another("another.test");
  orgId = (await createOrg(tenant.ctx(), "Own")).aggregateId;
  const front = createFront({
    routes: [
      assetRoute({
        visitor: async (exchange) => contextOf(tenant, exchange, await exchange.tenant()),
        async contextFor(exchange, token, org) {
          const ctx = contextOf(tenant, exchange, await exchange.tenant());
          return withCaller(ctx, await authenticate(ctx, token, undefined), org);
        },
        translate,
        report: (error) => {
          throw error;
        },
      }),
    ],
    trust: createTrust({ proxies: [], hostRules: defaultHostRules }),
    tenants: {
      findHost: async (name) => ({
        instanceId: name === "localhost" ? another.instanceId : tenant.created.instanceId,
        kind: "registered",
      }),
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
});
afterAll(async () => {
  await port.close(0);
  await tenant.close();
});

type Headers = Readonly<Record<string, string>>;
const at = (path: string, host = "127.0.0.1"): string =>
  `http://${host}:${port.address.port}/assets/v1${path}`;
const bearer = (token = tenant.ownerToken): Headers => ({ authorization: `Bearer ${token}` });
const ofOrg = (id = orgId): Headers => ({ "x-zitadel-orgid": id });
const get = (path: string, headers: Headers = {}) => fetch(at(path), { headers });
/** An address that an answer gave, under whatever name this process is reached. */
const open = (url: string, headers: Headers = {}, host?: string) =>
  fetch(at(new URL(url).pathname.replace("/assets/v1", ""), host), { headers });

function upload(path: string, file: Buffer | string, headers: Headers = bearer(), field = "file") {
  const body = new FormData();
  if (typeof file === "string") body.append(field, file);
  else body.append(field, new Blob([new Uint8Array(file)]), "anything.exe");
  return fetch(at(path), { method: "POST", headers, body });
}
/** As the API gives it, which has another host here. */
const urlOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { url: string }).url.replace(/^http:..127.0.0.1:\d+/, tenant.origin);
const admin = () => createClient(AdminService, tenant.transport(tenant.ownerToken));
const management = (id = orgId) =>
  createClient(ManagementService, tenant.transport(tenant.ownerToken, ofOrg(id)));
const auth = (token: string) => createClient(AuthService, tenant.transport(token));

async function person(userName: string): Promise<{ readonly userId: string; readonly token: string }> {
  const { row } = await createHuman(tenant.ctx(), {
    orgId: tenant.created.orgId,
    userName,
    firstName: userName,
    lastName: "Test",
    email: `${userName}@example.com`,
    emailVerification: { kind: "verified" },
    password: { plain: "Password1!" },
  });
  const sessions = createClient(SessionService, tenant.transport(tenant.ownerToken));
  const { sessionToken } = await sessions.createSession({
    checks: {
      user: { search: { case: "userId", value: row.aggregateId } },
      password: { password: "Password1!" },
    },
  });
  return { userId: row.aggregateId, token: sessionToken };
}

const files = async (): Promise<number> =>
  (await tenant.database.query(sql`select key from assets where instance_id = ${tenant.created.instanceId}`))
    .length;

test("what is uploaded is a draft: pages show it once it is activated, until another is", async () => {
  const kinds = ["logo", "logo/dark", "icon", "icon/dark", "font"] as const;
  for (const [n, kind] of kinds.entries())
    expect((await upload(`/instance/policy/label/${kind}`, kind === "font" ? font : png(n))).status).toBe(
      200,
    );
  const settings = createClient(SettingsService, tenant.transport(tenant.ownerToken));
  expect((await admin().getLabelPolicy({})).policy).toMatchObject({ logoUrl: "", fontUrl: "" });
  const draft = (await admin().getPreviewLabelPolicy({})).policy;
  const urls = [draft?.logoUrl, draft?.logoUrlDark, draft?.iconUrl, draft?.iconUrlDark, draft?.fontUrl];
  expect(new Set(urls).size).toBe(5);
  for (const url of urls) {
    expect(url).toMatch(/^http:\/\/tenant\.test\/assets\/v1\/\d+\/policy\/label\/[\w-]+\.(?:png|woff2)$/);
    expect((await open(url ?? "")).status).toBe(200);
  }
  expect((await get("/instance/policy/label/logo", bearer())).status).toBe(404);
  const seen = await get("/instance/policy/label/logo/_preview", bearer());
  expect([seen.status, seen.headers.get("cache-control")]).toEqual([200, "private, no-cache"]);

  await admin().activateLabelPolicy({});
  expect((await admin().getLabelPolicy({})).policy).toMatchObject({ logoUrl: urls[0], fontUrl: urls[4] });
  const { settings: shown } = await settings.getBrandingSettings({});
  expect(shown?.lightTheme).toMatchObject({ logoUrl: urls[0], iconUrl: urls[2] });
  expect(shown?.darkTheme).toMatchObject({ logoUrl: urls[1], iconUrl: urls[3] });
  expect(shown?.fontUrl).toBe(urls[4]);
  expect(Buffer.from(await (await get("/instance/policy/label/logo", bearer())).arrayBuffer())).toEqual(
    png(0),
  );
  // An organization without a policy of its own sees what the instance has.
  expect(
    Buffer.from(await (await get("/org/policy/label/logo", { ...bearer(), ...ofOrg() })).arrayBuffer()),
  ).toEqual(png(0));

  const other = await urlOf(await upload("/instance/policy/label/logo", png(9)));
  expect((await admin().getLabelPolicy({})).policy?.logoUrl).toBe(urls[0]);
  await admin().removeLabelPolicyLogo({});
  expect((await open(other)).status).toBe(404);
  expect((await open(urls[0] ?? "")).status).toBe(200);
  await admin().activateLabelPolicy({});
  expect((await open(urls[0] ?? "")).status).toBe(404);
  expect((await admin().getLabelPolicy({})).policy?.logoUrl).toBe("");
});

test("the same file once more is no change, and a file that is put back is there", async () => {
  const url = await urlOf(await upload("/instance/policy/label/icon", png(20)));
  const before = (await admin().getPreviewLabelPolicy({})).policy?.details?.sequence;
  expect(await urlOf(await upload("/instance/policy/label/icon", png(20)))).toBe(url);
  expect((await admin().getPreviewLabelPolicy({})).policy?.details?.sequence).toBe(before);
  await admin().removeLabelPolicyIcon({});
  expect((await open(url)).status).toBe(404);
  expect(await urlOf(await upload("/instance/policy/label/icon", png(20)))).toBe(url);
  expect((await open(url)).status).toBe(200);
});

test("the history names each file that was added and removed", async () => {
  const events = await tenant.store.events(tenant.created.instanceId, {
    types: ["instance.policy.label.icon.added", "instance.policy.label.icon.removed"],
    asc: true,
    limit: 10,
  });
  const icon = /^policy\/label\/icon-[\da-f]{32}\.png$/;
  expect(events.slice(1).map(({ type, payload }) => [type.split(".").at(-1), payload])).toEqual([
    ["added", { storeKey: expect.stringMatching(icon) }],
    ["removed", { storeKey: expect.stringMatching(icon) }],
    ["added", { storeKey: expect.stringMatching(icon) }],
  ]);
});

test("an organization needs a policy of its own, and what it uploads goes with that", async () => {
  const path = "/org/policy/label/logo";
  const refused = await upload(path, png(30), { ...bearer(), ...ofOrg() });
  expect([refused.status, await refused.text()]).toEqual([404, expect.stringContaining("BRAND-As1nf")]);
  await management().addCustomLabelPolicy({ primaryColor: "#111111" });
  const url = await urlOf(await upload(path, png(30), { ...bearer(), ...ofOrg() }));
  expect(url).toContain(`/assets/v1/${orgId}/policy/label/logo-`);
  expect((await management().getPreviewLabelPolicy({})).policy?.logoUrl).toBe(url);
  await management().activateCustomLabelPolicy({});
  expect((await management().getLabelPolicy({})).policy?.logoUrl).toBe(url);
  await management().resetLabelPolicyToDefault({});
  expect((await open(url)).status).toBe(404);
});

test("a delivered file says what it is, runs nothing, and is never sent twice", async () => {
  const url = await urlOf(
    await upload("/instance/policy/label/logo", drawing("<path d='M0 0h9'/>".repeat(90))),
  );
  const found = await open(url);
  const headers = Object.fromEntries(found.headers);
  expect(headers).toMatchObject({
    "content-type": "image/svg+xml",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=31536000, immutable",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "content-disposition": "inline",
  });
  expect(headers["content-security-policy"]).toMatch(
    /^default-src 'none'; style-src 'unsafe-inline';.* sandbox$/,
  );
  expect(headers["content-encoding"]).toBe("gzip");
  const tag = headers["etag"] ?? "";
  for (const known of [tag, `"other", ${tag.slice(2)}`]) {
    const again = await open(url, { "if-none-match": known });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
  }
  expect((await open(url, { "if-none-match": '"other"' })).status).toBe(200);
  const head = await fetch(at(new URL(url).pathname.replace("/assets/v1", "")), { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const { fontUrl } = (await admin().getLabelPolicy({})).policy ?? { fontUrl: "" };
  expect(Object.fromEntries((await open(fontUrl)).headers)).toMatchObject({
    "content-type": "font/woff2",
    "content-disposition": "attachment",
  });
});

test.each([
  ["ASSET-Sv2ge", drawing("<script>alert(1)</script>")],
  ["ASSET-Ty1pe", Buffer.from("<html><script>alert(1)</script></html>")],
  ["ASSET-Ty1pe", font],
  ["ASSET-La1ge", Buffer.concat([png(1), Buffer.alloc(524_288)])],
  ["ASSET-La1ge", Buffer.concat([png(1), Buffer.alloc(5_000_000)])],
  ["ASSET-Fo1rm", Buffer.alloc(0)],
  ["ASSET-Fo1rm", "a text field"],
])("an upload is refused with %s, and nothing is kept", async (id, file) => {
  const before = await files();
  const answer = await upload("/instance/policy/label/logo", file);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: 3,
    message: expect.stringContaining(id),
    details: expect.any(Array),
  });
  expect(await files()).toBe(before);
});

test("an upload that is no form, or without the field, is refused", async () => {
  const sent = (type: string, body: string) =>
    fetch(at("/instance/policy/label/logo"), {
      method: "POST",
      headers: { ...bearer(), "content-type": type },
      body,
    });
  const answers = [
    await sent("image/png", "x"),
    await sent("multipart/form-data", "x"),
    await sent("multipart/form-data; boundary=a", "no such thing"),
    await sent(
      "multipart/form-data; boundary=a",
      '--a\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\nopen',
    ),
    await upload("/instance/policy/label/logo", png(1), bearer(), "image"),
  ];
  for (const answer of answers)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("ASSET-Fo1rm")]);
});

test("only a bearer token with the permission reads or writes by name; cookies count for nothing", async () => {
  const { token } = await person("visitor");
  const nobody = { cookie: "session=abc; authorization=Bearer x" };
  const machine = await createMachine(tenant.ctx(), {
    orgId: tenant.created.orgId,
    userName: "reader",
    name: "Reader",
  });
  const { token: pat } = await addPat(tenant.ctx(), machine.aggregateId, undefined);
  const before = await files();
  for (const path of ["/instance/policy/label/logo", "/org/policy/label/font", "/users/me/avatar"]) {
    for (const answer of [await upload(path, png(1), nobody), await get(path, nobody)])
      expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining("ASSET-To1ms")]);
    expect((await upload(path, png(1), bearer("wrong"))).status).toBe(401);
  }
  const refused = async (answer: Response) => [answer.status < 500, await answer.text()];
  const without = [true, expect.stringMatching(/AUTHZ?-/)];
  for (const path of ["/instance/policy/label/logo", "/org/policy/label/logo"]) {
    expect(await refused(await get(path, bearer(token)))).toEqual(without);
    expect(await refused(await get(`${path}/_preview`, { ...bearer(token), ...ofOrg() }))).toEqual(without);
    expect(await refused(await upload(path, png(1), bearer(pat)))).toEqual(without);
    expect((await upload(`${path}/_preview`, png(1))).status).toBe(405);
  }
  const elsewhere = await fetch(at("/instance/policy/label/logo", "localhost"), { headers: bearer() });
  expect(elsewhere.status).toBe(401);
  expect(await files()).toBe(before);
});

test("a file of one instance is not found under the host of another", async () => {
  const url = await urlOf(await upload("/instance/policy/label/logo", png(40)));
  expect((await open(url)).status).toBe(200);
  expect((await open(url, {}, "localhost")).status).toBe(404);
  expect((await open(url, { "if-none-match": `"${url.split("-").at(-1)}"` }, "localhost")).status).toBe(404);
});

test.each([
  "/",
  "",
  "/a",
  "/a/b",
  "/a/%00",
  "/%00/policy",
  "/%ff/x",
  "/../x/y",
  "/a/b%2fc",
  `/${"a".repeat(300)}/b`,
  "/instance/policy/label/font/dark",
])("there is no file at %j", async (path) => {
  const answer = await get(path);
  expect([answer.status, ((await answer.json()) as { code: number }).code]).toEqual([404, 5]);
  expect([404, 405]).toContain((await upload(path, png(1))).status);
});

test("people have pictures of their own, which their profile names and nobody else can change", async () => {
  const [ada, eve] = [await person("ada"), await person("eve")];
  const path = "/users/me/avatar";
  expect((await get(path, bearer(ada.token))).status).toBe(404);
  const refused = await upload(path, drawing(), bearer(ada.token));
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("ASSET-Ty1pe")]);
  const url = await urlOf(await upload(path, png(50), bearer(ada.token)));
  await upload(path, png(51), bearer(eve.token));
  expect(Buffer.from(await (await get(path, bearer(ada.token))).arrayBuffer())).toEqual(png(50));
  expect((await open(url)).headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
  const users = createClient(UserService, tenant.transport(tenant.ownerToken));
  const { user } = await users.getUserByID({ userId: ada.userId });
  expect(user?.type.case === "human" && user.type.value.profile?.avatarUrl).toBe(url);
  expect((await auth(ada.token).getMyProfile({})).profile?.avatarUrl).toBe(url);

  const newer = await urlOf(await upload(path, png(52), bearer(ada.token)));
  expect([(await open(url)).status, (await open(newer)).status]).toEqual([404, 200]);
  await auth(ada.token).removeMyAvatar({});
  await expect(auth(ada.token).removeMyAvatar({})).rejects.toThrow("USER-Av1no");
  expect((await open(newer)).status).toBe(404);
  const home = management(tenant.created.orgId);
  await home.removeHumanAvatar({ userId: eve.userId });
  await expect(home.removeHumanAvatar({ userId: eve.userId })).rejects.toThrow("USER-Av1no");
  await expect(management().removeHumanAvatar({ userId: eve.userId })).rejects.toThrow("QUERY-Dfbg3");
  const robot = await upload(path, png(1));
  expect([robot.status, await robot.text()]).toEqual([400, expect.stringContaining("USER-Se1hu")]);
});

const run = async (task: string, payload: object, at = tenant) => {
  const tasks = tasksOf(at, tenant.origin);
  await tasks[task]?.run({ id: "1", instanceId: tenant.created.instanceId, task, payload, attempt: 1 });
};

test("the files of a user, of an organization and of an instance go with them", async () => {
  const { userId, token } = await person("leaver");
  const picture = await urlOf(await upload("/users/me/avatar", png(60), bearer(token)));
  await management().addCustomLabelPolicy({ primaryColor: "#111111" });
  const logo = await urlOf(await upload("/org/policy/label/logo", png(61), { ...bearer(), ...ofOrg() }));
  await createClient(UserService, tenant.transport(tenant.ownerToken)).deleteUser({ userId });
  await run("user.cleanup", { userId });
  expect([(await open(picture)).status, (await open(logo)).status]).toEqual([404, 200]);
  const orgs = createClient(OrganizationService, tenant.transport(tenant.ownerToken));
  await orgs.deleteOrganization({ organizationId: orgId });
  await run("org.cleanup", { orgId });
  expect((await open(logo)).status).toBe(404);
});

test("a file that nothing came to name is forgotten after a day; one that is shown never is", async () => {
  const shown = await files();
  const { instanceId } = tenant.created;
  await tenant.database.query(sql`insert into assets (instance_id, owner, key, subject, type, bytes, kept_at)
    values (${instanceId}, ${instanceId}, 'policy/label/logo-lost', '', 'image/png', '\\x00', now() - interval '2 days')`);
  await tenant.database.query(sql`update assets set confirmed = false`);
  expect(await files()).toBe(shown + 1);
  await run("purge", {});
  expect(await files()).toBe(shown);
  const soon = new Date(Date.now() + 60_000);
  expect(await forgetAbandonedAssets(tenant.database, soon, 10)).toBe(0);
  await forgetBeside(tenant.database, instanceId);
  expect(await files()).toBe(0);
});

test("an upload that is broken off is no error of ours, and nothing is kept of it", async () => {
  const before = await files();
  const socket = connect(port.address.port, "127.0.0.1");
  const head = [
    "POST /assets/v1/users/me/avatar HTTP/1.1",
    "host: 127.0.0.1",
    `authorization: ${bearer()["authorization"]}`,
    "content-type: multipart/form-data; boundary=b",
    "content-length: 1000",
    "expect: 100-continue",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  // From here on the server waits for what never comes; what it reported would fail the run.
  await once(socket, "data");
  socket.write("--b");
  socket.destroy();
  expect((await get("/users/me/avatar")).status).toBe(401);
  expect(await files()).toBe(before);
});
