import type { AnyEntity, Row } from "../model.ts";

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

export const rowFrom = (_entity: AnyEntity, record: RowRecord): Row<object> => ({
  instanceId: record.instance_id,
  aggregateId: record.aggregate_id,
  entityId: record.entity_id,
  owner: record.owner,
  sequence: Number(record.sequence),
  createdAt: record.created_at,
  changedAt: record.changed_at,
  state: record.state,
});
