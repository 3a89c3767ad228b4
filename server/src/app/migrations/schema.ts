import { type SchemaArea, sql } from "#src/platform/db/index.ts";
import { storeSchema } from "#src/platform/eventstore/index.ts";
import { limitTables, onceTables } from "#src/platform/limits/index.ts";
import { queueSchema } from "#src/platform/queue/index.ts";
import { entities } from "../parts.ts";

/** The whole schema, in the order in which it is made. */
export const schema: readonly SchemaArea[] = [
  storeSchema(entities),
  queueSchema,
  {
    area: "limits",
    migrations: [
      { number: 1, name: "rate limits", statements: limitTables },
      { number: 2, name: "what may be used once", statements: onceTables },
    ],
  },
  {
    area: "app",
    migrations: [
      {
        number: 1,
        name: "canaries of master keys; whom project grants were given to",
        statements: [
          sql`create table canaries (key_id text primary key, sealed jsonb not null)`,
          sql`create view project_grant_owners as
            select instance_id, aggregate_id as project_id, entity_id as grant_id, granted_org_id from project_grants`,
        ],
      },
    ],
  },
];
