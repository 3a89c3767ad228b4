import { type Page, totalOf } from "#src/kits/search/index.ts";
import { identifier, join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Store } from "#src/platform/eventstore/index.ts";
import { type MemberKind, memberEntity } from "./member.ts";
import type { GrantView } from "./memberships.ts";

/** A member of anything, as lists over all four kinds show it. */
export interface Member {
  readonly kind: MemberKind;
  /** What is managed: the instance, the organization or the project, also a project grant's. */
  readonly aggregateId: string;
  /** Of members of project grants; else empty. */
  readonly grantId: string;
  /** Of members of project grants: the organization that was granted; else empty. */
  readonly grantedOrgId: string;
  readonly owner: string;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly sequence: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** What a list over all kinds asks for. */
export interface SearchAll {
  /** What must hold of one kind; speaks of its table as `t`, which has `grant_id` for project grants alone. */
  readonly where: (kind: MemberKind) => Sql;
  /** That the member and what is managed are there; asked only while something of the instance is gone and not tidied up. */
  readonly living: (kind: MemberKind) => Sql;
  readonly page: Page;
  /** Without one: instance, organizations, projects, grants, each by its keys. */
  readonly sort?: MemberSort | undefined;
  readonly grants: GrantView;
}

export type MemberSort = "user" | "created" | "changed";

const sorts: Readonly<Record<MemberSort, string>> = {
  user: "user_id",
  created: "created_at",
  changed: "changed_at",
};

const kinds: readonly MemberKind[] = ["instance", "org", "project", "project_grant"];

interface MemberRow {
  readonly kind: MemberKind;
  readonly aggregate_id: string;
  readonly grant_id: string;
  readonly granted_org_id: string | null;
  readonly owner: string;
  readonly user_id: string;
  readonly roles: readonly string[];
  readonly sequence: number;
  readonly created_at: Date;
  readonly changed_at: Date;
}

/** One page of the members of everything, and how many there are. What ends on its page takes one statement. */
export async function searchAllMembers(
  store: Pick<Store, "query" | "hasGone">,
  instanceId: string,
  asked: SearchAll,
): Promise<{ readonly members: readonly Member[]; readonly total: number }> {
  const search = (await store.hasGone(instanceId)) ? amongLiving(asked) : asked;
  const { page } = search;
  const how = { prepare: false } as const;
  const rows = await store.query<MemberRow>(allMembersStatement(instanceId, search), how);
  const count = async (): Promise<number> => {
    const each = union(instanceId, search, () => sql`count(*) as n`);
    const [counted] = await store.query<{ readonly n: number }>(
      sql`select sum(m.n)::int as n from (${each}) m`,
      how,
    );
    return Number(counted?.n ?? 0);
  };
  return { members: rows.map(memberOf), total: await totalOf(page, rows, count) };
}

const amongLiving = ({ where, living, ...search }: SearchAll): SearchAll => ({
  ...search,
  where: (kind) => sql`(${living(kind)}) and (${where(kind)})`,
  living,
});

export function allMembersStatement(instanceId: string, search: SearchAll): Sql {
  const { page, sort, grants } = search;
  const direction = sort === undefined || page.asc ? sql`asc` : sql`desc`;
  const first = sort === undefined ? [] : [sorts[sort]];
  const by = (alias: Sql, keys: readonly string[]): Sql => {
    const order = [...first, ...keys].map((key) => sql`${alias}.${identifier(key)} ${direction}`);
    return sql`order by ${join(order, ", ", "1")}`;
  };
  const limit = page.limit === undefined ? sql`` : sql` limit ${page.limit}`;
  const offset = page.offset === 0 ? sql`` : sql` offset ${page.offset}`;
  const reach = page.limit === undefined ? sql`` : sql` limit ${page.offset + page.limit}`;
  // No more of each kind is needed than the page reaches, which spares sorting all of them.
  const shown = union(
    instanceId,
    search,
    (kind) => columnsOf(kind, grants),
    (kind) => {
      const keys = ["aggregate_id", ...(kind === "project_grant" ? ["grant_id"] : []), "user_id"];
      return sql`${by(sql`t`, keys)}${reach}`;
    },
  );
  return sql`select m.* from (${shown}) m
    ${by(sql`m`, ["place", "aggregate_id", "grant_id", "user_id"])}${limit}${offset}`;
}

/** The conditions stand inside, so that each kind's own indexes serve them. */
function union(
  instanceId: string,
  { where }: SearchAll,
  columns: (kind: MemberKind) => Sql,
  tail: (kind: MemberKind) => Sql = () => sql``,
): Sql {
  const arms = kinds.map(
    (kind) => sql`(select ${columns(kind)} from ${identifier(memberEntity(kind).table)} t
      where t.instance_id = ${instanceId} and (${where(kind)}) ${tail(kind)})`,
  );
  return join(arms, " union all ", "");
}

function columnsOf(kind: MemberKind, { view }: GrantView): Sql {
  const grant =
    kind === "project_grant"
      ? sql`t.grant_id, (select g.granted_org_id from ${identifier(view)} g where g.instance_id = t.instance_id
          and g.project_id = t.aggregate_id and g.grant_id = t.grant_id) as granted_org_id`
      : sql`''::text as grant_id, null::text as granted_org_id`;
  return sql`${kind}::text as kind, ${kinds.indexOf(kind)}::int as place, t.aggregate_id, ${grant}, t.owner,
    t.user_id, t.roles, t.sequence, t.created_at, t.changed_at`;
}

const memberOf = (row: MemberRow): Member => ({
  kind: row.kind,
  aggregateId: row.aggregate_id,
  grantId: row.grant_id,
  grantedOrgId: row.granted_org_id ?? "",
  owner: row.owner,
  userId: row.user_id,
  roles: row.roles,
  sequence: Number(row.sequence),
  createdAt: row.created_at,
  changedAt: row.changed_at,
});
