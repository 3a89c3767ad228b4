/** Every RPC of the contract that says a permission × every manager role × own and foreign, over handlers that do nothing. */
import type { JsonObject } from "@bufbuild/protobuf";
import { beforeAll, expect, test } from "vitest";
import { authorizeMethod } from "#src/platform/authz/index.ts";
import type { Caller } from "#src/platform/request/index.ts";
import { contractMethods, type RpcMethod } from "#src/platform/rpc/contract.ts";
import type { OrgReference, ServicePart } from "#src/platform/rpc/index.ts";
import { type Direct, openDirect } from "./direct.ts";
import { shortName } from "./methods.ts";
import { expected, type Level, managerRoles } from "./roles.ts";

/** What memberships are held on, by level; all different. */
const things: Readonly<Record<Level, string>> = {
  iam: "instance",
  org: "1",
  project: "2",
  project_grant: "3",
};

let direct: Direct;
beforeAll(() => {
  const idle = [...new Set(contractMethods.map(({ service }) => service))].map(
    (service): ServicePart => ({
      service,
      handlers: Object.fromEntries(service.methods.map(({ localName }) => [localName, async () => ({})])),
    }),
  );
  const options = {
    parts: idle,
    // The handlers look at nothing of their context.
    makeCtx: async (_call: unknown, caller: Caller, org: OrgReference | undefined) =>
      ({ caller, orgId: org !== undefined && "id" in org ? org.id : things.org }) as never,
    authenticate: async (token: string) => callerFor(token),
    authorize: authorizeMethod,
    translate: (key: string) => key,
    clock: () => 0,
    onUnexpected: (error: unknown) => {
      throw error;
    },
  };
  direct = openDirect(options, { instanceId: "instance", origin: "http://tenant.test" });
});

function callerFor(token: string): Caller {
  const [level = "", role = ""] = token.split(":");
  const kind = managerRoles.find((known) => known.level === level)?.level ?? "org";
  const ownerId = kind === "iam" ? things.iam : things.org;
  const memberships = [{ kind, objectId: things[kind], ownerId, roles: [role] }];
  return { kind: "user", userId: "1", orgId: things.org, scopes: [], memberships: async () => memberships };
}

const ofPermission = contractMethods.filter(({ auth }) => auth.kind === "permission");

/** The thing that the membership is about, the other kind of thing, and a stranger's. */
function requestsOf({ auth }: RpcMethod): readonly JsonObject[] {
  const field = auth.kind === "public" ? undefined : auth.checkField;
  if (field === undefined) return [{}];
  return [things.project, things.project_grant, "other"].map((id) => ({ [field.jsonName]: id }));
}

function wanted({ auth }: RpcMethod, role: string, level: Level, json: JsonObject): 0 | 7 {
  if (auth.kind !== "permission") throw new Error("there is no permission to want");
  const field = auth.checkField;
  const nameable: Level = field?.name === "grant_id" ? "project_grant" : "project";
  const named = field && level === nameable && json[field.jsonName] === things[level];
  return expected(role, level, auth.permission, named);
}

test("every RPC lets in the roles that the table says, and no other", async () => {
  const wrong: string[] = [];
  const seen = { let: 0, refused: 0 };
  for (const method of ofPermission) {
    for (const { role, level } of managerRoles) {
      for (const json of requestsOf(method)) {
        const want = wanted(method, role, level, json);
        const { code } = await direct(method, json, `${level}:${role}`);
        if (want === 7) seen.refused++;
        else seen.let++;
        if ((code === 7) !== (want === 7) || code === 5 || code === 16)
          wrong.push(`${shortName(method)} ${JSON.stringify(json)} as ${role}: ${code}, not ${want}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(seen.let).toBeGreaterThan(2000);
  expect(seen.refused).toBeGreaterThan(5000);
});

test("in an organization where they manage nothing, no role but those of the instance gets in", async () => {
  const wrong: string[] = [];
  for (const method of ofPermission) {
    for (const { role, level } of managerRoles) {
      if (level === "iam") continue;
      const reply = await direct(method, {}, `${level}:${role}`, { "x-zitadel-orgid": "elsewhere" });
      if (reply.code !== 5 || !reply.message.includes("AUTHZ-cdgFk"))
        wrong.push(`${shortName(method)} as ${role}: ${reply.code} ${reply.message}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("a role that is held on the wrong kind of thing allows nothing", async () => {
  const method = contractMethods.find(({ name }) => name === "zitadel.admin.v1.AdminService/ListOrgs");
  if (method === undefined) throw new Error("the method is gone");
  const ask = (token: string) => direct(method, {}, token);
  expect((await ask("iam:IAM_OWNER")).code).toBe(0);
  for (const level of ["org", "project", "project_grant"])
    expect((await ask(`${level}:IAM_OWNER`)).code).toBe(7);
});
