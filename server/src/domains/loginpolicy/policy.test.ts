import { expect, test } from "vitest";
import { startPolicy } from "#src/kits/settings/index.ts";
import { type Draft, type EventMeta } from "#src/platform/eventstore/index.ts";
import { loginPolicy } from "./policy.ts";

const meta: EventMeta = {
  instanceId: "i1",
  aggregateId: "i1",
  entityId: "settings",
  owner: "i1",
  creator: "",
  createdAt: "2026-01-01T00:00:00Z",
};
type State = typeof loginPolicy.defaults;
const fold = (level: "instance" | "org", events: readonly Draft[]) =>
  events.reduce<State | undefined>(
    (state, event) => loginPolicy[level]?.evolve(state, event, meta),
    undefined,
  );

test("the start of an instance gives the default factors", () => {
  expect(fold("instance", startPolicy(loginPolicy))).toEqual(loginPolicy.defaults);
  expect(loginPolicy.defaults).toMatchObject({ secondFactors: [1, 2], multiFactors: [1] });
});

test("an organization's own policy starts without factors and takes each once", () => {
  const added = { type: "org.policy.login.added", payload: { forceMFA: true } };
  const factor = (what: string, mfaType: number) => ({
    type: `org.policy.login.${what}`,
    payload: { mfaType },
  });
  expect(fold("org", [added])).toMatchObject({ forceMfa: true, secondFactors: [], multiFactors: [] });
  const events = [
    added,
    factor("secondfactor.added", 1),
    factor("secondfactor.added", 1),
    factor("secondfactor.added", 4),
    factor("secondfactor.removed", 1),
    factor("multifactor.added", 1),
  ];
  expect(fold("org", events)).toMatchObject({ secondFactors: [4], multiFactors: [1] });
});
