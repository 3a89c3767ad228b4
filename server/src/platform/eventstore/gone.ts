import { type Sql, sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "./model.ts";

/*
 * For `not in`: PostgreSQL fills a table in memory with them once and looks every row up in it, whatever it believes
 * about sizes. A join is planned by statistics, and those are of yesterday after an import.
 */

/** The ids of the roots of a kind that are gone and still named, see `Entity.outlived`. */
export const goneIds = ({ aggregate }: AnyEntity, instanceId: string): Sql =>
  sql`select g.aggregate_id from gone g
    where g.instance_id = ${instanceId} and g.aggregate_type = ${aggregate} and g.entity_id = ''`;

/** The keys (aggregate and entity id) of parts that are gone and still named. */
export const goneParts = ({ aggregate }: AnyEntity, instanceId: string): Sql =>
  sql`select g.aggregate_id, g.entity_id from gone g
    where g.instance_id = ${instanceId} and g.aggregate_type = ${aggregate} and g.entity_id <> ''`;
