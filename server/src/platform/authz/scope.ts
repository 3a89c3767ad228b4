import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx, Membership } from "#src/platform/request/index.ts";
import { held } from "./permissions.ts";

/** Which resources of the instance a list may show. */
export type Scope =
  | { readonly all: true }
  | {
      readonly all: false;
      readonly orgIds: readonly string[];
      readonly projectIds: readonly string[];
      readonly grantIds: readonly string[];
      /** Shown to themselves, where the list has users. */
      readonly selfUserId?: string;
    };

/** The columns of a list that a scope narrows; what a list does not have is left out and matches nothing. */
export interface ScopeColumns {
  /** The resource owner. */
  readonly org?: Sql;
  readonly project?: Sql;
  readonly grant?: Sql;
  readonly user?: Sql;
}

/** Everything that these memberships let someone see with a permission. Pure. */
export function scopeOf(permission: string, memberships: readonly Membership[], selfUserId?: string): Scope {
  const giving = memberships.filter((membership) => held([membership], permission).everywhere);
  if (giving.some(({ kind }) => kind === "iam" || kind === "system")) return { all: true };
  const { projectIds, grantIds } = held(memberships, permission);
  return {
    all: false,
    orgIds: giving.map(({ objectId }) => objectId),
    projectIds: [...projectIds],
    grantIds: [...grantIds],
    ...(selfUserId === undefined ? {} : { selfUserId }),
  };
}

/** What the caller of the request may see with a permission; users see themselves. */
export async function callerScope(ctx: Pick<Ctx, "caller">, permission: string): Promise<Scope> {
  const { kind, userId } = ctx.caller;
  return scopeOf(permission, await ctx.caller.memberships(), kind === "user" ? userId : undefined);
}

/** The scope as a condition, so that pages and totals count permitted rows alone. */
export function scopeCondition(scope: Scope, columns: ScopeColumns): Sql {
  if (scope.all) return sql`true`;
  const among = (column: Sql | undefined, ids: readonly string[]): readonly Sql[] =>
    column === undefined || ids.length === 0 ? [] : [sql`${column} = any(${ids}::text[])`];
  const pieces = [
    ...among(columns.org, scope.orgIds),
    ...among(columns.project, scope.projectIds),
    ...among(columns.grant, scope.grantIds),
    ...(columns.user === undefined || scope.selfUserId === undefined
      ? []
      : [sql`${columns.user} = ${scope.selfUserId}`]),
  ];
  return sql`(${join(pieces, " or ", "false")})`;
}
