import { expect, test } from "vitest";
import type { Draft, EventMeta } from "#src/platform/eventstore/index.ts";
import { activateBranding, removeAsset } from "./decisions.ts";
import { branding } from "./policy.ts";

const meta: EventMeta = {
  instanceId: "i1",
  aggregateId: "o1",
  entityId: "settings",
  owner: "o1",
  creator: "",
  createdAt: "2026-01-01T00:00:00Z",
};
type State = typeof branding.defaults;
const fold = (events: readonly Draft[]) =>
  events.reduce<State | undefined>((state, event) => branding.org?.evolve(state, event, meta), undefined);

test("what was uploaded is a preview until it is activated, and removed from it", () => {
  const uploaded = { type: "org.policy.label.logo.dark.added", payload: { storeKey: "k1" } };
  const activated = { type: "org.policy.label.activated", payload: null };
  const state = fold([{ type: "org.policy.label.added", payload: null }, uploaded]);
  expect(state?.assets).toEqual({ "logo.dark": "k1" });
  const removed = removeAsset("org", "logo.dark")(state);
  expect(removed).toEqual([{ type: "org.policy.label.logo.dark.removed", payload: { storeKey: "k1" } }]);
  const after = fold([{ type: "org.policy.label.added", payload: null }, uploaded, activated, ...removed]);
  expect(after?.assets).toEqual({});
  expect(after?.active?.assets).toEqual({ "logo.dark": "k1" });
  expect(activateBranding("org")(after)).toEqual([activated]);
  expect(
    activateBranding("org")(fold([{ type: "org.policy.label.added", payload: null }, activated])),
  ).toEqual([]);
});

test("what is set is a preview until it is activated", () => {
  const added = {
    type: "org.policy.label.added",
    payload: { primaryColor: "#111111", disableMsgPopup: true },
  };
  const activated = { type: "org.policy.label.activated", payload: null };
  const changed = {
    type: "org.policy.label.changed",
    payload: { primaryColor: "#222222", disableWatermark: false },
  };
  expect(fold([added])?.active).toBeUndefined();
  const state = fold([added, activated, changed]);
  expect(state).toMatchObject({ primaryColor: "#222222", disableWatermark: false });
  expect(state?.active).toMatchObject({ primaryColor: "#111111", disableWatermark: true });
  expect(state?.active).not.toHaveProperty("active");
});
