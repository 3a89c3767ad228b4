/** What people see of the applications that they stay logged in to, and end. */
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { createSession, terminate } from "#src/domains/session/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { type Issued, issueTokens, reasons, refreshTokens } from "./commands.ts";
import { verifyAccessToken } from "./verify.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

async function login(): Promise<Issued & { readonly sessionId: string }> {
  const { orgId, projectId, consoleClientId, admin } = tenant.created;
  const userId = admin?.userId ?? "";
  const ctx = tenant.ctx();
  const session = await createSession(ctx, { checks: { user: { userId }, password: "Password1!" } });
  const issued = await issueTokens(ctx, {
    userId,
    userOrgId: orgId,
    sessionId: session.row.aggregateId,
    clientId: consoleClientId,
    audience: [projectId],
    scope: ["openid", "offline_access"],
    authMethods: [4],
    authTime: ctx.now.toISOString(),
    reason: reasons.authRequest,
    withRefreshToken: true,
  });
  return { ...issued, sessionId: session.row.aggregateId };
}

const as = (token: string) => createClient(AuthService, tenant.transport(token));
const ids = async (token: string): Promise<readonly string[]> =>
  (await as(token).listMyRefreshTokens({})).result.map(({ id }) => id);

async function code(call: Promise<unknown>): Promise<Code | undefined> {
  return call.then(
    () => undefined,
    (reason: unknown) => ConnectError.from(reason).code,
  );
}

test("own refresh tokens are listed while they would be taken, and a revoked one ends its access token", async () => {
  const [one, two, three] = await Promise.all([login(), login(), login()]);
  const { accessToken } = one;
  expect(new Set(await ids(accessToken))).toEqual(
    new Set([one.oidcSessionId, two.oidcSessionId, three.oidcSessionId]),
  );
  const { details, result } = await as(accessToken).listMyRefreshTokens({});
  expect(details?.totalResult).toBe(3n);
  expect(result[0]).toMatchObject({
    clientId: tenant.created.consoleClientId,
    scopes: ["openid", "offline_access"],
    audience: [tenant.created.projectId],
  });
  await as(accessToken).revokeMyRefreshToken({ id: two.oidcSessionId });
  expect(await verifyAccessToken(tenant.ctx(), two.accessToken)).toBeUndefined();
  await expect(
    refreshTokens(tenant.ctx(), two.refreshToken ?? "", async ({ state }) => state.scope),
  ).rejects.toMatchObject({ id: "OIDCS-JOI23" });
  expect(await code(as(accessToken).revokeMyRefreshToken({ id: two.oidcSessionId }))).toBe(Code.NotFound);
  await terminate(tenant.ctx(), three.sessionId);
  expect(await ids(accessToken)).toEqual([one.oidcSessionId]);
});

test("a renewed refresh token keeps its id", async () => {
  const { accessToken, refreshToken, oidcSessionId } = await login();
  const next = await refreshTokens(tenant.ctx(), refreshToken ?? "", async ({ state }) => state.scope);
  expect(await verifyAccessToken(tenant.ctx(), accessToken)).toBeUndefined();
  expect(await ids(next.accessToken)).toContain(oidcSessionId);
});

test("nobody sees or revokes another's refresh tokens; all of one's own end at once", async () => {
  const mine = await login();
  const robot = as(tenant.ownerToken);
  expect((await robot.listMyRefreshTokens({})).result).toEqual([]);
  expect(await code(robot.revokeMyRefreshToken({ id: mine.oidcSessionId }))).toBe(Code.NotFound);
  await robot.revokeAllMyRefreshTokens({});
  expect(await ids(mine.accessToken)).toContain(mine.oidcSessionId);
  await as(mine.accessToken).revokeAllMyRefreshTokens({});
  expect(await verifyAccessToken(tenant.ctx(), mine.accessToken)).toBeUndefined();
});
