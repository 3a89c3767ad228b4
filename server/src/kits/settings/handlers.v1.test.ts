import { expect, test } from "vitest";
import { type Entity, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { useStore } from "#test/harness/store.ts";
import { startPolicy } from "./decisions.ts";
import { text, whole } from "./fields.ts";
import { policyV1 } from "./handlers.v1.ts";
import { definePolicy, policyEntities, policyRef } from "./policy.ts";

const policy = definePolicy({
  code: "TEST",
  table: "v1_size_policies",
  events: "policy.size",
  keys: { instance: "Errors.IAM.SizePolicy", org: "Errors.Org.SizePolicy" },
  fields: { size: whole(8, { max: 20 }), hint: text("none") },
  forOrgs: true,
});

const Home: Entity<object, { readonly type: "org.made"; readonly payload: null }> = {
  table: "homes",
  aggregate: "org",
  types: ["org.made"],
  version: 1,
  owner: "self",
  config: true,
  evolve: () => ({}),
};

const used = useStore([Home, ...policyEntities(policy)]);
const writer = { instanceId: "i1", creator: "tester" };
/* The parts of a context that these handlers use, as the next request on either node has them. */
const ctxOf = (store: "store" | "other") =>
  ({ ...writer, orgId: "o1", store: used[store], config: used[store].config("i1") }) as unknown as Ctx;
const here = () => ctxOf("store");
const there = () => ctxOf("other");

const v1 = policyV1(policy, {
  orgs: Home,
  shown: ({ size, hint }) => ({ size: BigInt(size), hint }),
  given: ({ size }: { readonly size: number }) => ({ size }),
  orgOf: ({ orgId }: { readonly orgId?: string }, ctx) => orgId ?? ctx.orgId,
});
const refused = (kind: string, id: string) => expect.objectContaining({ kind, id });

test("a policy of the first generation: added, read on another node, changed, reset", async () => {
  await used.store.execute(writer, [policyRef(policy, "instance", "i1")], () => [
    startPolicy(policy, { hint: "ours" }),
  ]);
  await expect(v1.add({ size: 9 }, here())).rejects.toThrow(refused("not_found", "SETTING-Or9nf"));
  await used.store.execute(writer, [ref(Home, "o1")], () => [[{ type: "org.made", payload: null }]]);
  expect(await v1.get({}, there())).toMatchObject({
    policy: { size: 8n, hint: "ours", isDefault: true, details: { resourceOwner: "i1" } },
    isDefault: true,
  });
  expect(await v1.add({ size: 9 }, here())).toMatchObject({ details: { resourceOwner: "o1" } });
  await expect(v1.add({ size: 9 }, here())).rejects.toThrow(refused("already_exists", "TEST-Ex1st"));
  expect(await v1.get({}, there())).toMatchObject({
    policy: { size: 9n, hint: "ours", isDefault: false, details: { resourceOwner: "o1" } },
    isDefault: false,
  });
  await expect(v1.update({ size: 9 }, there())).rejects.toThrow(refused("failed_precondition", "TEST-Ch0nc"));
  await expect(v1.update({ size: 21 }, there())).rejects.toMatchObject({
    id: "TEST-L1mit",
    details: { field: "size" },
  });
  await v1.update({ size: 10 }, there());
  expect((await v1.get({}, here())).policy.size).toBe(10n);
  await v1.updateDefault({ size: 12 }, here());
  expect((await v1.getDefault({}, there())).policy).toMatchObject({ size: 12n, isDefault: true });
  await v1.reset({}, there());
  expect((await v1.get({}, here())).policy).toMatchObject({ size: 12n, isDefault: true });
  await expect(v1.reset({}, here())).rejects.toThrow(refused("not_found", "TEST-Rm0nf"));
  await expect(v1.update({ size: 1 }, here())).rejects.toThrow(refused("not_found", "TEST-Ch0nf"));
  await expect(v1.get({ orgId: "none" }, here())).rejects.toThrow(refused("not_found", "SETTING-Or9nf"));
});
