import { afterAll, beforeAll, expect, test } from "vitest";
import { inInstance } from "#src/domains/instance/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { createInstance } from "./create-instance.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

test("an instance and the credentials to it are written in one unit, so that there is none without", async () => {
  const ctx = inInstance(tenant.ctx(), tenant.newId());
  const created = await createInstance(ctx, {
    name: "Whole",
    defaultLanguage: "en",
    domain: "whole.test",
    origin: "http://whole.test",
    orgName: "Home",
    machine: { userName: "robot", name: "Robot", pat: {}, key: {} },
    loginClient: { userName: "login", name: "Login", pat: {} },
  });
  expect(created.machine?.token).toBeTruthy();
  expect(created.loginClient?.token).toBeTruthy();
  expect(JSON.parse(created.machine?.keyFile ?? "")).toMatchObject({ userId: created.machine?.userId });
  const units = await tenant.database.query<{ credentials: string[]; owners: string[] }>(sql`
    select array_agg(type order by type) filter (where type ~ 'pat|key.added') as credentials,
      array_agg(distinct owner) filter (where type ~ 'pat|machine') as owners
    from events where instance_id = ${ctx.instanceId} and type not like 'web_key.%' group by unit`);
  expect(units).toEqual([
    {
      credentials: expect.arrayContaining([
        "user.machine.key.added",
        "user.pat.added",
        "user.pat.added",
      ]) as unknown,
      owners: [created.orgId],
    },
  ]);
});
