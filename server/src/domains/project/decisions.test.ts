import { describe, expect, it } from "vitest";
import { addProject, addRole, changeProject, changeRole, deactivateProject } from "./decisions.ts";
import type { ProjectState } from "./state.ts";
import { settingsOf } from "./translate.v2.ts";

const org = { name: "acme", active: true, primaryDomain: "acme.test" };
const project: ProjectState = {
  name: "shop",
  active: true,
  projectRoleAssertion: false,
  projectRoleCheck: false,
  hasProjectCheck: false,
  privateLabelingSetting: 0,
};
const role = { key: "admin", displayName: "Admin", group: "" };

describe("a project", () => {
  it("needs a name, an organization and an id that is free", () => {
    expect(() => addProject(" ", {})(org, undefined)).toThrow(
      expect.objectContaining({ id: "PROJECT-IOVCC" }),
    );
    expect(() => addProject("a", {})(undefined, undefined)).toThrow(
      expect.objectContaining({ kind: "not_found" }),
    );
    expect(() => addProject("a", {})(org, project)).toThrow(
      expect.objectContaining({ kind: "already_exists" }),
    );
  });

  it("has no name that looks like another", () => {
    const unseen = expect.objectContaining({ id: "NAME-Uns33" });
    expect(() => addProject("sh\u202eop", {})(org, undefined)).toThrow(unseen);
    expect(() => changeProject({ name: "sh\u200bop" })(project)).toThrow(unseen);
  });

  it("keeps what a change leaves out", () => {
    expect(changeProject(settingsOf({ authorizationRequired: true }))(project)).toEqual([
      { type: "project.changed", payload: { projectRoleCheck: true } },
    ]);
    expect(changeProject(settingsOf({}))(project)).toEqual([]);
  });

  it("is deactivated once", () => {
    expect(() => deactivateProject({ ...project, active: false })).toThrow(
      expect.objectContaining({ id: "PROJECT-mki55" }),
    );
  });
});

describe("a role", () => {
  it("needs its project, and is added once", () => {
    expect(() => addRole(role)(undefined, undefined)).toThrow(expect.objectContaining({ kind: "not_found" }));
    expect(() => addRole(role)(project, role)).toThrow(expect.objectContaining({ kind: "already_exists" }));
  });

  it("has no key and no text that look like another's", () => {
    const unseen = expect.objectContaining({ id: "NAME-Uns33" });
    expect(() => addRole({ ...role, key: "ad\u200dmin" })(project, undefined)).toThrow(unseen);
    expect(() => addRole({ ...role, displayName: "Ad\u202emin" })(project, undefined)).toThrow(unseen);
    expect(() => changeRole({ key: "admin", displayName: "Ad\u202emin" })(role)).toThrow(unseen);
  });

  it("keeps the text that a change leaves out", () => {
    expect(changeRole({ key: "admin", group: "staff" })(role)).toEqual([
      { type: "project.role.changed", payload: { key: "admin", displayName: "Admin", group: "staff" } },
    ]);
    expect(changeRole({ key: "admin", displayName: "Admin" })(role)).toEqual([]);
  });
});
