import { expect, test } from "vitest";
import type { Draft, EventMeta } from "#src/platform/eventstore/index.ts";
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
