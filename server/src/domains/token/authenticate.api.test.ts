/** Which proof the APIs take. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOidcApp } from "#src/domains/app/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import { type AnyRef, ref } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { authenticate } from "./authenticate.ts";
import { issueTokens, reasons } from "./commands.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

async function tokenBy(authMethods: readonly number[], clientId?: string): Promise<string> {
  const { orgId, projectId, consoleClientId, admin } = tenant.created;
  const userId = admin?.userId ?? "";
  const checks = { user: { userId }, password: "Password1!" } as const;
  const session = await createSession(tenant.ctx(), { checks });
  const { accessToken } = await issueTokens(tenant.ctx(), {
    userId,
    userOrgId: orgId,
    sessionId: session.row.aggregateId,
    clientId: clientId ?? consoleClientId,
    audience: [projectId],
    scope: ["openid"],
    authMethods,
    authTime: tenant.ctx().now.toISOString(),
    reason: reasons.authRequest,
    withRefreshToken: false,
  });
  return accessToken;
}

const outcome = (token: string): Promise<string> =>
  authenticate(tenant.ctx(), token, undefined).then(
    ({ kind }) => kind,
    (error: unknown) => (error instanceof Failure ? error.id : "unexpected"),
  );

test("an access token counts no longer when the policy has come to demand a second factor", async () => {
  const [byPassword, byTwo, byPasskey] = await Promise.all([tokenBy([4]), tokenBy([4, 1]), tokenBy([3])]);
  expect(await Promise.all([byPassword, byTwo, byPasskey].map(outcome))).toEqual(["user", "user", "user"]);
  const { entity, aggregateId, entityId } = policyRef(loginPolicy, "instance", tenant.created.instanceId);
  const target: AnyRef = ref(entity, aggregateId, entityId);
  const changed = { type: "policy.login.changed", payload: { forceMFA: true } };
  await tenant.store.execute(tenant.ctx(), [target], () => [
    [{ ...changed, type: entity.types.find((type) => type.endsWith("policy.login.changed")) ?? "" }],
  ]);
  expect(await Promise.all([byPassword, byTwo, byPasskey].map(outcome))).toEqual([
    "AUTHZ-Kl3p0",
    "user",
    "user",
  ]);
});

test("a caller's application is the one that they logged in to; a service user has none, whatever its tokens name", async () => {
  const { orgId, projectId, machine } = tenant.created;
  const ctx = tenant.ctx();
  const shop = await createOidcApp(
    ctx,
    { projectId, name: "shop" },
    {
      redirectUris: ["https://shop.example/cb"],
      additionalOrigins: ["https://beside.example"],
      responseTypes: [0],
      grantTypes: [0],
    },
  );
  const person = await authenticate(ctx, await tokenBy([3], shop.clientId), "https://shop.example");
  expect(await person.redirectOrigins?.()).toEqual(["https://shop.example"]);
  await expect(authenticate(ctx, await tokenBy([3], shop.clientId), "https://evil.example")).rejects.toThrow(
    "AUTH-DZG21",
  );
  const { accessToken } = await issueTokens(ctx, {
    userId: machine?.userId ?? "",
    userOrgId: orgId,
    sessionId: "",
    clientId: shop.clientId,
    audience: [projectId],
    scope: ["openid"],
    authMethods: [4],
    authTime: ctx.now.toISOString(),
    reason: reasons.clientCredentials,
    withRefreshToken: false,
  });
  const robot = await authenticate(ctx, accessToken, "https://evil.example");
  expect(robot.userId).toBe(machine?.userId);
  expect(await robot.redirectOrigins?.()).toEqual([]);
});
