/** How much of a list one call gets: by the kind of paging that its request has. */
import type { DescField, DescMessage, JsonObject } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "#src/platform/request/index.ts";
import type { RpcMethod } from "#src/platform/rpc/contract.ts";
import { valueAt } from "#test/harness/json.ts";
import { type House, openHouse } from "./harness.ts";
import { implemented, shortName } from "./methods.ts";
import { createWorld, type World } from "./world.ts";

let house: House;
let world: World;
const callers = new Map<string, Caller>();
beforeAll(async () => {
  house = await openHouse(callers);
  const { instanceId, orgId, machine } = house.tenant.created;
  const memberships = [
    { kind: "iam", objectId: instanceId, ownerId: instanceId, roles: ["IAM_OWNER"] } as const,
    { kind: "system", objectId: "", ownerId: "", roles: ["SYSTEM_OWNER"] } as const,
  ];
  const memberOf = async () => memberships;
  const userId = machine?.userId ?? "";
  callers.set("owner", { kind: "user", userId, orgId, scopes: [], memberships: memberOf });
  world = await createWorld(house.tenant.ctx(), "paged");
});
afterAll(() => house.close());

const messageOf = (field: DescField): DescMessage | undefined =>
  field.fieldKind === "message" ? field.message : undefined;

/** The field of a request by which its list is paged. */
const pagedBy = (name: "PaginationRequest" | "ListQuery") => (method: RpcMethod) =>
  method.method.input.fields.find((field) => messageOf(field)?.name === name);

/** What stands in a request beside its page: ids of things that are there. */
function placed({ method }: RpcMethod): JsonObject {
  const ids: Readonly<Record<string, string>> = {
    id: world.userId,
    user_id: world.userId,
    project_id: world.projectId,
    grant_id: world.projectGrantId,
    organization_id: world.orgId,
    org_id: world.orgId,
    instance_id: house.tenant.created.instanceId,
    app_id: world.appId,
    application_id: world.appId,
  };
  return Object.fromEntries(
    method.input.fields.flatMap((field) => {
      const id = ids[field.name];
      const isFirst = field.oneof === undefined || field.oneof.fields[0] === field;
      return id === undefined || field.fieldKind !== "scalar" || !isFirst ? [] : [[field.jsonName, id]];
    }),
  );
}

/** The list of a method with this much of a limit. */
async function list(method: RpcMethod, field: DescField, limit: number) {
  const request = { ...placed(method), [field.jsonName]: { limit } };
  return house.direct(method, request, "owner", { "x-zitadel-orgid": world.orgId });
}

const byPagination = implemented.filter(pagedBy("PaginationRequest"));
const byQuery = implemented.filter(pagedBy("ListQuery"));

test("there are lists of both kinds", () => {
  expect(byPagination.length).toBeGreaterThan(15);
  expect(byQuery.length).toBeGreaterThan(30);
});

test("a pagination gets 100 unless it asks for more, and never more than 1,000", async () => {
  const wrong: string[] = [];
  for (const method of byPagination) {
    const field = pagedBy("PaginationRequest")(method);
    if (field === undefined) continue;
    const tooMuch = await list(method, field, 1001);
    if (!/QUERY-4M0fs/.test(tooMuch.message)) wrong.push(`${shortName(method)} at 1001: ${tooMuch.text}`);
    const unsaid = await list(method, field, 0);
    const tellsLimit = method.method.output.fields.some(({ name }) => name === "pagination");
    const applied =
      unsaid.code === 0 ? valueAt(JSON.parse(unsaid.text), "pagination.appliedLimit") : unsaid.text;
    if (tellsLimit && applied !== "100")
      wrong.push(`${shortName(method)} without a limit: ${String(applied)}`);
  }
  expect(wrong).toEqual([]);
});

test("a list query without a limit, or with any, is answered, as clients of the first generation rely on", async () => {
  const wrong: string[] = [];
  for (const method of byQuery) {
    const field = pagedBy("ListQuery")(method);
    if (field === undefined) continue;
    for (const limit of [0, 1001]) {
      const { code, text } = await list(method, field, limit);
      if (code !== 0) wrong.push(`${shortName(method)} at ${limit}: ${text}`);
    }
  }
  expect(wrong).toEqual([]);
});
