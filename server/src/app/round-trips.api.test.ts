/** docs/performance.md states these numbers; they change there when they change here. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { type Watched, watchRoundTrips } from "#test/harness/round-trips.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let watched: Watched;
let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant({
    watch: (database) => {
      watched = watchRoundTrips(database);
      return watched.database;
    },
  });
});
afterAll(() => tenant.close());

/** Statements, waves and commits of a call with a personal access token, as docs/performance.md has them. */
const stated: Readonly<Record<string, readonly [statements: number, waves: number, commits: number]>> = {
  "own user": [5, 4, 0],
  "session create": [6, 4, 1],
  "user create": [5, 3, 1],
  "list organizations": [6, 4, 0],
};

test("each call asks the database no more often than is stated", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  let number = 0;
  const human = () => ({
    username: `human-${++number}`,
    profile: { givenName: "G", familyName: "F" },
    email: { email: "g@example.com", verification: { case: "isVerified", value: true } } as const,
  });
  const user = createClient(UserService, transport);
  const { userId } = await user.addHumanUser(human());
  const checks = { user: { search: { case: "userId", value: userId } } } as const;
  const works: Readonly<Record<string, () => Promise<unknown>>> = {
    "own user": () => createClient(AuthService, transport).getMyUser({}),
    "session create": () => createClient(SessionService, transport).createSession({ checks }),
    "user create": () => user.addHumanUser(human()),
    "list organizations": () => createClient(OrganizationService, transport).listOrganizations({}),
  };
  expect(Object.keys(works)).toEqual(Object.keys(stated));
  // What is cached per process is there already, as it is in a server that runs.
  for (const work of Object.values(works)) await work();
  for (const [name, [statements, waves, commits]] of Object.entries(stated)) {
    const seen = await watched.during(works[name] ?? (async () => undefined));
    expect({ name, ...seen }).toEqual({ name, statements, commits, waves: expect.any(Number) });
    expect(seen.waves, name).toBeLessThanOrEqual(waves);
  }
});
