/** How far an instance has come, without a write per login. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { MilestoneFieldName, MilestoneType } from "#contract/zitadel/milestone/v1/milestone_pb.ts";
import { AuthRequest } from "#src/domains/authrequest/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { redeemCode } from "#src/domains/token/index.ts";
import { fresh, ownedBy } from "#src/platform/eventstore/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

const admin = () => createClient(AdminService, tenant.transport(tenant.ownerToken));
const typesOf = async (reached: boolean) => {
  const queries = [{ query: { case: "isReachedQuery", value: { reached } } }] as const;
  const { result } = await admin().listMilestones({ query: { asc: true }, queries: [...queries] });
  return result.map(({ type }) => type);
};

/** Somebody logs in to this application, up to the tokens. */
async function login(clientId: string): Promise<void> {
  const ctx = tenant.ctx();
  const userId = tenant.created.admin?.userId ?? "";
  const { row } = await createSession(ctx, { checks: { user: { userId }, password: "Password1!" } });
  const sessionId = row.aggregateId;
  const id = `V2_${ctx.newId()}`;
  const link = {
    session_id: sessionId,
    user_id: userId,
    auth_time: ctx.now.toISOString(),
    auth_methods: [4],
  } as const;
  const added = {
    login_client: "",
    client_id: clientId,
    redirect_uri: "https://shop.example/cb",
    scope: ["openid"],
    audience: [],
    response_type: 0,
  } as const;
  await ctx.store.execute(ctx, [ownedBy(ctx.instanceId, fresh(AuthRequest, id))], () => [
    [
      { type: "auth_request.added", payload: added },
      { type: "auth_request.session.linked", payload: link },
      { type: "auth_request.code.added", payload: null },
    ],
  ]);
  await redeemCode(ctx, ctx.secrets.sealToken("auth_code", id), async ({ login: { userId: of } }) => ({
    userId: of,
    userOrgId: tenant.created.orgId,
    sessionId,
    clientId,
    audience: [],
    scope: ["openid"],
    authMethods: [4],
    authTime: ctx.now.toISOString(),
    reason: 1,
    withRefreshToken: false,
  }));
}

test("milestones are reached one after another, by what people do and not by what the product sets up", async () => {
  const all = Object.values(MilestoneType).slice(1, 6);
  expect(await typesOf(true)).toEqual([MilestoneType.INSTANCE_CREATED]);
  expect(await typesOf(false)).toEqual(all.slice(1));

  await login(tenant.created.consoleClientId);
  expect(await typesOf(true)).toEqual(all.slice(0, 2));

  const management = createClient(ManagementService, tenant.transport(tenant.ownerToken));
  const { id: projectId } = await management.addProject({ name: "Shop" });
  expect(await typesOf(true)).toEqual(all.slice(0, 3));
  await management.addAPIApp({ projectId, name: "api", authMethodType: 0 });
  expect(await typesOf(true)).toEqual(all.slice(0, 4));

  await login("shop");
  expect(await typesOf(true)).toEqual(all);
  const request = { query: { limit: 2 }, sortingColumn: MilestoneFieldName.REACHED_DATE };
  const { details, result } = await admin().listMilestones(request);
  expect(result.map(({ type }) => type)).toEqual([all[4], all[3]]);
  expect([details?.totalResult, result.every(({ reachedDate }) => reachedDate !== undefined)]).toEqual([
    5n,
    true,
  ]);
});

test("later logins write nothing about milestones", async () => {
  const written = () =>
    tenant.store.events(tenant.created.instanceId, { aggregateTypes: ["milestone"], limit: 9 });
  expect(await written()).toHaveLength(2);
  await Promise.all([login("shop"), login("other"), login(tenant.created.consoleClientId)]);
  expect(await written()).toHaveLength(2);
});
