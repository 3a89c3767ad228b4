import type { MetadataSearchFilter as FilterV2 } from "#contract/zitadel/metadata/v2/metadata_pb.ts";
import type { MetadataQuery as QueryV2beta } from "#contract/zitadel/metadata/v2beta/metadata_pb.ts";
import type { MetadataQuery as QueryV1 } from "#contract/zitadel/metadata_pb.ts";
import { emptyFilter, textFilter } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { details, timestamp } from "#src/platform/rpc/index.ts";
import { metadataKey, valueOf } from "./list.ts";
import type { MetadataState } from "./metadata.ts";

export const metadataV1 = (row: Row<MetadataState>) => ({
  details: details(row),
  key: row.state.key,
  value: valueOf(row.state),
});

export const metadataV2 = (row: Row<MetadataState>) => ({
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  key: row.state.key,
  value: valueOf(row.state),
});

/** Every generation filters by key; they differ in the word for it. @throws invalid_argument for an empty filter */
export function metadataFilter(asked: QueryV1 | QueryV2beta | FilterV2): Sql {
  const { value } = "query" in asked ? asked.query : asked.filter;
  if (value === undefined) throw emptyFilter();
  return textFilter(metadataKey, value.method, value.key);
}
