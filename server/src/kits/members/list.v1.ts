import { MemberFieldColumnName, type SearchQuery } from "#contract/zitadel/member_pb.ts";
import { filterTree, textFilter } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";

/**
 * How a list of members reaches the people behind it: a relation that the slice of users publishes, aliased `u`,
 * and its expressions. `from` is such as `user_display u`.
 */
export interface MemberUsers {
  readonly from: Sql;
  /** The user's id. */
  readonly id: Sql;
  readonly firstName: Sql;
  readonly lastName: Sql;
  readonly email: Sql;
  readonly resourceOwner: Sql;
}

/** The `queries` of a v1 list of members as one condition. @throws invalid_argument for an empty query */
export function memberFilterV1(queries: readonly SearchQuery[], users: MemberUsers): Sql {
  const person = (condition: Sql): Sql =>
    sql`exists (select 1 from ${users.from} where ${sameUser(users)} and ${condition})`;
  return filterTree(queries, ({ query }) => {
    switch (query.case) {
      case "firstNameQuery":
        return person(textFilter(users.firstName, query.value.method, query.value.firstName));
      case "lastNameQuery":
        return person(textFilter(users.lastName, query.value.method, query.value.lastName));
      case "emailQuery":
        return person(textFilter(users.email, query.value.method, query.value.email));
      case "userIdQuery":
        return sql`t.user_id = ${query.value.userId}`;
      case undefined:
        return undefined;
    }
  });
}

/** The sorting column of a v1 list of members; undefined for the order of keys. */
export function memberSortV1(column: MemberFieldColumnName, users: MemberUsers): Sql | undefined {
  switch (column) {
    case MemberFieldColumnName.MEMBER_FIELD_NAME_USER_ID:
      return sql`t.user_id`;
    case MemberFieldColumnName.MEMBER_FIELD_NAME_CREATION_DATE:
      return sql`t.created_at`;
    case MemberFieldColumnName.MEMBER_FIELD_NAME_CHANGE_DATE:
      return sql`t.changed_at`;
    case MemberFieldColumnName.MEMBER_FIELD_NAME_USER_RESOURCE_OWNER:
      return sql`(select ${users.resourceOwner} from ${users.from} where ${sameUser(users)})`;
    default:
      return undefined;
  }
}

const sameUser = (users: MemberUsers): Sql => sql`u.instance_id = t.instance_id and ${users.id} = t.user_id`;
