import { beforeAll, expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { ownedBy } from "#src/platform/eventstore/index.ts";
import { useStore } from "#test/harness/store.ts";
import { addMember, cascadeRemoveMember } from "./decisions.ts";
import { listMembers } from "./list.ts";
import { type MemberOwner, memberEntities, memberRef } from "./member.ts";
import { memberOwnersOf, membershipsOf, membershipsStatement } from "./memberships.ts";

const used = useStore(memberEntities);
const all = { offset: 0, limit: undefined, asc: true };
const org = (id: string): MemberOwner => ({ kind: "org", id });
const grant: MemberOwner = { kind: "project_grant", projectId: "p1", grantId: "g1" };

async function add(owner: MemberOwner, userId: string, role: string, instanceId = "i1"): Promise<void> {
  const target = memberRef(owner, userId);
  const owned = owner.kind === "project" || owner.kind === "project_grant" ? ownedBy("org1", target) : target;
  await used.store.execute({ instanceId, creator: "tester" }, [owned], ([member]) => [
    addMember(owner, userId, [role])(member),
  ]);
}

beforeAll(async () => {
  await used.database.query(
    sql`create view test_grants as
        select * from (values ('i1', 'p1', 'g1', 'org2')) g(instance_id, project_id, grant_id, granted_org_id)`,
  );
});

test("a member is added once, also by two at the same time on two nodes", async () => {
  const target = memberRef(org("race"), "u1");
  const attempts = [used.store, used.other, used.store, used.other].map((store) =>
    store.execute({ instanceId: "i1", creator: "tester" }, [target], ([member]) => [
      addMember(org("race"), "u1", ["ORG_OWNER"])(member),
    ]),
  );
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ id: "MEMBER-Ex1st" });
});

test("a user's memberships come from all four kinds, and from no other tenant or user", async () => {
  await add({ kind: "instance", id: "i1" }, "boss", "IAM_OWNER");
  await add(org("org1"), "boss", "ORG_OWNER");
  await add({ kind: "project", id: "p1" }, "boss", "PROJECT_OWNER");
  await add(grant, "boss", "PROJECT_GRANT_OWNER");
  await add(org("org1"), "someone", "ORG_OWNER_VIEWER");
  await add(org("org1"), "boss", "ORG_OWNER", "i2");
  const found = await membershipsOf(used.store, "i1", "boss", { view: "test_grants" });
  expect(found.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
    { kind: "iam", objectId: "i1", ownerId: "i1", roles: ["IAM_OWNER"] },
    { kind: "org", objectId: "org1", ownerId: "org1", roles: ["ORG_OWNER"] },
    { kind: "project", objectId: "p1", ownerId: "org1", roles: ["PROJECT_OWNER"] },
    {
      kind: "project_grant",
      objectId: "g1",
      ownerId: "org1",
      grantedOrgId: "org2",
      roles: ["PROJECT_GRANT_OWNER"],
    },
  ]);
  expect(await membershipsOf(used.store, "i1", "nobody")).toEqual([]);
});

test("a removed user's memberships are found and removed one by one", async () => {
  const owners: readonly MemberOwner[] = [{ kind: "instance", id: "i1" }, org("org1"), grant];
  await add({ kind: "instance", id: "i1" }, "leaver", "IAM_OWNER");
  await add(org("org1"), "leaver", "ORG_OWNER");
  await add(grant, "leaver", "PROJECT_GRANT_OWNER");
  const found = await memberOwnersOf(used.store, "i1", "leaver", 10);
  expect(found).toHaveLength(owners.length);
  expect(found).toEqual(expect.arrayContaining([...owners]));
  for (const owner of found)
    await used.store.execute(
      { instanceId: "i1", creator: "tester" },
      [memberRef(owner, "leaver")],
      ([member]) => [cascadeRemoveMember(owner, "leaver")(member)],
    );
  expect(await membershipsOf(used.store, "i1", "leaver")).toEqual([]);
});

test("a list has the members of one thing, page by page, with the whole number on each", async () => {
  for (const userId of ["c", "a", "b"]) await add(org("listed"), userId, "ORG_OWNER");
  await add(org("listed2"), "d", "ORG_OWNER");
  const page = (offset: number, asc: boolean) =>
    listMembers(used.store, "i1", org("listed"), { page: { offset, limit: 2, asc }, sort: sql`t.user_id` });
  const first = await page(0, true);
  expect(first.rows.map(({ state }) => state.userId)).toEqual(["a", "b"]);
  expect(first.total).toBe(3);
  const second = await page(2, true);
  expect(second.rows.map(({ state }) => state.userId)).toEqual(["c"]);
  expect(second.total).toBe(3);
  expect((await page(0, false)).rows.map(({ state }) => state.userId)).toEqual(["c", "b"]);
});

test("members of two grants of one project are apart", async () => {
  const other: MemberOwner = { ...grant, grantId: "g2" };
  await add({ ...grant, grantId: "g3" }, "shared", "PROJECT_GRANT_OWNER");
  await add(other, "shared", "PROJECT_GRANT_OWNER_VIEWER");
  const { rows } = await listMembers(used.store, "i1", other, { page: all });
  expect(rows.map(({ state }) => state)).toEqual([
    { userId: "shared", grantId: "g2", roles: ["PROJECT_GRANT_OWNER_VIEWER"] },
  ]);
});

test("memberships take one index probe per kind", async () => {
  const connection = await used.database.connect("plan", { enable_seqscan: "off" });
  const plan = await connection.query<Record<string, string>>(
    sql`explain ${membershipsStatement("i1", "boss", { view: "test_grants" })}`,
  );
  await connection.close();
  const lines = plan.map((line) => line["QUERY PLAN"] ?? "");
  expect(lines.filter((line) => /Index Scan .* on \w+_members/.test(line))).toHaveLength(4);
  expect(lines.filter((line) => line.includes("Index Cond") && line.includes("user_id"))).toHaveLength(4);
  expect(lines.filter((line) => line.includes("Seq Scan"))).toEqual([]);
});
