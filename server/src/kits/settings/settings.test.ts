import { expect, test } from "vitest";
import type { Draft, EventMeta } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { addPolicy, changePolicy, removePolicy, setPolicy, startPolicy } from "./decisions.ts";
import { flag, seconds, text, texts, whole } from "./fields.ts";
import { definePolicy, policyEntities, policyRef } from "./policy.ts";

const translate = createTranslate();

const policy = definePolicy({
  code: "TEST",
  table: "test_policies",
  events: "policy.test",
  keys: { instance: "Errors.IAM.TestPolicy", org: "Errors.Org.TestPolicy" },
  fields: {
    minLength: whole(8, { min: 1, max: 72 }),
    strict: flag(true, { wire: { added: "strictOnce", changed: "strictAgain" } }),
    hint: text("ask", { maxLength: 10 }),
    lifetimeSeconds: seconds(3600, { wire: "lifetime" }),
  },
  forOrgs: true,
  more: {
    initial: { factors: [] as readonly number[] },
    byDefault: { factors: [1] as readonly number[] },
    on: {
      "factor.added": (state, payload) => ({
        ...state,
        factors: [...state.factors, payload !== null && "factor" in payload ? Number(payload.factor) : 0],
      }),
    },
    start: [{ name: "factor.added", payload: { factor: 1 } }],
  },
});

const always = definePolicy({
  code: "ALWAYS",
  table: "always_policies",
  events: "policy.always",
  keys: { instance: "Errors.IAM.Always" },
  fields: { on: flag(false), origins: texts() },
  upsert: true,
  forOrgs: false,
});

const meta: EventMeta = {
  instanceId: "i1",
  aggregateId: "o1",
  entityId: "settings",
  owner: "o1",
  creator: "u1",
  createdAt: "2026-01-01T00:00:00Z",
};
type State = typeof policy.defaults;
const foldOf = (level: "instance" | "org", events: readonly Draft[], before?: State): State | undefined =>
  events.reduce<State | undefined>((state, event) => policy[level]?.evolve(state, event, meta), before);
const refused = (kind: string, id: string, key: string) => expect.objectContaining({ kind, id, key });

const own: State = { minLength: 12, strict: false, hint: "", lifetimeSeconds: 60, factors: [] };

test("an added event leaves empty values out and reads them back as empty, not as defaults", () => {
  const added = addPolicy(policy, "org", own)(undefined);
  expect(added).toEqual([
    { type: "org.policy.test.added", payload: { minLength: 12, lifetime: 60_000_000_000 } },
  ]);
  expect(foldOf("org", added)).toEqual(own);
});

test("a changed event has what differs, empty values too", () => {
  const before = { ...own, strict: true, hint: "old" };
  const changed = changePolicy(policy, "org", { minLength: 12, strict: false, hint: "" })(before);
  expect(changed).toEqual([{ type: "org.policy.test.changed", payload: { strictAgain: false, hint: "" } }]);
  expect(foldOf("org", changed, before)).toEqual({ ...before, strict: false, hint: "" });
});

test("added and changed events may name a field differently", () => {
  const added = addPolicy(policy, "instance", { ...own, strict: true })(undefined);
  expect(added[0]?.payload).toMatchObject({ strictOnce: true });
  expect(foldOf("instance", added)?.strict).toBe(true);
});

test("a new instance starts with the defaults", () => {
  const start = startPolicy(policy);
  expect(start.map(({ type }) => type)).toEqual([
    "instance.policy.test.added",
    "instance.policy.test.factor.added",
  ]);
  expect(foldOf("instance", start)).toEqual(policy.defaults);
});

test("a removed policy is gone, and its row is not the organization's root", () => {
  const removed = removePolicy(policy)(own);
  expect(removed).toEqual([{ type: "org.policy.test.removed", payload: null }]);
  expect(foldOf("org", removed, own)).toBeUndefined();
  expect(policyRef(policy, "org", "o1").entityId).not.toBe("");
});

test("one of its own at most, and none to change or remove where there is none", () => {
  expect(() => addPolicy(policy, "org", own)(own)).toThrow(
    refused("already_exists", "TEST-Ex1st", "Errors.Org.TestPolicy.AlreadyExists"),
  );
  expect(() => changePolicy(policy, "instance", { hint: "x" })(undefined)).toThrow(
    refused("not_found", "TEST-Ch0nf", "Errors.IAM.TestPolicy.NotFound"),
  );
  expect(() => removePolicy(policy)(undefined)).toThrow(
    refused("not_found", "TEST-Rm0nf", "Errors.Org.TestPolicy.NotFound"),
  );
});

test("a change that changes nothing is nothing, or refused where asked", () => {
  expect(changePolicy(policy, "org", { minLength: 12 })(own)).toEqual([]);
  expect(() => changePolicy(policy, "org", { minLength: 12 }, { refuseUnchanged: true })(own)).toThrow(
    refused("failed_precondition", "TEST-Ch0nc", "Errors.Org.TestPolicy.NotChanged"),
  );
});

test.each<[object, string]>([
  [{ minLength: 0 }, "minLength must be a whole number between 1 and 72."],
  [{ minLength: 73 }, "minLength must be a whole number between 1 and 72."],
  [{ minLength: 1.5 }, "minLength must be a whole number between 1 and 72."],
  [{ hint: "x".repeat(11) }, "hint must have at most 10 characters."],
  [{ lifetimeSeconds: -1 }, "lifetime must be between 0 and 9223372036 seconds."],
])("a value out of its limits is refused by name, and the limits are told: %o", (changes, text) => {
  let refusal: unknown;
  try {
    changePolicy(policy, "org", changes)(own);
  } catch (error) {
    refusal = error;
  }
  if (!(refusal instanceof Failure)) throw new Error("nothing was refused");
  const { id, key, details } = refusal;
  expect([id, details.field]).toEqual(["TEST-L1mit", text.split(" ")[0]]);
  expect(translate(key, ["en"], details.values)).toBe(text);
});

test("a policy that is always there can be set without being added", () => {
  const set = setPolicy(always, "instance", { on: true, origins: [] })(undefined);
  expect(set).toEqual([{ type: "instance.policy.always.set", payload: { on: true } }]);
  const state = always.instance.evolve(undefined, set[0] ?? { type: "", payload: null }, meta);
  expect(state).toEqual({ on: true, origins: [] });
  expect(setPolicy(always, "instance", { on: true })(state)).toEqual([]);
});

test("a list of texts leaves its policy small", () => {
  const set = (origins: readonly string[]) => () =>
    setPolicy(always, "instance", { on: true, origins })(undefined);
  expect(set(Array.from({ length: 100 }, (_, n) => `https://${n}.example`))).not.toThrow();
  const long = Array.from({ length: 20 }, () => "x".repeat(400));
  for (const origins of [long, Array.from({ length: 101 }, () => "x"), ["x".repeat(501)]])
    expect(set(origins)).toThrow(expect.objectContaining({ id: "ALWAYS-L1mit" }));
});

test("payload values of a wrong type are no values", () => {
  const odd = [{ type: "org.policy.test.added", payload: { minLength: "12", hint: 5, lifetime: null } }];
  expect(foldOf("org", odd)).toEqual({
    minLength: 0,
    strict: false,
    hint: "",
    lifetimeSeconds: 0,
    factors: [],
  });
});

test("entities are for registration, organizations' where they have their own", () => {
  const tables = policyEntities(policy, always).map(({ table }) => table);
  expect(tables).toEqual(["instance_test_policies", "org_test_policies", "instance_always_policies"]);
  expect(() => policyRef(always, "org", "o1")).toThrow("organizations have no policy.always");
});
