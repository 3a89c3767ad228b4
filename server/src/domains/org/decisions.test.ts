import { expect, test } from "vitest";
import type { Sealed } from "#src/platform/crypto/index.ts";
import {
  addDomain,
  addOrg,
  askForProof,
  changeOrg,
  deactivateOrg,
  reactivateOrg,
  recordProof,
  removeDomain,
  removeOrg,
  setPrimaryDomain,
} from "./decisions.ts";
import type { OrgState } from "./state.ts";

const acme: OrgState = { name: "Acme", active: true, primaryDomain: "acme.example.com" };
const idle: OrgState = { ...acme, active: false };
const verified = { domain: "acme.org", verified: true };
const unverified = { domain: "acme.org", verified: false };

test("an organization is added once, its name trimmed", () => {
  expect(addOrg(" Acme ")(undefined)).toEqual([{ type: "org.added", payload: { name: "Acme" } }]);
  expect(() => addOrg("Acme")(acme)).toThrow("ORG-laho2n");
});

test("a name of nothing but spaces is refused", () => {
  expect(() => addOrg("  ")(undefined)).toThrow("ORG-Em5ty");
  expect(() => changeOrg("  ")(acme)).toThrow("ORG-Em5ty");
});

test("a name that looks like another is refused", () => {
  expect(() => addOrg("Ac\u202eme")(undefined)).toThrow("NAME-Uns33");
  expect(() => changeOrg("Ac\u200bme")(acme)).toThrow("NAME-Uns33");
});

test("renaming to the same name changes nothing", () => {
  expect(changeOrg("Acme")(acme)).toEqual([]);
  expect(changeOrg("Acme 2")(acme)).toEqual([{ type: "org.changed", payload: { name: "Acme 2" } }]);
});

test("what is not there cannot be changed", () => {
  expect(() => changeOrg("x")(undefined)).toThrow("ORG-1MRds");
  expect(() => deactivateOrg(undefined)).toThrow("ORG-oL9nT");
  expect(() => reactivateOrg(undefined)).toThrow("ORG-Dgf3g");
  expect(() => removeOrg(undefined)).toThrow("ORG-aps2n");
});

test("an organization is deactivated and reactivated in turn", () => {
  expect(deactivateOrg(acme)).toEqual([{ type: "org.deactivated", payload: null }]);
  expect(() => deactivateOrg(idle)).toThrow("ORG-2M9fs");
  expect(reactivateOrg(idle)).toEqual([{ type: "org.reactivated", payload: null }]);
  expect(() => reactivateOrg(acme)).toThrow("ORG-bfnrh");
});

test("a domain is added once, verified at once where nobody asks for proof", () => {
  expect(addDomain("acme.org", { verified: false })(acme, undefined)).toHaveLength(1);
  expect(addDomain("acme.org", { verified: true })(acme, undefined)).toHaveLength(2);
  expect(() => addDomain("acme.org", { verified: true })(acme, verified)).toThrow("ORG-Bd2jj");
});

test("only a verified domain of the organization becomes primary", () => {
  expect(setPrimaryDomain("acme.org")(acme, verified)).toHaveLength(1);
  expect(setPrimaryDomain("acme.example.com")(acme, verified)).toEqual([]);
  expect(() => setPrimaryDomain("acme.org")(acme, unverified)).toThrow("ORG-Ggd32");
  expect(() => setPrimaryDomain("acme.org")(acme, undefined)).toThrow("ORG-GDfA3");
});

test("the primary domain cannot be removed", () => {
  expect(() => removeDomain("acme.example.com")(acme, verified)).toThrow("ORG-Sjdi3");
  expect(() => removeDomain("other.org")(acme, undefined)).toThrow("ORG-GDre3");
  expect(removeDomain("acme.org")(acme, verified)).toHaveLength(1);
});

test("a proof counts for the code that was looked for alone, and once", () => {
  const sealed = (Crypted: string): Sealed => ({
    CryptoType: 0,
    Algorithm: "aes-256-gcm",
    KeyID: "k",
    Crypted,
  });
  const org = { name: "Acme", active: true, primaryDomain: "" };
  const asked = { domain: "a.b", verified: false, validation: { type: 2, code: sealed("1") } } as const;
  expect(recordProof("a.b", sealed("1"), true)(org, asked)).toEqual([
    { type: "org.domain.verified", payload: { domain: "a.b" } },
  ]);
  expect(() => recordProof("a.b", sealed("2"), true)(org, asked)).toThrow("ORG-Vp5ol");
  expect(() => recordProof("a.b", sealed("1"), true)(org, { domain: "a.b", verified: true })).toThrow(
    "ORG-HGw21",
  );
  expect(() => askForProof("a.b", "dns", sealed("1"))(org, undefined)).toThrow("ORG-AGD31");
  expect(() => askForProof("a.b", "dns", sealed("1"))(undefined, asked)).toThrow("ORG-Gv4or");
});
