import { expect, test } from "vitest";
import type { EventMeta } from "#src/platform/eventstore/index.ts";
import { addMember, cascadeRemoveMember, changeMember, removeMember } from "./decisions.ts";
import { type MemberEvent, type MemberOwner, type MemberState, memberEntity, memberRef } from "./member.ts";

const owners: readonly MemberOwner[] = [
  { kind: "instance", id: "i1" },
  { kind: "org", id: "o1" },
  { kind: "project", id: "p1" },
  { kind: "project_grant", projectId: "p1", grantId: "g1" },
];
const ownerRole = {
  instance: "IAM_OWNER",
  org: "ORG_OWNER",
  project: "PROJECT_OWNER",
  project_grant: "PROJECT_GRANT_OWNER",
};
const viewerRole = {
  instance: "IAM_OWNER_VIEWER",
  org: "ORG_OWNER_VIEWER",
  project: "PROJECT_OWNER_VIEWER",
  project_grant: "PROJECT_GRANT_OWNER_VIEWER",
};
const org: MemberOwner = { kind: "org", id: "o1" };
const member: MemberState = { userId: "u1", roles: ["ORG_OWNER"] };

const refused = (kind: string, id: string, key?: string) =>
  expect.objectContaining(key === undefined ? { kind, id } : { kind, id, key });

/** Folds events the way the core does. */
function fold(owner: MemberOwner, events: readonly MemberEvent[]): MemberState | undefined {
  const { entity, aggregateId, entityId } = memberRef(owner, "u1");
  const meta: EventMeta = {
    instanceId: "i1",
    aggregateId,
    entityId,
    owner: "o1",
    creator: "u0",
    createdAt: "2026-01-01T00:00:00Z",
  };
  return events.reduce<MemberState | undefined>(
    (state, event) => entity.evolve(state, event, meta),
    undefined,
  );
}

test.each(owners)("events of $kind members have the names and payloads of the contract", (owner) => {
  const who = owner.kind === "project_grant" ? { userId: "u1", grantId: "g1" } : { userId: "u1" };
  const prefix = { instance: "instance", org: "org", project: "project", project_grant: "project.grant" }[
    owner.kind
  ];
  const added = addMember(owner, "u1", [ownerRole[owner.kind]])(undefined);
  expect(added).toEqual([
    { type: `${prefix}.member.added`, payload: { roles: [ownerRole[owner.kind]], ...who } },
  ]);
  const changed = changeMember(owner, "u1", [viewerRole[owner.kind]])(fold(owner, added));
  expect(changed).toEqual([
    { type: `${prefix}.member.changed`, payload: { roles: [viewerRole[owner.kind]], ...who } },
  ]);
  const now = fold(owner, [...added, ...changed]);
  expect(now).toEqual({ ...who, roles: [viewerRole[owner.kind]] });
  const removed = removeMember(owner, "u1")(now);
  expect(removed).toEqual([{ type: `${prefix}.member.removed`, payload: who }]);
  const cascaded = cascadeRemoveMember(owner, "u1")(now);
  expect(cascaded).toEqual([{ type: `${prefix}.member.cascade.removed`, payload: who }]);
  expect(fold(owner, [...added, ...removed])).toBeUndefined();
  expect(fold(owner, [...added, ...cascaded])).toBeUndefined();
});

test.each(owners)("every event of a $kind member goes to the row of the reference", (owner) => {
  const { entity, entityId } = memberRef(owner, "u1");
  for (const event of addMember(owner, "u1", [ownerRole[owner.kind]])(undefined)) {
    expect(entity.rowOf?.(event)).toBe(entityId);
    expect(entity.types).toContain(event.type);
  }
});

test("a member is added once", () => {
  expect(() => addMember(org, "u1", ["ORG_OWNER"])(member)).toThrow(
    refused("already_exists", "MEMBER-Ex1st", "Errors.Member.AlreadyExists"),
  );
});

test("roles of another kind, unknown ones and none are refused", () => {
  expect(() => addMember(org, "u1", [])(undefined)).toThrow(
    refused("invalid_argument", "MEMBER-R0les", "Errors.Member.RoleMissing"),
  );
  for (const roles of [["IAM_OWNER"], ["ORG_OWNER", "NO_SUCH"], ["PROJECT_OWNER"], [""]]) {
    expect(() => addMember(org, "u1", roles)(undefined)).toThrow(
      refused("invalid_argument", "MEMBER-R0les", "Errors.Member.RoleInvalid"),
    );
  }
  expect(() => addMember({ kind: "instance", id: "i1" }, "u1", ["SYSTEM_OWNER"])(undefined)).toThrow(
    refused("invalid_argument", "MEMBER-R0les", "Errors.Member.RoleInvalid"),
  );
  expect(() => addMember({ kind: "project", id: "p1" }, "u1", ["PROJECT_GRANT_OWNER"])(undefined)).toThrow(
    refused("invalid_argument", "MEMBER-R0les", "Errors.Member.RoleInvalid"),
  );
});

test("self management can be given to a new member of an organization only", () => {
  expect(addMember(org, "u1", ["SELF_MANAGEMENT_GLOBAL"])(undefined)).toHaveLength(1);
  expect(() => changeMember(org, "u1", ["SELF_MANAGEMENT_GLOBAL"])(member)).toThrow(
    refused("invalid_argument", "MEMBER-R0les"),
  );
});

test("nobody is no member: the row would be the organization's own", () => {
  expect(() => addMember(org, "", ["ORG_OWNER"])(undefined)).toThrow(
    refused("invalid_argument", "MEMBER-Us3r0"),
  );
});

test("a role given twice is stored once", () => {
  const [event] = addMember(org, "u1", ["ORG_OWNER", "ORG_OWNER"])(undefined);
  expect(event?.payload).toEqual({ userId: "u1", roles: ["ORG_OWNER"] });
});

test("the same roles in another order change nothing", () => {
  const both = { ...member, roles: ["ORG_OWNER", "ORG_OWNER_VIEWER"] };
  const same = ["ORG_OWNER_VIEWER", "ORG_OWNER"];
  expect(changeMember(org, "u1", same)(both)).toEqual([]);
  expect(() => changeMember(org, "u1", same, { refuseUnchanged: true })(both)).toThrow(
    refused("failed_precondition", "MEMBER-Ch0nc"),
  );
});

test("who is no member cannot be changed or removed, but a cascade passes over", () => {
  expect(() => changeMember(org, "u1", ["ORG_OWNER"])(undefined)).toThrow(
    refused("not_found", "MEMBER-Ch0nf"),
  );
  expect(() => removeMember(org, "u1")(undefined)).toThrow(refused("not_found", "MEMBER-Rm0nf"));
  expect(cascadeRemoveMember(org, "u1")(undefined)).toEqual([]);
});

test("ids with colons do not share a row", () => {
  const row = (grantId: string, userId: string) =>
    memberRef({ kind: "project_grant", projectId: "p1", grantId }, userId).entityId;
  expect(row("a", "b:c")).not.toBe(row("a:b", "c"));
});

test("no event type belongs to two kinds of members", () => {
  const types = (["instance", "org", "project", "project_grant"] as const).flatMap(
    (kind) => memberEntity(kind).types,
  );
  expect(types).toHaveLength(16);
  expect(new Set(types).size).toBe(16);
});
