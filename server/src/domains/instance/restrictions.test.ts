import { expect, test } from "vitest";
import { noRestrictions, Restrictions, restrict } from "./restrictions.ts";

const instance = { defaultLanguage: "en" };
const meta = {
  instanceId: "i1",
  aggregateId: "i1",
  entityId: "",
  owner: "i1",
  creator: "",
  createdAt: "2026-01-01T00:00:00Z",
};

test("what is given and differs is set, the rest stays", () => {
  const first = restrict({ disallowPublicOrgRegistration: true })(instance, undefined);
  expect(first).toEqual([{ type: "restrictions.set", payload: { disallowPublicOrgRegistration: true } }]);
  const closed = first.reduce(
    (state, event) => Restrictions.evolve(state, event, meta),
    undefined as typeof noRestrictions | undefined,
  );
  expect(closed).toEqual({ disallowPublicOrgRegistration: true, allowedLanguages: [] });
  expect(
    restrict({ allowedLanguages: ["en", "de"], disallowPublicOrgRegistration: true })(instance, closed),
  ).toEqual([{ type: "restrictions.set", payload: { allowedLanguages: ["en", "de"] } }]);
  expect(restrict({ allowedLanguages: [] })(instance, closed)).toEqual([]);
});

test.each([
  ["INST-Rs0no", {}],
  ["INST-Rs1ns", { allowedLanguages: ["en", "xx"] }],
  ["INST-Rs2du", { allowedLanguages: ["en", "en"] }],
  ["INST-Rs3dl", { allowedLanguages: ["de"] }],
])("%s", (id, given) => {
  expect(() => restrict(given)(instance, noRestrictions)).toThrow(expect.objectContaining({ id }));
});
