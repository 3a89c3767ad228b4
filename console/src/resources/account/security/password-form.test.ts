import { expect, test } from "vitest";
import type { Problem } from "../../../problem/problem.ts";
import { checkPasswordForm, passwordField } from "./password-form.ts";

const problem: Problem = {
  kind: "invalid",
  text: "x",
  id: undefined,
  field: undefined,
  requestId: undefined,
};

test("a wrong present password stands there, all other refusals of an entry at the new one", () => {
  expect(passwordField({ ...problem, id: "COMMAND-3M0fs" })).toBe("present");
  expect(passwordField(problem)).toBe("next");
  expect(passwordField({ ...problem, kind: "busy" })).toBeUndefined();
});

test("both entries of the new password are the same", () => {
  const checked = checkPasswordForm({ present: "", next: "abc", repeat: "abd" }, undefined);
  expect(Object.keys(checked).filter((field) => checked[field as "next"] !== undefined)).toEqual([
    "present",
    "repeat",
  ]);
});
