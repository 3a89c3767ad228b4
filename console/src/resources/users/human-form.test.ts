import { expect, test } from "vitest";
import type { Problem } from "../../problem/problem.ts";
import { checkHuman, emptyHuman, humanField } from "./human-form.ts";
import { ruleStates } from "./password-rules.ts";

const rules = {
  minLength: 8,
  requiresUppercase: true,
  requiresLowercase: true,
  requiresNumber: true,
  requiresSymbol: false,
};
const good = {
  ...emptyHuman,
  givenName: "Ada",
  familyName: "Lovelace",
  email: "ada@example.com",
  password: "Engine1843",
  passwordRepeat: "Engine1843",
};
const wrongFields = (form: typeof good) =>
  Object.entries(checkHuman(form, rules)).flatMap(([field, error]) => (error === undefined ? [] : [field]));

test("a complete form passes, an empty one names every field that must be filled in", () => {
  expect(wrongFields(good)).toEqual([]);
  expect(wrongFields(emptyHuman)).toEqual(["givenName", "familyName", "email", "password"]);
});

test("spaces are not a name", () => {
  expect(wrongFields({ ...good, givenName: "  " })).toEqual(["givenName"]);
});

test("lengths are counted in characters", () => {
  expect(wrongFields({ ...good, givenName: "🏰".repeat(200) })).toEqual([]);
  expect(wrongFields({ ...good, givenName: "a".repeat(201), username: "b".repeat(201) })).toEqual([
    "givenName",
    "username",
  ]);
});

test("an address has one at sign and no spaces", () => {
  for (const email of ["ada", "ada@", "@example.com", "a b@c.d", "a@b@c"]) {
    expect(wrongFields({ ...good, email }), email).toEqual(["email"]);
  }
});

test("a password is checked only when it is set now", () => {
  const weak = { ...good, password: "short", passwordRepeat: "other" };
  expect(wrongFields(weak)).toEqual(["password", "passwordRepeat"]);
  expect(wrongFields({ ...weak, passwordWhen: "later" })).toEqual([]);
  expect(
    checkHuman({ ...good, password: "short", passwordRepeat: "short" }, undefined).password,
  ).toBeUndefined();
});

test("only rules in force are shown, each with its state", () => {
  expect(ruleStates("abcdefgh", rules)).toEqual([
    { key: "passwordRule.length", values: { min: 8 }, met: true },
    { key: "passwordRule.upper", met: false },
    { key: "passwordRule.lower", met: true },
    { key: "passwordRule.number", met: false },
  ]);
});

test("a refusal stands at the field it is about", () => {
  const problem: Problem = {
    kind: "invalid",
    text: "x",
    id: undefined,
    field: undefined,
    requestId: undefined,
  };
  const named = { ...good, username: "ada" };
  expect(humanField({ ...problem, kind: "taken" }, named)).toBe("username");
  expect(humanField({ ...problem, kind: "taken" }, good)).toBe("email");
  expect(humanField({ ...problem, field: "givenName" }, good)).toBe("givenName");
  expect(humanField({ ...problem, field: "password" }, good)).toBe("password");
  expect(humanField({ ...problem, field: "organizationId" }, good)).toBeUndefined();
  expect(humanField(problem, good)).toBeUndefined();
});
