import { expect, test } from "vitest";
import type { Draft } from "#src/platform/eventstore/index.ts";
import { useStore } from "#test/harness/store.ts";
import { addPolicy, changePolicy, removePolicy, startPolicy } from "./decisions.ts";
import { effective } from "./effective.ts";
import { whole } from "./fields.ts";
import { definePolicy, type PolicyLevel, policyEntities, policyRef } from "./policy.ts";

const policy = definePolicy({
  code: "TEST",
  table: "size_policies",
  events: "policy.size",
  keys: { instance: "Errors.IAM.SizePolicy", org: "Errors.Org.SizePolicy" },
  fields: { size: whole(8) },
  forOrgs: true,
});

const used = useStore(policyEntities(policy));
const writer = (instanceId: string) => ({ instanceId, creator: "tester" });
type Decide = (state: typeof policy.defaults | undefined) => readonly Draft[];
const apply = (instanceId: string, level: PolicyLevel, id: string, decide: Decide) =>
  used.store.execute(writer(instanceId), [policyRef(policy, level, id)], ([state]) => [decide(state)]);
/** As the next request on the other node reads it. */
const inForce = async (instanceId: string, orgId?: string) => {
  const { value, isDefault, row } = await effective(
    { config: used.other.config(instanceId), instanceId },
    policy,
    orgId,
  );
  return { size: value.size, isDefault, owner: row?.owner };
};

test("the organization's over the instance's over the built-in, exact on another node at once", async () => {
  expect(await inForce("i1", "o1")).toEqual({ size: 8, isDefault: true, owner: undefined });
  await apply("i1", "instance", "i1", () => startPolicy(policy));
  await apply("i1", "instance", "i1", changePolicy(policy, "instance", { size: 10 }));
  expect(await inForce("i1", "o1")).toEqual({ size: 10, isDefault: true, owner: "i1" });
  await apply("i1", "org", "o1", addPolicy(policy, "org", { size: 0 }));
  expect(await inForce("i1", "o1")).toEqual({ size: 0, isDefault: false, owner: "o1" });
  expect(await inForce("i1", "o2")).toEqual({ size: 10, isDefault: true, owner: "i1" });
  expect(await inForce("i1")).toEqual({ size: 10, isDefault: true, owner: "i1" });
  await apply("i1", "org", "o1", removePolicy(policy));
  expect(await inForce("i1", "o1")).toEqual({ size: 10, isDefault: true, owner: "i1" });
});

test("another instance has its own", async () => {
  await apply("i2", "instance", "i2", () => startPolicy(policy));
  await apply("i2", "org", "o3", addPolicy(policy, "org", { size: 3 }));
  expect(await inForce("i2", "o3")).toMatchObject({ size: 3 });
  expect(await inForce("i3", "o3")).toEqual({ size: 8, isDefault: true, owner: undefined });
});
