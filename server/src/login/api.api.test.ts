/** The API of custom logins, both generations, over a real store. */
import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OIDCService } from "#contract/zitadel/oidc/v2/oidc_service_pb.ts";
import { OIDCService as OIDCServiceBeta } from "#contract/zitadel/oidc/v2beta/oidc_service_pb.ts";
import { App } from "#src/domains/app/index.ts";
import { createSession, terminate } from "#src/domains/session/index.ts";
import type { Membership } from "#src/platform/request/index.ts";
import { createTestTransport } from "../../test/harness/rpc.ts";
import { loginParts } from "./api.v2.ts";
import { ids, instanceId, openRealHouse, password, type RealHouse } from "./house/real-house.fixture.ts";

let real: RealHouse;
beforeAll(async () => {
  real = await openRealHouse();
});
afterAll(() => real.close());
/** Set by tests that look from later. */
let now: Date | undefined;

const roles: Readonly<Record<string, readonly string[]>> = {
  linker: ["IAM_LOGIN_CLIENT"],
  owner: ["IAM_OWNER"],
};

function transport(userId: string) {
  const held: readonly Membership[] = (roles[userId] ?? []).map((role) => ({
    kind: "iam",
    objectId: instanceId,
    ownerId: instanceId,
    roles: [role],
  }));
  return createTestTransport(
    loginParts,
    async (_call, caller) =>
      real.ctx({
        creator: caller.userId,
        caller: { ...caller, memberships: async () => held },
        ...(now === undefined ? {} : { now }),
      }),
    { token: userId, instanceId },
  );
}

/** What both generations have, so that each test runs over both. */
type Api = Pick<Client<typeof OIDCService>, "getAuthRequest" | "createCallback">;
const apis: readonly [string, (userId: string) => Api][] = [
  ["v2", (userId) => createClient(OIDCService, transport(userId))],
  // The same fields under other type names.
  ["v2beta", (userId) => createClient(OIDCServiceBeta, transport(userId)) as unknown as Api],
];

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "passes",
    (error: unknown) =>
      error instanceof ConnectError
        ? `${Code[error.code]} ${/\(([A-Za-z]+-\w+)\)/.exec(error.message)?.[1] ?? error.message}`
        : String(error),
  );

const newRequest = async (more = {}): Promise<string> => (await real.request(more)).slice("oidc_".length);

async function newSession(checks: { password?: string } = { password }) {
  const { row, token } = await createSession(real.ctx({ creator: ids.loginClient }), {
    checks: { user: { userId: ids.user }, ...checks },
  });
  return { sessionId: row.aggregateId, sessionToken: token };
}

const byName = (session: Awaited<ReturnType<typeof newSession>>) => ({
  case: "session" as const,
  value: { $typeName: "zitadel.oidc.v2.Session" as const, ...session },
});

describe.each(apis)("%s", (_generation, api) => {
  const finish = (userId: string, authRequestId: string, session: Awaited<ReturnType<typeof newSession>>) =>
    api(userId).createCallback({ authRequestId, callbackKind: byName(session) });

  it("shows a request as it was made", async () => {
    const id = await newRequest({
      prompt: [2, 4],
      ui_locales: ["de"],
      login_hint: "ada@example.com",
      max_age: 90_000_000_000,
      hint_user_id: ids.user,
    });
    const { authRequest } = await api(ids.loginClient).getAuthRequest({ authRequestId: id });
    expect(authRequest).toMatchObject({
      id,
      clientId: real.clientId,
      scope: ["openid"],
      redirectUri: "https://app.example.com/cb",
      prompt: [2, 4],
      uiLocales: ["de"],
      loginHint: "ada@example.com",
      hintUserId: ids.user,
    });
    expect(authRequest?.maxAge?.seconds).toBe(90n);
    expect(authRequest?.creationDate).toBeDefined();
  });

  it("shows it to its login client and to who may read sessions, to nobody else", async () => {
    const authRequestId = await newRequest();
    const read = (userId: string) => refusal(api(userId).getAuthRequest({ authRequestId }));
    expect(await read("owner")).toBe("passes");
    expect(await read("linker")).toBe("passes");
    expect(await read(ids.user)).toMatch(/^NotFound AUTHZ-cdgFk/);
    expect(await refusal(api("owner").getAuthRequest({ authRequestId: "V2_0" }))).toMatch(
      /^NotFound COMMAND-jae5P/,
    );
  });

  it("lets its login client and who may link sessions finish it, nobody else, not even an owner", async () => {
    const session = await newSession();
    expect(await refusal(finish("owner", await newRequest(), session))).toMatch(
      /^PermissionDenied AUTH-AWfge/,
    );
    expect(await refusal(finish(ids.user, await newRequest(), session))).toMatch(/^NotFound AUTHZ-cdgFk/);
    expect(await refusal(finish("linker", await newRequest(), session))).toBe("passes");
    const { callbackUrl, details } = await finish(ids.loginClient, await newRequest(), session);
    const url = new URL(callbackUrl);
    expect(url.searchParams.get("code")).toBeTruthy();
    expect(url.searchParams.get("state")).toBe("st4te");
    expect(details?.resourceOwner).toBe(instanceId);
  });

  it("takes no other token than the session's present one", async () => {
    const authRequestId = await newRequest();
    const session = await newSession();
    const other = await newSession();
    const mixed = { ...session, sessionToken: other.sessionToken };
    const unknown = { ...session, sessionId: "0" };
    expect(await refusal(finish("linker", authRequestId, mixed))).toMatch(/^PermissionDenied COMMAND-sGr42/);
    expect(await refusal(finish("linker", authRequestId, unknown))).toMatch(/^NotFound COMMAND-Flk38/);
    expect(await refusal(finish("linker", authRequestId, session))).toBe("passes");
  });

  it("refuses a session that does not suffice, and the request stays open", async () => {
    const authRequestId = await newRequest();
    const userOnly = await newSession({});
    expect(await refusal(finish("linker", authRequestId, userOnly))).toMatch(
      /^FailedPrecondition LOGIN-pC5h4/,
    );
    const { row, token } = await createSession(real.ctx(), { checks: {} });
    const nobodys = { sessionId: row.aggregateId, sessionToken: token };
    expect(await refusal(finish("linker", authRequestId, nobodys))).toMatch(
      /^FailedPrecondition LOGIN-n4mE1/,
    );
    const ended = await newSession();
    await terminate(real.ctx(), ended.sessionId);
    expect(await refusal(finish("linker", authRequestId, ended))).toMatch(/^FailedPrecondition LOGIN-sX8p5/);
    expect(await refusal(finish("linker", authRequestId, await newSession()))).toBe("passes");
  });

  it("enforces a forced second factor", async () => {
    await real.setPolicy("login", { forceMFA: true });
    const outcome = await refusal(finish("linker", await newRequest(), await newSession()));
    await real.setPolicy("login", { forceMFA: false });
    expect(outcome).toMatch(/^FailedPrecondition LOGIN-mS4t5/);
  });

  it("answers a request once", async () => {
    const authRequestId = await newRequest();
    const session = await newSession();
    await finish("linker", authRequestId, session);
    expect(await refusal(finish("linker", authRequestId, session))).toMatch(
      /^FailedPrecondition COMMAND-Sx208nt/,
    );
  });

  it("ends a request with an OAuth error", async () => {
    const authRequestId = await newRequest();
    const { callbackUrl } = await api(ids.loginClient).createCallback({
      authRequestId,
      callbackKind: {
        case: "error",
        value: {
          $typeName: "zitadel.oidc.v2.AuthorizationError",
          error: 3,
          errorDescription: "no",
          errorUri: "https://x.example/e",
        },
      },
    });
    const answer = Object.fromEntries(new URL(callbackUrl).searchParams);
    expect(answer).toMatchObject({
      error: "access_denied",
      error_description: "no",
      error_uri: "https://x.example/e",
      state: "st4te",
    });
    expect(await refusal(finish("linker", authRequestId, await newSession()))).toMatch(
      /^FailedPrecondition COMMAND-Sx208nt/,
    );
  });

  it("finishes nothing for an application that is no longer active", async () => {
    const authRequestId = await newRequest();
    const turn = (type: "project.application.deactivated" | "project.application.reactivated") =>
      real.happen(App, ids.project, [{ type, payload: { appId: ids.app } }], { entityId: ids.app });
    await turn("project.application.deactivated");
    const outcome = await refusal(finish("linker", authRequestId, await newSession()));
    await turn("project.application.reactivated");
    expect(outcome).toMatch(/^FailedPrecondition LOGIN-aC7t2/);
  });

  it("neither shows nor answers a request that is older than a day", async () => {
    const authRequestId = await newRequest();
    const session = await newSession();
    now = new Date(Date.now() + 25 * 3_600_000);
    const outcomes = [
      await refusal(api("linker").getAuthRequest({ authRequestId })),
      await refusal(finish("linker", authRequestId, session)),
    ];
    now = undefined;
    expect(outcomes).toEqual([
      expect.stringMatching(/^FailedPrecondition LOGIN-rX4p6/),
      expect.stringMatching(/^FailedPrecondition LOGIN-rX4p6/),
    ]);
  });
});
