import type { MessageInitShape } from "@bufbuild/protobuf";
import { TextQueryMethod } from "@gatehouse/server/contract/zitadel/object/v2/object_pb.ts";
import { OrganizationState } from "@gatehouse/server/contract/zitadel/org/v2/org_pb.ts";
import {
  OrganizationFieldName,
  type SearchQuerySchema,
} from "@gatehouse/server/contract/zitadel/org/v2/query_pb.ts";
import type { ListSearch } from "../../components/list/list-search.ts";
import type { Tone } from "../../components/state-badge.tsx";
import type { TextKey } from "../../i18n/index.tsx";

interface StateLook {
  readonly label: TextKey;
  readonly tone: Tone;
}

export function stateLook(state: OrganizationState): StateLook {
  if (state === OrganizationState.ACTIVE) return { label: "organizations.state.active", tone: "good" };
  if (state === OrganizationState.INACTIVE) return { label: "organizations.state.inactive", tone: "off" };
  if (state === OrganizationState.REMOVED) return { label: "organizations.state.removed", tone: "off" };
  return { label: "organizations.state.unknown", tone: "off" };
}

/** States one can filter by, as they stand in the address. */
export const states = {
  active: OrganizationState.ACTIVE,
  inactive: OrganizationState.INACTIVE,
} as const;

/** Columns that the API can sort by. */
export const sortFields = {
  name: OrganizationFieldName.NAME,
  created: OrganizationFieldName.CREATION_DATE,
} as const;

type Query = MessageInitShape<typeof SearchQuerySchema>;

/** One text is looked for in the domain when it looks like one, by id when it is one, else in the name. */
function textQuery(text: string): Query {
  if (/^\d{12,}$/.test(text)) return { query: { case: "idQuery", value: { id: text } } };
  const method = TextQueryMethod.CONTAINS_IGNORE_CASE;
  return /\w\.\w/.test(text)
    ? { query: { case: "domainQuery", value: { domain: text, method } } }
    : { query: { case: "nameQuery", value: { name: text, method } } };
}

export function organizationQueries({ q, state }: ListSearch): Query[] {
  const wanted = Object.entries(states).find(([name]) => name === state)?.[1];
  return [
    ...(q === undefined ? [] : [textQuery(q)]),
    ...(wanted === undefined ? [] : [{ query: { case: "stateQuery" as const, value: { state: wanted } } }]),
  ];
}
