import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { amrOf } from "./amr.ts";
import { type ClaimFacts, claimsOf, planClaims, planRoles } from "./claims.ts";
import { accessTokenClaims, atHashOf, type IssuedFacts, idTokenClaims } from "./jwt-claims.ts";
import { wishesOf } from "./scopes.ts";

const facts: ClaimFacts = {
  user: {
    state: {
      kind: "human",
      userName: "ada",
      scopedToOrg: true,
      status: "active",
      profileChangedAt: "2026-01-01T00:00:00Z",
      human: {
        firstName: "Ada",
        lastName: "Lovelace",
        nickName: "",
        displayName: "Ada Lovelace",
        preferredLanguage: "en",
        gender: 1,
        email: "ada@example.com",
        emailVerified: true,
        phone: "",
        phoneVerified: false,
        passwordFailures: 0,
      },
    },
  },
  preferredLoginName: "ada@org.example",
  org: { id: "o1", name: "Org", primaryDomain: "org.example" },
  metadata: [{ key: "k", value: Buffer.from("???>").toString("base64") }],
  roles: [
    { projectId: "p1", orgId: "o1", orgPrimaryDomain: "org.example", roleKeys: ["admin", "user"] },
    { projectId: "p1", orgId: "o2", orgPrimaryDomain: "two.example", roleKeys: ["user"] },
    { projectId: "p2", orgId: "o1", orgPrimaryDomain: "org.example", roleKeys: ["reader"] },
  ],
};
const view = { projectId: "p1", projectRoleAssertion: false };
const legacy = "urn:zitadel:iam:org:project:roles";
const of = (project: string) => `urn:zitadel:iam:org:project:${project}:roles`;

const claims = (
  scopes: readonly string[],
  person = true,
  roles = planRoles(wishesOf(scopes), view, ["p2"]),
) => claimsOf(planClaims(wishesOf(scopes), person, roles), facts);

test("profile, email and phone claims come by scope, and only what is filled", () => {
  expect(claims(["openid"])).toEqual({});
  expect(claims(["profile", "email", "phone"])).toEqual({
    name: "Ada Lovelace",
    given_name: "Ada",
    family_name: "Lovelace",
    gender: "female",
    locale: "en",
    preferred_username: "ada@org.example",
    updated_at: 1_767_225_600,
    email: "ada@example.com",
    email_verified: true,
  });
  expect(claims(["profile", "email"], false)).toEqual({});
});

test("no role is told that was not asked for", () => {
  expect(planRoles(wishesOf(["openid"]), view, ["p2"])).toBeUndefined();
  expect(planRoles(wishesOf(["openid"]), undefined, ["p2"])).toBeUndefined();
});

test("a role scope gives that role of the client's project, by the organizations that gave it", () => {
  const given = { user: { o1: "org.example", o2: "two.example" } };
  expect(claims(["urn:zitadel:iam:org:project:role:user"])).toEqual({ [of("p1")]: given, [legacy]: given });
});

test("all roles of the audience: the older claim has the client's project alone", () => {
  const all = claims(["urn:zitadel:iam:org:projects:roles"]);
  expect(Object.keys(all).sort()).toEqual([legacy, of("p1"), of("p2")].sort());
  expect(all[legacy]).toEqual(all[of("p1")]);
  expect(all[of("p2")]).toEqual({ reader: { o1: "org.example" } });
});

test("a project that asserts its roles gives its own only, introspection the introspecting client's only", () => {
  const asserting = { projectId: "p1", projectRoleAssertion: true };
  expect(planRoles(wishesOf(["openid"]), asserting, ["p2"])?.projectIds).toEqual(["p1"]);
  const all = wishesOf(["urn:zitadel:iam:org:projects:roles"]);
  expect(planRoles(all, view, ["p2"], true)?.projectIds).toEqual(["p1"]);
});

test("a role key is anybody's word: __proto__ becomes a key and nothing else", () => {
  const evil: ClaimFacts = {
    roles: [{ projectId: "p1", orgId: "polluted", orgPrimaryDomain: "x", roleKeys: ["__proto__"] }],
  };
  const wishes = wishesOf(["urn:zitadel:iam:org:projects:roles"]);
  const told = claimsOf(planClaims(wishes, true, planRoles(wishes, view, [])), evil);
  expect(JSON.stringify(told[legacy])).toBe('{"__proto__":{"polluted":"x"}}');
  expect("polluted" in {}).toBe(false);
});

test("an organization that a scope names is confirmed only to its own users", () => {
  expect(claims(["urn:zitadel:iam:org:id:o1"])).toEqual({
    "urn:zitadel:iam:org:id": "o1",
    "urn:zitadel:iam:user:resourceowner:id": "o1",
    "urn:zitadel:iam:user:resourceowner:name": "Org",
    "urn:zitadel:iam:user:resourceowner:primary_domain": "org.example",
  });
  expect(claims(["urn:zitadel:iam:org:id:o2"])).not.toHaveProperty("urn:zitadel:iam:org:id");
  expect(claims(["urn:zitadel:iam:org:domain:primary:org.example"])).toEqual({
    "urn:zitadel:iam:org:domain:primary": "org.example",
  });
  expect(claims(["urn:zitadel:iam:org:domain:primary:evil.example"])).toEqual({});
});

test("metadata values are base64url without padding", () => {
  expect(claims(["urn:zitadel:iam:user:metadata"])).toEqual({
    "urn:zitadel:iam:user:metadata": { k: "Pz8_Pg" },
  });
});

test.each([
  [[4], ["pwd"]],
  [[3], ["user", "mfa"]],
  [
    [4, 1],
    ["pwd", "otp", "mfa"],
  ],
  [
    [4, 6, 7],
    ["pwd", "otp", "mfa"],
  ],
  [[5], []],
  [
    [5, 2],
    ["user", "mfa"],
  ],
  [[], []],
])("amr of %j is %j", (methods, expected) => {
  expect(amrOf(methods)).toEqual(expected);
});

const issued: IssuedFacts = {
  issuer: "https://id.example",
  userId: "u1",
  audience: ["c1", "p1"],
  clientId: "c1",
  tokenId: "V2_1-at_2",
  issuedAt: 1000,
  accessExpiresAt: 2000,
  authTime: 900,
  authMethods: [4],
  nonce: "n",
  sessionId: "s1",
  skewSeconds: 5,
};

test("an ID token says what OIDC Core section 2 asks for; times give way to the clock skew", () => {
  expect(idTokenClaims(issued, { lifetimeSeconds: 100, atHash: "h" }, { sub: "evil", name: "Ada" })).toEqual({
    iss: "https://id.example",
    sub: "u1",
    aud: ["c1", "p1"],
    exp: 1105,
    iat: 995,
    auth_time: 900,
    amr: ["pwd"],
    at_hash: "h",
    azp: "c1",
    client_id: "c1",
    nonce: "n",
    sid: "s1",
    name: "Ada",
  });
});

test("the audience of an ID token has whoever asked for it, a service user itself when no client did", () => {
  const plain = { lifetimeSeconds: 100, atHash: "h" };
  const audienceOf = (change: Partial<IssuedFacts>) => idTokenClaims({ ...issued, ...change }, plain, {});
  expect(audienceOf({ audience: [] })).toMatchObject({ aud: ["c1"], azp: "c1" });
  expect(audienceOf({ audience: ["p1"], clientId: "" })).toMatchObject({ aud: ["p1", "u1"], azp: "u1" });
});

test("claims about a user never replace a token's own", () => {
  const more = { iss: "evil", sub: "evil", aud: "evil", exp: 0, jti: "evil", client_id: "evil" };
  expect(accessTokenClaims(issued, more)).toMatchObject({
    iss: "https://id.example",
    sub: "u1",
    jti: "V2_1-at_2",
  });
  expect(accessTokenClaims(issued, {})).not.toHaveProperty("scope");
});

test("at_hash is the left half of the hash that the signing algorithm uses", () => {
  const half = (name: string) => {
    const digest = createHash(name).update("token").digest();
    return digest.subarray(0, digest.length / 2).toString("base64url");
  };
  expect(atHashOf("token", "RS256")).toBe(half("sha256"));
  expect(atHashOf("token", "ES384")).toBe(half("sha384"));
  expect(atHashOf("token", "EdDSA")).toBe(half("sha512"));
});
