import { expect, test } from "vitest";
import { resetFeatures, setFeatures, startFeatures } from "./decisions.ts";
import { featureNames, unset } from "./features.ts";
import { type FeatureEvent, Features, type FeaturesState } from "./state.ts";

const meta = {
  instanceId: "i1",
  aggregateId: "i1",
  entityId: "",
  owner: "i1",
  creator: "",
  createdAt: "2026-01-01T00:00:00Z",
};
const after = (events: readonly FeatureEvent[], before?: FeaturesState) =>
  events.reduce<FeaturesState | undefined>((state, event) => Features.evolve(state, event, meta), before);

test("what is given and differs is set, the rest stays; false is a value too", () => {
  const first = setFeatures("instance", { userSchema: false, loginV2: { required: true, baseUri: "" } })();
  expect(first).toEqual([
    { type: "feature.instance.login_v2.set", payload: { Value: { required: true } } },
    { type: "feature.instance.user_schema.set", payload: { Value: false } },
  ]);
  const state = after(first);
  expect(state).toEqual({ userSchema: false, loginV2: { required: true, baseUri: "" } });
  expect(setFeatures("instance", { userSchema: false })(state)).toEqual([]);
  expect(setFeatures("system", { improvedPerformance: [2, 3] })(state)).toEqual([
    { type: "feature.system.improved_performance.set", payload: { Value: [2, 3] } },
  ]);
});

test("every feature is folded from its event, on both levels, until a reset", () => {
  const all = { ...unset, loginV2: { required: true, baseUri: "https://login.example/ui" } };
  for (const level of ["system", "instance"] as const) {
    const state = after(setFeatures(level, all)());
    expect(state).toEqual(all);
    expect(Object.keys(state ?? {})).toHaveLength(featureNames.length);
    expect(after(resetFeatures(level)(state), state)).toEqual({});
  }
  expect(resetFeatures("instance")({})).toEqual([]);
});

test("a new instance starts with what the operator wants over the built-in features", () => {
  expect(after(startFeatures())).toEqual({ loginDefaultOrg: true, loginV2: { required: true, baseUri: "" } });
  const given = { loginDefaultOrg: false, userSchema: undefined, permissionCheckV2: true };
  expect(after(startFeatures(given))).toMatchObject({ loginDefaultOrg: false, permissionCheckV2: true });
});

test.each([
  "//evil.example",
  "javascript:alert(1)",
  "ftp://login.example",
  "https://",
  "https://login.example/?a=b",
  "https://login.example/#a",
  "/\\evil.example",
  "login.example",
  "/a b",
  `/${"a".repeat(2_048)}`,
])("nobody is sent to %s to log in", (baseUri) => {
  const setting = setFeatures("instance", { loginV2: { required: true, baseUri } });
  expect(setting).toThrow(expect.objectContaining({ id: "FEAT-Lb1ur" }));
});

test("a request that gives nothing is refused", () => {
  expect(setFeatures("system", {})).toThrow(expect.objectContaining({ id: "COMMAND-Dul8I" }));
  expect(setFeatures("instance", {})).toThrow(expect.objectContaining({ id: "COMMAND-Vigh1" }));
});
