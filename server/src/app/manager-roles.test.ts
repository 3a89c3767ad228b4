import { afterAll, beforeAll, expect, test } from "vitest";
import { createFront, createTrust, defaultHostRules, openPort, type Port } from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { managerRoleRoute } from "./manager-roles.ts";

let port: Port;
beforeAll(async () => {
  const front = createFront({
    routes: [managerRoleRoute],
    trust: createTrust({ proxies: [], hostRules: defaultHostRules }),
    tenants: {
      findHost: async () => ({ instanceId: "1", kind: "registered" }),
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
  port = await openPort({ host: "127.0.0.1", port: 0, onRequest: front });
});
afterAll(() => port.close(0));

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`http://127.0.0.1:${port.address.port}/gatehouse/v1/manager-roles${path}`, { method, headers });

test("anyone may read what each role is for, in a language of theirs", async () => {
  const english = await ask("");
  expect(english.status).toBe(200);
  const { roles } = (await english.json()) as { roles: readonly { role: string; description: string }[] };
  expect(roles).toContainEqual({
    role: "IAM_END_USER_IMPERSONATOR",
    level: "instance",
    description: expect.stringMatching(/^May act/),
    permissions: ["impersonation"],
  });
  const german = await ask("?level=project_grant", {
    "accept-language": "de-CH",
    origin: "https://console.example",
  });
  expect(german.headers.get("content-language")).toBe("de");
  expect(german.headers.get("access-control-allow-origin")).toBe("https://console.example");
  expect(german.headers.get("vary")).toMatch(/Accept-Language.*Origin/i);
  expect(await german.json()).toMatchObject({
    roles: [{ role: "PROJECT_GRANT_OWNER" }, { role: "PROJECT_GRANT_OWNER_VIEWER" }],
  });
});

test("nothing else is there", async () => {
  const galaxy = await ask("?level=galaxy");
  expect(galaxy.status).toBe(400);
  expect(await galaxy.json()).toMatchObject({
    code: 3,
    message: expect.stringMatching(/^level must be one of .*instance.*project_grant/),
  });
  expect((await ask("/below")).status).toBe(404);
  expect((await ask("", {}, "POST")).status).toBe(405);
});
