import { expect, test } from "vitest";
import { acrOf, acrValues, readLevel } from "./acr.ts";
import { OAuthError } from "./errors.ts";
import { readParams } from "./params.ts";

const multiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
const resistant = "http://schemas.openid.net/pape/policies/2007/06/phishing-resistant";

type Fields = Readonly<Record<string, string>>;
const read = (fields: Fields) => readLevel(readParams(`${new URLSearchParams(fields)}`));
const acr = (claim: unknown): Fields => ({ claims: JSON.stringify({ id_token: { acr: claim } }) });
const essential = (...values: readonly string[]): Fields => acr({ essential: true, values });

test.each<[string, Fields, readonly string[] | undefined, string | undefined]>([
  ["nothing", {}, undefined, undefined],
  ["a value", { acr_values: multiFactor }, [multiFactor], "mfa"],
  ["its short name", { acr_values: "mfa" }, ["mfa"], "mfa"],
  ["the stronger one", { acr_values: resistant }, [resistant], "phishing_resistant"],
  ["any of several will do", { acr_values: "phr mfa" }, ["phr", "mfa"], "mfa"],
  ["unknown ones are left out", { acr_values: "urn:x phr __proto__" }, ["phr"], "phishing_resistant"],
  ["unknown ones alone ask for nothing", { acr_values: "0 urn:x toString" }, undefined, undefined],
  ["a key in hardware is wished for", { acr_values: "phrh" }, ["phr"], "phishing_resistant"],
  ["an essential claim", essential("phr"), ["phr"], "phishing_resistant"],
  [
    "an essential claim goes before wishes",
    { acr_values: "mfa", ...essential("phr") },
    ["phr"],
    "phishing_resistant",
  ],
  ["one value", acr({ essential: true, value: "mfa" }), ["mfa"], "mfa"],
  ["a claim that is not essential", acr({ values: ["mfa"] }), ["mfa"], "mfa"],
  ["a claim without a value", acr({ essential: true }), undefined, undefined],
  ["the claim as such", acr(null), undefined, undefined],
  [
    "other claims",
    { claims: '{"userinfo":{"email":null},"id_token":{"sub":{"value":"1"}}}' },
    undefined,
    undefined,
  ],
  ["no ID token", { claims: '{"id_token":null}' }, undefined, undefined],
])("asking for %s", (_name, fields, values, level) => {
  const found = read(fields);
  expect([found.acr_values, found.required_level]).toEqual([values, level]);
});

const refusalOf = (fields: Fields): string => {
  try {
    read(fields);
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
  return "taken";
};

test("an essential value that is not supported is refused, a malformed claims parameter too", () => {
  for (const values of [["urn:x"], ["phrh"], ["__proto__"]]) {
    expect(refusalOf(essential(...values))).toBe("unmet_authentication_requirements");
    expect(refusalOf({ prompt: "none", ...essential(...values) })).toBe("interaction_required");
  }
  for (const claims of ["{", "[]", '"x"', "null", '{"id_token":[]}', '{"id_token":"acr"}'])
    expect(refusalOf({ claims })).toBe("invalid_request");
});

test.each<[string, readonly number[], readonly string[], string | undefined]>([
  ["a password", [4], [multiFactor], undefined],
  ["a provider", [5], [], undefined],
  ["nothing", [], ["mfa"], undefined],
  ["two factors", [4, 1], [], "mfa"],
  ["two factors, by the name asked for", [4, 7], [multiFactor], multiFactor],
  ["two factors do not withstand phishing", [4, 6], [resistant], "mfa"],
  ["a recovery code is one of two", [4, 10], ["mfa"], "mfa"],
  ["a passkey", [3], [], "phr"],
  ["a passkey, by the names asked for in their order", [3], [multiFactor, "phr"], multiFactor],
  ["password and security key", [4, 2], [resistant], resistant],
])("the acr of %s", (_name, methods, asked, expected) => {
  expect(acrOf(methods, asked)).toBe(expected);
});

test("every value that discovery names can be asked for and is answered by itself", () => {
  for (const value of acrValues) {
    expect(read({ acr_values: value }).acr_values).toEqual([value]);
    expect(acrOf([3], [value])).toBe(value);
  }
});
