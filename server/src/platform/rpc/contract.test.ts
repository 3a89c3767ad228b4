import { expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { baseLevel, contractMethods, type RpcMethod, readContract } from "./contract.ts";

const bindings = contractMethods.flatMap(({ http }) => http);

test("the registry has every RPC once, with the level that brought it", () => {
  expect(new Set(contractMethods.map(({ name }) => name)).size).toBe(971);
  expect(new Set(contractMethods.map(({ service }) => service.typeName)).size).toBe(39);
  expect(count(contractMethods, ({ since }) => since)).toEqual({
    [baseLevel]: 867,
    "4.16.2": 78,
    "main-2026-07-10": 22,
    gatehouse: 4,
  });
});

test("verbs, bodies and path variables of all REST routes", () => {
  expect(bindings).toHaveLength(904);
  expect(count(bindings, ({ verb }) => verb)).toEqual({
    POST: 407,
    GET: 195,
    DELETE: 161,
    PUT: 134,
    PATCH: 7,
  });
  expect(count(bindings, ({ body }) => (body === "" || body === "*" ? body : "field"))).toEqual({
    "": 392,
    "*": 491,
    field: 21,
  });
  expect(count(bindings, ({ path }) => `${path.split("{").length - 1}`)).toEqual({
    0: 350,
    1: 470,
    2: 76,
    3: 8,
  });
  expect(bindings.filter(({ path }) => path.includes("=")).map(({ path }) => path)).toEqual([
    "/management/v1/projects/{project_id}/roles/{role_key=**}",
    "/management/v1/projects/{project_id}/roles/{role_key=**}",
  ]);
});

test("every path is complete: the first generation gets its prefix, later ones bring theirs", () => {
  const known =
    /^\/(gatehouse\/v1|admin\/v1|auth\/v1|management\/v1|system\/v1|v2beta|v2|v3alpha|resources\/v3alpha)\//;
  // One method of the package really binds the root.
  expect(bindings.filter(({ path }) => !known.test(path)).map(({ path }) => path)).toEqual(["/"]);
  expect(find("zitadel.management.v1.ManagementService/GetProjectByID").http).toEqual([
    { verb: "GET", path: "/management/v1/projects/{id}", body: "" },
  ]);
});

test("every body and every path variable is a field of the request", () => {
  for (const { name, method, http } of contractMethods) {
    const fields = new Set(method.input.fields.map((field) => field.name));
    for (const { path, body } of http) {
      const variables = [...path.matchAll(/\{([^}=]+)/g)].map((match) => match[1]?.split(".")[0] ?? "");
      const used = body === "" || body === "*" ? variables : [...variables, body];
      expect(
        used.filter((field) => !fields.has(field)),
        name,
      ).toEqual([]);
    }
  }
});

test("a method may have two routes", () => {
  const { http } = find("zitadel.admin.v1.AdminService/GetDefaultPasswordResetMessageText");
  expect(http.map(({ path }) => path)).toEqual([
    "/admin/v1/text/deafult/message/passwordreset/{language}",
    "/admin/v1/text/default/message/passwordreset/{language}",
  ]);
});

test("a route that v2 and its beta twin bind belongs to v2", () => {
  for (const method of [
    "SetOrganizationSettings",
    "DeleteOrganizationSettings",
    "ListOrganizationSettings",
  ]) {
    expect(find(`zitadel.settings.v2.SettingsService/${method}`).http).toHaveLength(1);
    expect(find(`zitadel.settings.v2beta.SettingsService/${method}`).http).toEqual([]);
  }
});

test("any other route that is bound twice is refused", () => {
  expect(() => readContract([ManagementService, ManagementService], {})).toThrow(/is bound by/);
});

test("only these seven methods are open to everyone", () => {
  expect(contractMethods.filter(({ auth }) => auth.kind === "public").map(({ name }) => name)).toEqual([
    "zitadel.admin.v1.AdminService/Healthz",
    "zitadel.analytics.v2beta.TelemetryService/ReportBaseInformation",
    "zitadel.analytics.v2beta.TelemetryService/ReportResourceCounts",
    "zitadel.auth.v1.AuthService/Healthz",
    "zitadel.management.v1.ManagementService/Healthz",
    "zitadel.management.v1.ManagementService/GetOIDCInformation",
    "zitadel.system.v1.SystemService/Healthz",
  ]);
});

test("permissions of both generations of annotations", () => {
  const v1 = contractMethods.filter(({ name }) =>
    /^zitadel\.(admin|auth|management|system)\.v1\./.test(name),
  );
  const v2 = contractMethods.filter((method) => !v1.includes(method));
  expect(count(v1, ({ auth }) => auth.kind)).toEqual({ authenticated: 57, permission: 519, public: 5 });
  expect(count(v2, ({ auth }) => auth.kind)).toEqual({ authenticated: 277, permission: 111, public: 2 });
  expect(find("zitadel.management.v1.ManagementService/AddProjectRole").auth).toMatchObject({
    kind: "permission",
    permission: "project.role.write",
    checkField: { localName: "projectId" },
  });
  // Taken from the newer level: the package still says org.create.
  expect(find("zitadel.org.v2.OrganizationService/AddOrganization").auth).toEqual({ kind: "authenticated" });
});

test("fields that narrow a permission are fields of the request", () => {
  expect(count(contractMethods, ({ auth }) => checkFieldOf(auth))).toEqual({
    none: 933,
    projectId: 30,
    id: 5,
    grantId: 3,
  });
  const organizationOf = contractMethods.filter(
    ({ auth }) => auth.kind !== "public" && auth.orgField !== undefined,
  );
  expect(organizationOf.map(({ name }) => name)).toEqual([
    "zitadel.resources.user.v3alpha.ZITADELUsers/CreateUser",
    "zitadel.user.v2.UserService/AddHumanUser",
    "zitadel.user.v2beta.UserService/AddHumanUser",
  ]);
});

test("success codes other than 200", () => {
  expect(count(contractMethods, ({ successCode }) => `${successCode}`)).toEqual({ 200: 963, 201: 8 });
  expect(find("zitadel.group.v2.GroupService/CreateGroup").successCode).toBe(201);
});

function find(name: string): RpcMethod {
  const method = contractMethods.find((candidate) => candidate.name === name);
  if (method === undefined) throw new Error(`${name} is not part of the contract`);
  return method;
}

function checkFieldOf(auth: RpcMethod["auth"]): string {
  return auth.kind === "public" ? "none" : (auth.checkField?.localName ?? "none");
}

function count<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
