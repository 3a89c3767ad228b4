import { expect, test } from "vitest";
import { nameInScope, rescopeName } from "./name-scope.ts";

test.each([
  ["into the organization the domain leaves the name", "anna@acme.test", true, "acme.test", "anna"],
  ["whatever its case", "Anna@ACME.test", true, "acme.test", "Anna"],
  ["another domain stays", "anna@mail.test", true, "acme.test", "anna@mail.test"],
  ["nothing but the domain stays", "@acme.test", true, "acme.test", "@acme.test"],
  ["into the instance the domain joins the name", "anna", false, "acme.test", "anna@acme.test"],
  ["without a primary domain the name stays", "anna", false, "", "anna"],
])("%s: %s", (_rule, userName, scopedToOrg, primaryDomain, expected) => {
  expect(nameInScope(userName, scopedToOrg, primaryDomain)).toBe(expected);
});

test("nobody who is gone or in the scope already is renamed", () => {
  expect(rescopeName(true, (name) => name)(undefined)).toEqual([]);
});
