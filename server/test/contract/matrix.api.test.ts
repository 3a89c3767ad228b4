/** Every permission of the contract against every manager role: the whole matrix, over handlers that do nothing. */
import type { JsonObject } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "#src/platform/request/index.ts";
import { contractMethods, type RpcMethod } from "#src/platform/rpc/contract.ts";
import type { ServicePart } from "#src/platform/rpc/index.ts";
import { startTestServer, type TestServer } from "#test/harness/rpc.ts";
import { askPort, inTurn } from "./harness.ts";
import { shortName } from "./methods.ts";
import { expected, type Level, managerRoles } from "./roles.ts";

/** What memberships are held on, by level; all different. */
const things: Readonly<Record<Level, string>> = {
  iam: "instance",
  org: "1",
  project: "2",
  project_grant: "3",
};

let server: TestServer;
beforeAll(async () => {
  const idle = [...new Set(contractMethods.map(({ service }) => service))].map(
    (service): ServicePart => ({
      service,
      handlers: Object.fromEntries(service.methods.map(({ localName }) => [localName, async () => ({})])),
    }),
  );
  // The handlers look at nothing of their context.
  server = await startTestServer(idle, async (_call, caller) => ({ caller, orgId: things.org }) as never, {
    methods: contractMethods,
    authenticate: async (token) => callerFor(token),
  });
});
afterAll(() => server.port.close(0));

function callerFor(token: string): Caller {
  const [level = "", role = ""] = token.split(":");
  const kind = managerRoles.find((known) => known.level === level)?.level ?? "org";
  const ownerId = kind === "iam" ? things.iam : things.org;
  const memberships = [{ kind, objectId: things[kind], ownerId, roles: [role] }];
  return { kind: "user", userId: "1", orgId: things.org, scopes: [], memberships: async () => memberships };
}

/** One method for each way in which annotations ask for a permission. */
function ways(): readonly RpcMethod[] {
  const found = new Map<string, RpcMethod>();
  for (const method of contractMethods) {
    const { auth } = method;
    if (auth.kind === "permission") found.set(`${auth.permission} ${auth.checkField?.name ?? ""}`, method);
  }
  return [...found.values()];
}

test("roles allow what the table says they do, and nothing else", { timeout: 60_000 }, async () => {
  const wrong: string[] = [];
  const seen = { let: 0, refused: 0 };
  await inTurn(ways(), async (method) => {
    const { auth } = method;
    if (auth.kind !== "permission") return;
    const field = auth.checkField;
    const requests: readonly JsonObject[] =
      field === undefined
        ? [{}]
        : [things.project, things.project_grant, "other"].map((id) => ({ [field.jsonName]: id }));
    for (const { role, level } of managerRoles) {
      for (const json of requests) {
        const nameable: Level = field?.name === "grant_id" ? "project_grant" : "project";
        const named =
          field === undefined ? undefined : level === nameable && json[field.jsonName] === things[level];
        const want = expected(role, level, auth.permission, named);
        const { code } = await askPort(server.port.address.port, {
          path: `/${method.name}`,
          body: JSON.stringify(json),
          token: `${level}:${role}`,
        });
        if (want === 7) seen.refused++;
        else seen.let++;
        if ((code === 7) !== (want === 7) || code === 5 || code === 16)
          wrong.push(`${shortName(method)} ${JSON.stringify(json)} as ${role}: ${code}, not ${want}`);
      }
    }
  });
  expect(wrong).toEqual([]);
  expect(seen.let).toBeGreaterThan(200);
  expect(seen.refused).toBeGreaterThan(1000);
});

test("a role that is held on the wrong kind of thing allows nothing", async () => {
  const method = contractMethods.find(({ name }) => name === "zitadel.admin.v1.AdminService/ListOrgs");
  if (method === undefined) throw new Error("the method is gone");
  const ask = (token: string) =>
    askPort(server.port.address.port, { path: `/${method.name}`, body: "{}", token });
  expect((await ask("iam:IAM_OWNER")).code).toBe(0);
  for (const level of ["org", "project", "project_grant"])
    expect((await ask(`${level}:IAM_OWNER`)).code).toBe(7);
});
