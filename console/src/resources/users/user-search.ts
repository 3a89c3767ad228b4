import type { MessageInitShape } from "@bufbuild/protobuf";
import { TextQueryMethod } from "@gatehouse/server/contract/zitadel/object/v2/object_pb.ts";
import {
  type SearchQuerySchema,
  Type,
  UserFieldName,
} from "@gatehouse/server/contract/zitadel/user/v2/query_pb.ts";
import { states } from "./user.ts";
import type { UserSearch } from "./user-address.ts";

/** Columns that the API can sort by. */
export const sortFields = {
  name: UserFieldName.DISPLAY_NAME,
  username: UserFieldName.USER_NAME,
  email: UserFieldName.EMAIL,
  state: UserFieldName.STATE,
  created: UserFieldName.CREATION_DATE,
} as const;

export type SortColumn = keyof typeof sortFields;
export type Query = MessageInitShape<typeof SearchQuerySchema>;

/** One text is looked for in all that people know a user by; only a login name holds a domain behind an at sign. */
export function textQuery(text: string): Query {
  const method = TextQueryMethod.CONTAINS_IGNORE_CASE;
  const queries: Query[] = [
    { query: { case: "displayNameQuery", value: { displayName: text, method } } },
    { query: { case: "userNameQuery", value: { userName: text, method } } },
    { query: { case: "emailQuery", value: { emailAddress: text, method } } },
  ];
  if (text.includes("@"))
    queries.push({ query: { case: "loginNameQuery", value: { loginName: text, method } } });
  if (/^[\w-]{6,}$/.test(text)) {
    queries.push({ query: { case: "inUserIdsQuery", value: { userIds: [text] } } });
  }
  return { query: { case: "orQuery", value: { queries } } };
}

export function userQueries({ q, state, type }: UserSearch, organizationId: string): Query[] {
  const wanted = Object.entries(states).find(([name]) => name === state)?.[1];
  const queries: Query[] = [{ query: { case: "organizationIdQuery", value: { organizationId } } }];
  if (type !== undefined) {
    const value = { type: type === "human" ? Type.HUMAN : Type.MACHINE };
    queries.push({ query: { case: "typeQuery", value } });
  }
  if (wanted !== undefined) queries.push({ query: { case: "stateQuery", value: { state: wanted } } });
  if (q !== undefined) queries.push(textQuery(q));
  return queries;
}
