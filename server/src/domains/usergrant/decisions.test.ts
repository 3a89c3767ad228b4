import { describe, expect, it } from "vitest";
import {
  addUserGrant,
  changeUserGrant,
  deactivateUserGrant,
  type Ground,
  removeUserGrant,
} from "./decisions.ts";
import type { UserGrantState } from "./state.ts";

const role = { key: "admin", displayName: "", group: "" };
const ground: Ground = {
  orgId: "org",
  org: { name: "acme", active: true, primaryDomain: "" },
  user: {
    kind: "machine",
    userName: "bot",
    scopedToOrg: false,
    status: "active",
    profileChangedAt: "2026-01-01T00:00:00Z",
    machine: { name: "Bot", description: "", accessTokenType: 0 },
  },
  project: {
    name: "shop",
    active: true,
    projectRoleAssertion: false,
    projectRoleCheck: false,
    hasProjectCheck: false,
    privateLabelingSetting: 0,
  },
  projectOwner: "org",
  lent: undefined,
  roles: [role],
};
const wanted = { userId: "u", projectId: "p", projectGrantId: "", roleKeys: ["admin"] };
const grant: UserGrantState = { ...wanted, active: true };
const add = (change: Partial<Ground>, more: Partial<typeof wanted> = {}) =>
  addUserGrant({ ...wanted, ...more })({ ...ground, ...change }, undefined);

describe("a user grant", () => {
  it("records user, project and roles", () => {
    expect(add({})).toEqual([
      { type: "user.grant.added", payload: { userId: "u", projectId: "p", roleKeys: ["admin"] } },
    ]);
  });

  it("stands on an organization, a user and a project that are there", () => {
    for (const missing of ["org", "user", "project"] as const)
      expect(() => add({ [missing]: undefined })).toThrow(expect.objectContaining({ kind: "not_found" }));
  });

  it("takes roles of the project only", () => {
    expect(() => add({ roles: [undefined] })).toThrow(
      expect.objectContaining({ id: "COMMAND-mm9F4", key: "Errors.Project.Role.NotExisting" }),
    );
  });

  it("is given in the project's organization, or through a grant to this one", () => {
    const lent = { grantedOrgId: "org", roleKeys: ["admin"], active: true };
    const through = { projectGrantId: "g" };
    expect(add({ projectOwner: "other", lent }, through)).toHaveLength(1);
    const refused: readonly (readonly [Partial<Ground>, Partial<typeof wanted>])[] = [
      [{ projectOwner: "other" }, {}],
      [{ lent: { ...lent, grantedOrgId: "third" } }, through],
      [{ lent: undefined }, through],
      [{ projectOwner: "other", lent: undefined }, through],
    ];
    for (const [change, more] of refused)
      expect(() => add(change, more)).toThrow(expect.objectContaining({ id: "COMMAND-4m9ff" }));
  });

  it("through a grant takes only roles that were lent", () => {
    const lent = { grantedOrgId: "org", roleKeys: ["viewer"], active: true };
    expect(() => add({ lent }, { projectGrantId: "g" })).toThrow(
      expect.objectContaining({ id: "COMMAND-mm9F4", key: "Errors.Project.Grant.RoleNotExisting" }),
    );
  });

  it("changes only when the roles differ", () => {
    expect(changeUserGrant(["admin"])(grant, [role], undefined)).toEqual([]);
    expect(changeUserGrant([])(grant, [], undefined)).toEqual([
      { type: "user.grant.changed", payload: { userId: "u", roleKeys: [] } },
    ]);
  });

  it("is deactivated once, and its removal says what it was", () => {
    expect(() => deactivateUserGrant({ ...grant, active: false })).toThrow(
      expect.objectContaining({ kind: "failed_precondition" }),
    );
    expect(removeUserGrant(grant)).toEqual([
      { type: "user.grant.removed", payload: { userId: "u", projectId: "p" } },
    ]);
  });
});
