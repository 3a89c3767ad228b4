import { assetSchema } from "#src/domains/asset/index.ts";
import { messageSchema } from "#src/domains/message/index.ts";
import { type SchemaArea, sql } from "#src/platform/db/index.ts";
import { storeSchema } from "#src/platform/eventstore/index.ts";
import { limitTables, onceTables } from "#src/platform/limits/index.ts";
import { queueSchema } from "#src/platform/queue/index.ts";
import { entities } from "../parts.ts";

/** The whole schema, in the order in which it is made. */
export const schema: readonly SchemaArea[] = [
  storeSchema(entities),
  queueSchema,
  messageSchema,
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
  {
    area: "instances",
    migrations: [
      {
        number: 1,
        name: "signing keys in stock; what instances use of their quotas",
        statements: [
          sql`create table web_key_pool (
            id bigint generated always as identity primary key, shape text not null,
            private_key jsonb not null, public_key jsonb not null, created_at timestamptz not null default now())`,
          sql`create index web_key_pool_shape on web_key_pool (shape, id)`,
          sql`create table quota_usage (
            instance_id text not null, unit int not null, period_start timestamptz not null, usage bigint not null,
            primary key (instance_id, unit, period_start)) with (fillfactor = 70)`,
        ],
      },
    ],
  },
  assetSchema,
];
