/** What revokes a service user's credentials, in the process that did it and in another one. */
import { generateKeyPairSync } from "node:crypto";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createMachine, epochOf, lossesOf, User } from "#src/domains/user/index.ts";
import { type AnotherProcess, createTenant, type Tenant } from "#test/harness/tenant.ts";
import { issueTokens, reasons } from "./commands.ts";
import { verifyAccessToken } from "./verify.ts";

let tenant: Tenant;
let other: AnotherProcess;
let users: Client<typeof UserService>;
beforeAll(async () => {
  tenant = await createTenant();
  other = await tenant.anotherProcess();
  users = createClient(UserService, tenant.transport(tenant.ownerToken));
});
afterAll(() => tenant.close());

const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = Buffer.from(publicKey.export({ type: "spki", format: "pem" }));
const expirationDate = timestampFromDate(new Date("9999-01-01T00:00:00Z"));
const addKey = (userId: string) => users.addKey({ userId, expirationDate, publicKey: key });

let robots = 0;
async function robot() {
  const userName = `robot-${++robots}`;
  const { orgId } = tenant.created;
  const { aggregateId: userId } = await createMachine(tenant.ctx(), { orgId, userName, name: "Robot" });
  await users.addSecret({ userId });
  const { keyId } = await addKey(userId);
  const { tokenId, token: pat } = await users.addPersonalAccessToken({ userId, expirationDate });
  const tokens = {
    "by its secret": await issue(userId, { authMethods: [4] }),
    "by its key": await issue(userId, { keyId }),
    "personal access token": pat,
  };
  return { userId, userName, keyId, tokenId, tokens };
}
type Robot = Awaited<ReturnType<typeof robot>>;

async function issue(
  userId: string,
  { authMethods = [], keyId }: { readonly authMethods?: readonly number[]; readonly keyId?: string },
): Promise<string> {
  const user = await tenant.store.get(User, tenant.created.instanceId, userId);
  if (user === undefined) throw new Error("there is no such service user");
  const { accessToken } = await issueTokens(tenant.ctx(), {
    userId,
    userOrgId: tenant.created.orgId,
    sessionId: "",
    clientId: "",
    audience: [],
    scope: ["openid"],
    authMethods,
    authTime: tenant.ctx().now.toISOString(),
    provenBy: { epoch: epochOf(user.state), secretLosses: lossesOf(user.state, "secret"), keyId },
    reason: keyId === undefined ? reasons.clientCredentials : reasons.jwtProfile,
    withRefreshToken: false,
  });
  return accessToken;
}

const all = ["by its secret", "by its key", "personal access token"] as const;
const given = ["personal access token"] as const;

interface Cause {
  readonly name: string;
  readonly happens: (robot: Robot) => Promise<unknown>;
  readonly leaves: readonly (keyof Robot["tokens"])[];
}

const causes: readonly Cause[] = [
  { name: "being locked", happens: ({ userId }) => users.lockUser({ userId }), leaves: [] },
  {
    name: "having been locked",
    happens: ({ userId }) => users.lockUser({ userId }).then(() => users.unlockUser({ userId })),
    leaves: given,
  },
  { name: "being deactivated", happens: ({ userId }) => users.deactivateUser({ userId }), leaves: [] },
  {
    name: "having been deactivated",
    happens: ({ userId }) => users.deactivateUser({ userId }).then(() => users.reactivateUser({ userId })),
    leaves: given,
  },
  { name: "being removed", happens: ({ userId }) => users.deleteUser({ userId }), leaves: [] },
  {
    name: "another secret",
    happens: ({ userId }) => users.addSecret({ userId }),
    leaves: ["by its key", "personal access token"],
  },
  {
    name: "the secret removed",
    happens: ({ userId }) => users.removeSecret({ userId }),
    leaves: ["by its key", "personal access token"],
  },
  {
    name: "the key removed",
    happens: ({ userId, keyId }) => users.removeKey({ userId, keyId }),
    leaves: ["by its secret", "personal access token"],
  },
  { name: "another key", happens: ({ userId }) => addKey(userId), leaves: all },
  {
    name: "another key removed",
    happens: async ({ userId }) => users.removeKey({ userId, keyId: (await addKey(userId)).keyId }),
    leaves: all,
  },
  {
    name: "the personal access token removed",
    happens: ({ userId, tokenId }) => users.removePersonalAccessToken({ userId, tokenId }),
    leaves: ["by its secret", "by its key"],
  },
  {
    name: "another name",
    happens: ({ userId, userName }) => users.updateUser({ userId, username: `renamed-${userName}` }),
    leaves: all,
  },
];

test.each(causes)("$name", async ({ happens, leaves }) => {
  const before = await robot();
  const good = async (process: Pick<Tenant, "ctx">) => {
    const found = all.map(async (kind) => [
      kind,
      await verifyAccessToken(process.ctx(), before.tokens[kind]),
    ]);
    return (await Promise.all(found)).flatMap(([kind, token]) => (token ? [kind] : []));
  };
  expect(await good(other)).toEqual(all);
  await happens(before);
  expect(await good(tenant)).toEqual(leaves);
  expect(await good(other)).toEqual(leaves);
});
