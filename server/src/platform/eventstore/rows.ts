import { identifier, type Sql, sql } from "#src/platform/db/index.ts";
import { createEventOpener, type EventRecord, selectEvents } from "./history/event-record.ts";
import { foldAggregate } from "./history/fold.ts";
import type { AnyEntity, Row } from "./model.ts";
import type { SubjectSecrets } from "./personal.ts";
import type { Registry } from "./registry.ts";
import type { Planning, Store } from "./store.ts";

/** A row of an entity's table as the driver gives it. */
export interface RowRecord {
  readonly instance_id: string;
  readonly aggregate_id: string;
  readonly entity_id: string;
  readonly owner: string;
  readonly sequence: number;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly state: object;
  readonly state_version: number;
}

/** Where a row stands, as far as its table knows. */
export interface RowKey {
  readonly instanceId: string;
  readonly aggregateId: string;
  readonly entityId: string;
}

/** Reads rows of entities. A row that an older version of its entity has folded is folded again. */
export interface Rows {
  /** @param rest from `where` on, over the table as `t`; it names the tenant */
  select(entity: AnyEntity, rest: Sql, planning: Planning): Promise<readonly Row<object>[]>;
  fromRecords(entity: AnyEntity, records: readonly RowRecord[]): Promise<readonly Row<object>[]>;
  /** The state by the whole history of the row's aggregate. */
  refold(entity: AnyEntity, key: RowKey): Promise<object | undefined>;
}

export function createRows(query: Store["query"], registry: Registry, secrets: SubjectSecrets): Rows {
  async function refold(entity: AnyEntity, key: RowKey): Promise<object | undefined> {
    const records = await query<EventRecord>(
      selectEvents(sql`where e.instance_id = ${key.instanceId} and e.aggregate_type = ${entity.aggregate}
        and e.aggregate_id = ${key.aggregateId} order by e.sequence`),
    );
    const { rows } = foldAggregate(registry, records.map(createEventOpener(secrets)));
    return rows.find((row) => row.entity === entity && row.entityId === key.entityId)?.state;
  }

  async function fromRecord(entity: AnyEntity, record: RowRecord): Promise<Row<object>> {
    const row = toRow(record);
    if (record.state_version >= entity.version) return row;
    return { ...row, state: (await refold(entity, row)) ?? row.state };
  }

  async function fromRecords(entity: AnyEntity, records: readonly RowRecord[]) {
    if (records.every(({ state_version: version }) => version >= entity.version)) return records.map(toRow);
    return Promise.all(records.map((record) => fromRecord(entity, record)));
  }

  return {
    refold,
    fromRecords,
    async select(entity, rest, planning) {
      const columns = sql`t.instance_id, t.aggregate_id, t.entity_id, t.owner, t.sequence, t.created_at,
        t.changed_at, t.state, t.state_version`;
      const records = await query<RowRecord>(
        sql`select ${columns} from ${identifier(entity.table)} t ${rest}`,
        planning,
      );
      return fromRecords(entity, records);
    },
  };
}

const toRow = (record: RowRecord): Row<object> => ({
  instanceId: record.instance_id,
  aggregateId: record.aggregate_id,
  entityId: record.entity_id,
  owner: record.owner,
  sequence: Number(record.sequence),
  createdAt: record.created_at,
  changedAt: record.changed_at,
  state: record.state,
});
