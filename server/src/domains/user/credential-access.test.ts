import { expect, test } from "vitest";
import type { Membership } from "#src/platform/request/index.ts";
import { mayGive } from "./credential-access.ts";

const iam = (role: string): Membership => ({ kind: "iam", objectId: "i1", ownerId: "i1", roles: [role] });
const org = (role: string, id = "home"): Membership => ({
  kind: "org",
  objectId: id,
  ownerId: id,
  roles: [role],
});
const project = (role: string, id = "shop"): Membership => ({
  kind: "project",
  objectId: id,
  ownerId: "home",
  roles: [role],
});
const grant = (id = "g1") => ({
  kind: "project_grant" as const,
  objectId: id,
  ownerId: "home",
  grantedOrgId: "guests",
  projectId: "shop",
  roles: ["PROJECT_GRANT_OWNER_VIEWER"],
});

const owner = iam("IAM_OWNER");
const orgs = iam("IAM_ORG_MANAGER");
const users = iam("IAM_USER_MANAGER");
const home = org("ORG_OWNER");
const guests = org("ORG_OWNER", "guests");
const people = org("ORG_USER_MANAGER");
const shop = project("PROJECT_OWNER");
const other = project("PROJECT_OWNER", "other");
const granted = { ...grant(), roles: ["PROJECT_GRANT_OWNER"] };
const all = { owner, orgs, users, home, guests, people, shop, other, granted };

test.each<readonly [string, Membership, readonly (keyof typeof all)[]]>([
  ["IAM_OWNER", owner, ["owner"]],
  ["IAM_OWNER_VIEWER", iam("IAM_OWNER_VIEWER"), ["owner"]],
  ["ORG_OWNER", home, ["owner", "orgs", "home"]],
  ["ORG_USER_MANAGER", people, ["owner", "orgs", "home"]],
  ["PROJECT_OWNER", shop, ["owner", "orgs", "home", "shop"]],
  ["PROJECT_GRANT_OWNER", grant(), ["owner", "orgs", "home", "guests", "shop", "granted"]],
  ["ORG_USER_SELF_MANAGER", org("ORG_USER_SELF_MANAGER"), Object.keys(all) as (keyof typeof all)[]],
])("%s is given by whoever may write members there", (_role, given, givers) => {
  const may = Object.entries(all).flatMap(([name, own]) => (mayGive([own], given) ? [name] : []));
  expect(may.toSorted()).toEqual(givers.toSorted());
  expect(mayGive([], given)).toBe(givers.length === Object.keys(all).length);
});
