import {
  createAccessTokenInterceptor,
  createAdminClient,
  createAuthClient,
  createManagementClient,
  createServiceAccountInterceptor,
  createUserClient,
} from "@zitadel/node/dist/api/index.js";
import { ServiceAccount } from "@zitadel/node/dist/credentials/service-account.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => server?.stop());

/** The account signs itself in with its key when it first calls. */
const byKey = (apiAccess = true) =>
  createServiceAccountInterceptor(server.origin, ServiceAccount.fromJson(server.key), { apiAccess });

test("a service account calls over gRPC with a token it got by its key", async () => {
  const { user } = await createAuthClient(server.origin, byKey()).getMyUser({});
  expect(user).toMatchObject({ id: server.key.userId, userName: "robot" });
});

test("it manages projects, users and the instance", async () => {
  const management = createManagementClient(server.origin, byKey());
  const { id } = await management.addProject({ name: "from node" });
  expect((await management.getProjectByID({ id })).project).toMatchObject({ id, name: "from node" });
  const { userId } = await management.addMachineUser({ userName: "worker", name: "Worker" });
  expect((await management.getUserByID({ id: userId })).user?.userName).toBe("worker");
  const { instance } = await createAdminClient(server.origin, byKey()).getMyInstance({});
  expect(instance?.id).toBeTypeOf("string");
});

test("the second beta generation answers too", async () => {
  const { user } = await createUserClient(server.origin, byKey()).getUserByID({ userId: server.key.userId });
  expect(user?.machine?.name).toBe("robot");
});

test("a personal access token does as well", async () => {
  const auth = createAuthClient(server.origin, createAccessTokenInterceptor(server.pat));
  expect((await auth.getMyUser({})).user?.id).toBe(server.key.userId);
});

test("a token without the API in its audience opens nothing", async () => {
  const call = createAuthClient(server.origin, byKey(false)).getMyUser({});
  await expect(call).rejects.toMatchObject({ code: 16 });
});
