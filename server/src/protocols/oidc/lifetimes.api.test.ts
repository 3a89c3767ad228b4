/** What ends with what: tokens never outlive what they rest on. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { App } from "#src/domains/app/index.ts";
import { finishAuthRequest, requireAuthRequest } from "#src/domains/authrequest/index.ts";
import { createOrg, Org } from "#src/domains/org/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { createHuman } from "#src/domains/user/index.ts";
import { paths } from "./paths.ts";
import { basic, exchange, type Fields, relyingParty, request } from "./relying-party.fixture.ts";
import { openWorld, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { post, get, userinfo } = relyingParty(() => world);

/** Somebody of an organization that is not the application's. */
async function guest(name: string) {
  const org = await createOrg(world.ctx(), name);
  const { row } = await createHuman(world.ctx(), {
    orgId: org.aggregateId,
    userName: name,
    firstName: "Gil",
    lastName: "Guest",
    email: `${name}@guests.test`,
    emailVerification: { kind: "verified" },
    password: { plain: "Secret-Pass1" },
  });
  return { orgId: org.aggregateId, userId: row.aggregateId };
}

async function codeFor(userId: string, lifetimeSeconds = 0) {
  const begun = await get(paths.authorize, request(world.clients.web.clientId));
  const id = new URL(begun.headers.get("location") ?? "").searchParams.get("authRequest") ?? "";
  const checks = { user: { userId }, password: "Secret-Pass1" } as const;
  const { row } = await createSession(world.ctx(), { checks, lifetimeSeconds });
  const back = await finishAuthRequest(world.ctx(), await requireAuthRequest(world.ctx(), id), {
    sessionId: row.aggregateId,
    userId,
    authTime: world.ctx().now.toISOString(),
    authMethods: [4],
  });
  return new URL(back).searchParams.get("code") ?? "";
}

const ask = (fields: Fields) => post(paths.token, fields, basic(world.clients.web));
const redeem = (code: string) => ask(exchange(code));
const refresh = (token: unknown) => ask({ grant_type: "refresh_token", refresh_token: String(token) });
const reads = async (token: unknown) => (await userinfo(token)).status;

test("nobody of a deactivated organization is issued tokens, by a code or by a refresh token", async () => {
  const { orgId, userId } = await guest("closing");
  const { body } = await redeem(await codeFor(userId));
  expect(await reads(body["access_token"])).toBe(200);
  const waiting = await codeFor(userId);
  await world.happen(Org, orgId, [{ type: "org.deactivated", payload: null }], "", orgId);
  expect(await reads(body["access_token"])).toBe(401);
  expect(await refresh(body["refresh_token"])).toMatchObject({
    status: 400,
    body: { error: "invalid_grant" },
  });
  expect(await redeem(waiting)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});

test("the tokens of an application end with it", async () => {
  const { userId } = await guest("staying");
  const { body } = await redeem(await codeFor(userId));
  expect(await reads(body["access_token"])).toBe(200);
  const { aggregateId, entityId } = world.clients.web.row;
  const happen = (type: "project.application.deactivated" | "project.application.reactivated") =>
    world.happen(App, aggregateId, [{ type, payload: { appId: entityId } }], entityId);
  await happen("project.application.deactivated");
  expect(await reads(body["access_token"])).toBe(401);
  expect((await refresh(body["refresh_token"])).status).toBe(401);
  await happen("project.application.reactivated");
  expect(await reads(body["access_token"])).toBe(200);
});

test("a code gives nothing once the login that it came from has expired", async () => {
  const code = await codeFor((await guest("brief")).userId, 60);
  world.shift.millis = 61_000;
  const answer = await redeem(code);
  world.shift.millis = 0;
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});
