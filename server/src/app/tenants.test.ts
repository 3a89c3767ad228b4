import { afterAll, beforeAll, expect, test } from "vitest";
import { inInstance } from "#src/domains/instance/index.ts";
import {
  addInstanceHost,
  endInstance,
  removeInstanceHost,
} from "#src/domains/instance/lifecycle-commands.ts";
import { limitInstance } from "#src/domains/limits/commands.ts";
import type { OpenStore } from "#src/platform/eventstore/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { tenantFinder } from "./tenants.ts";

let tenant: Tenant;
let beside: OpenStore;
beforeAll(async () => {
  tenant = await createTenant();
  beside = (await tenant.anotherProcess()).store;
});
afterAll(() => tenant.close());

test("another process knows at once of hosts that come and go, of blocks and of removals", async () => {
  const { instanceId } = await tenant.another("next.test");
  const ctx = () => inInstance(tenant.ctx(), instanceId);
  const find = tenantFinder(beside);
  const found = async (name: string) => {
    const host = await find(name, undefined);
    return host && [host.instanceId, host.refusal?.id];
  };
  expect(await found("more.next.test")).toBeUndefined();
  for (let round = 0; round < 20; round++) {
    await addInstanceHost(ctx(), "more.next.test");
    expect(await found("more.next.test")).toEqual([instanceId, undefined]);
    await removeInstanceHost(ctx(), "more.next.test");
    expect(await found("more.next.test")).toBeUndefined();
  }
  await limitInstance(ctx(), { block: true });
  expect(await found("next.test")).toEqual([instanceId, "LIMITS-molsj"]);
  await limitInstance(ctx(), { block: false });
  expect(await found("next.test")).toEqual([instanceId, undefined]);
  await endInstance(ctx());
  expect(await found("next.test")).toBeUndefined();
  const again = await tenant.another("next.test");
  expect(await found("next.test")).toEqual([again.instanceId, undefined]);
});
