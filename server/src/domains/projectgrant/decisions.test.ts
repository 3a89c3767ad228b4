import { describe, expect, it } from "vitest";
import {
  addProjectGrant,
  cascadeRemoveRole,
  changeProjectGrant,
  deactivateProjectGrant,
  type Ground,
  onceEach,
  reactivateProjectGrant,
  removeProjectGrant,
} from "./decisions.ts";

const role = { key: "reader", displayName: "", group: "" };
const ground: Ground = {
  projectOwner: "vendor",
  project: {
    name: "shop",
    active: true,
    projectRoleAssertion: false,
    projectRoleCheck: false,
    hasProjectCheck: false,
    privateLabelingSetting: 0,
  },
  grantedOrg: { name: "customer", active: true, primaryDomain: "customer.test" },
  roles: [role],
};
const wanted = { grantId: "g", grantedOrgId: "customer", roleKeys: ["reader"] };
const grant = { grantedOrgId: "customer", roleKeys: ["reader", "buyer"], active: true };
const add = (change: Partial<Ground>) => addProjectGrant(wanted)({ ...ground, ...change });
const refused = (kind: string, id: string) => expect.objectContaining({ kind, id });

describe("a project grant", () => {
  it("records the organization and the roles that are lent", () => {
    expect(add({})).toEqual([{ type: "project.grant.added", payload: wanted }]);
  });

  it("stands on a project and an organization that are there", () => {
    expect(() => add({ project: undefined })).toThrow(refused("not_found", "COMMAND-m9gsd"));
    expect(() => add({ grantedOrg: undefined })).toThrow(refused("not_found", "COMMAND-3m9gg"));
  });

  it("is never given to the project's owner", () => {
    expect(() => add({ projectOwner: "customer" })).toThrow(refused("failed_precondition", "PROJECT-Gr5ow"));
  });

  it("lends roles of the project only", () => {
    expect(() => add({ roles: [undefined] })).toThrow(refused("failed_precondition", "COMMAND-6m9gd"));
    expect(() => changeProjectGrant("g", ["x"])(grant, [undefined])).toThrow(
      refused("failed_precondition", "COMMAND-6m9gd"),
    );
  });

  it("holds a bounded number of roles, each once, however long their keys are", () => {
    expect(onceEach(["a", "b", "a"])).toEqual(["a", "b"]);
    const many = Array.from({ length: 201 }, (_, n) => `r${n}`);
    const long = Array.from({ length: 40 }, (_, n) => `${n}`.padEnd(200, "ü"));
    for (const keys of [many, long])
      expect(() => onceEach(keys)).toThrow(refused("invalid_argument", "PROJECT-Gr6ct"));
  });

  it("changes only when the roles differ", () => {
    expect(changeProjectGrant("g", ["buyer", "reader"])(grant, [role, role])).toEqual([]);
    expect(changeProjectGrant("g", ["reader"])(grant, [role])).toEqual([
      { type: "project.grant.changed", payload: { grantId: "g", roleKeys: ["reader"] } },
    ]);
  });

  it("is deactivated and reactivated once; only the first generation minds the second time", () => {
    const off = { ...grant, active: false };
    const [strict, easy] = [{ refuseUnchanged: true }, { refuseUnchanged: false }];
    expect(deactivateProjectGrant("g", strict)(grant)).toHaveLength(1);
    expect(reactivateProjectGrant("g", strict)(off)).toHaveLength(1);
    expect(deactivateProjectGrant("g", easy)(off)).toEqual([]);
    expect(reactivateProjectGrant("g", easy)(grant)).toEqual([]);
    expect(() => deactivateProjectGrant("g", strict)(off)).toThrow(
      refused("failed_precondition", "PROJECT-47fu8"),
    );
    expect(() => reactivateProjectGrant("g", strict)(grant)).toThrow(
      refused("failed_precondition", "PROJECT-Gr7ni"),
    );
  });

  it("that is gone is neither changed nor removed; a cascade passes over", () => {
    const gone = refused("not_found", "PROJECT-D8JxR");
    expect(() => removeProjectGrant("g")(undefined)).toThrow(gone);
    expect(() => changeProjectGrant("g", [])(undefined, [])).toThrow(gone);
    expect(cascadeRemoveRole("g", "reader")(undefined)).toEqual([]);
    expect(cascadeRemoveRole("g", "other")(grant)).toEqual([]);
    expect(cascadeRemoveRole("g", "reader")(grant)).toEqual([
      { type: "project.grant.cascade.changed", payload: { grantId: "g", roleKeys: ["buyer"] } },
    ]);
  });
});
