import { Code, ConnectError } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { NewAuthorizationBearerInterceptor } from "@zitadel/client";
import { createServerTransport } from "@zitadel/client/node";
import { createAuthServiceClient, createManagementServiceClient } from "@zitadel/client/v1";
import {
  createOrganizationServiceClient,
  createSessionServiceClient,
  createSettingsServiceClient,
  createUserServiceClient,
} from "@zitadel/client/v2";
import { createClientTransport } from "@zitadel/client/web";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Server, startServer } from "./server.ts";
import { addPerson, password } from "./world.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => server?.stop());

const connect = (httpVersion: "1.1" | "2", token: string) =>
  createConnectTransport({
    baseUrl: server.origin,
    httpVersion,
    interceptors: [NewAuthorizationBearerInterceptor(token)],
  });

const transports = {
  "Connect over HTTP/1.1": (token: string) => connect("1.1", token),
  "Connect over HTTP/2": (token: string) => connect("2", token),
  "gRPC by its own server transport": (token: string) =>
    createServerTransport(token, { baseUrl: server.origin }),
  "gRPC-web by its own client transport": (token: string) =>
    createClientTransport(token, { baseUrl: server.origin }),
};

describe.each(Object.entries(transports))("%s", (name, transport) => {
  const slug = name.replaceAll(/\W+/g, "-").toLowerCase();

  test("a person is added, read, found and removed", async () => {
    const users = createUserServiceClient(transport(server.pat));
    const email = `${slug}@example.test`;
    const { userId } = await users.addHumanUser({
      username: slug,
      profile: { givenName: "Ada", familyName: "Lovelace" },
      email: { email, verification: { case: "isVerified", value: true } },
      passwordType: { case: "password", value: { password, changeRequired: false } },
    });
    const { user } = await users.getUserByID({ userId });
    expect(user).toMatchObject({ userId, username: slug, type: { case: "human" } });
    const found = await users.listUsers({
      queries: [{ query: { case: "emailQuery", value: { emailAddress: email } } }],
    });
    expect(found.result.map((one) => one.userId)).toEqual([userId]);
    await users.deleteUser({ userId });
    const gone = users.getUserByID({ userId });
    await expect(gone).rejects.toMatchObject({ code: Code.NotFound });
  });

  test("organizations, settings and first-generation services answer", async () => {
    const with_ = transport(server.pat);
    const organizations = await createOrganizationServiceClient(with_).listOrganizations({});
    expect(organizations.result).toHaveLength(1);
    const { settings } = await createSettingsServiceClient(with_).getLoginSettings({});
    expect(settings?.allowUsernamePassword).toBe(true);
    const { user } = await createAuthServiceClient(with_).getMyUser({});
    expect(user?.userName).toBe("robot");
    const { id } = await createManagementServiceClient(with_).addProject({ name: slug });
    expect(id).not.toBe("");
  });

  test("a login UI's session: name, then password, then read and ended", async () => {
    const sessions = createSessionServiceClient(transport(server.pat));
    const person = await addPerson(server, `${slug}-session`);
    const begun = await sessions.createSession({
      checks: { user: { search: { case: "loginName", value: person.loginName } } },
    });
    const { sessionId } = begun;
    const wrong = sessions.setSession({ sessionId, checks: { password: { password: "wrong" } } });
    await expect(wrong).rejects.toMatchObject({ code: Code.InvalidArgument });
    const set = await sessions.setSession({ sessionId, checks: { password: { password } } });
    expect(set.sessionToken).not.toBe(begun.sessionToken);
    const { session } = await sessions.getSession({ sessionId });
    expect(session?.factors?.user?.id).toBe(person.id);
    expect(session?.factors?.password?.verifiedAt).toBeDefined();
    await sessions.deleteSession({ sessionId });
    await expect(sessions.getSession({ sessionId })).rejects.toMatchObject({ code: Code.NotFound });
  });

  test("without a token, with a wrong one, and with bad input, the codes are the contract's", async () => {
    const anybody = createUserServiceClient(transport("nonsense"));
    await expect(anybody.listUsers({})).rejects.toMatchObject({ code: Code.Unauthenticated });
    const users = createUserServiceClient(transport(server.pat));
    const failure: unknown = await users.addHumanUser({}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConnectError);
    expect(failure).toMatchObject({ code: Code.InvalidArgument });
  });
});
