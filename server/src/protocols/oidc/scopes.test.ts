import { expect, test } from "vitest";
import { readParams } from "./params.ts";
import { knownScopes, narrowedScope, readScopes, wishesOf, withoutForeignOrgs } from "./scopes.ts";

const roleA = "urn:zitadel:iam:org:project:role:a";

test("scopes without a meaning are dropped, roles that do not exist too", () => {
  const asked = [
    "openid",
    "whatever",
    roleA,
    "urn:zitadel:iam:org:project:role:b",
    "urn:zitadel:iam:org:id:",
  ];
  expect(knownScopes(asked, (key) => key === "a")).toEqual(["openid", roleA]);
});

test("what scopes ask for", () => {
  const wishes = wishesOf([
    "openid",
    "email",
    roleA,
    "urn:zitadel:iam:org:project:id:7:aud",
    "urn:zitadel:iam:org:project:id:zitadel:aud",
    "urn:zitadel:iam:org:project:id:8",
    "urn:zitadel:iam:org:id:o1",
    "urn:zitadel:iam:org:domain:primary:example.com",
    "urn:zitadel:iam:org:roles:id:o2",
    "urn:zitadel:iam:org:roles:id:o3",
  ]);
  expect(wishes).toMatchObject({
    openid: true,
    email: true,
    profile: false,
    roleKeys: ["a"],
    allProjectRoles: false,
    audienceProjects: ["7", "zitadel"],
    orgId: "o1",
    primaryDomain: "example.com",
    roleOrgIds: ["o2", "o3"],
  });
});

test("a refresh may ask for less, never for more (RFC 6749 section 6)", () => {
  expect(narrowedScope([], ["openid", "email"])).toEqual(["openid", "email"]);
  expect(narrowedScope(["email"], ["openid", "email"])).toEqual(["email"]);
  expect(() => narrowedScope(["phone"], ["openid"])).toThrow(
    expect.objectContaining({ code: "invalid_scope" }),
  );
});

test("a service user's scopes cannot name another organization", () => {
  const own = { orgId: "o1", primaryDomain: "a.example" };
  const scopes = [
    "openid",
    "urn:zitadel:iam:org:id:o1",
    "urn:zitadel:iam:org:id:o2",
    "urn:zitadel:iam:org:domain:primary:a.example",
    "urn:zitadel:iam:org:domain:primary:b.example",
  ];
  expect(withoutForeignOrgs(scopes, own)).toEqual([scopes[0], scopes[1], scopes[3]]);
});

test("characters that no scope has are refused", () => {
  const refused = expect.objectContaining({ code: "invalid_scope", id: "OIDC-Sc3ch" });
  expect(() => readScopes(readParams("scope=op%22enid"))).toThrow(refused);
  expect(() => readScopes(readParams("scope=%C3%A4"))).toThrow(refused);
});
