import { type SchemaArea, sql } from "#src/platform/db/index.ts";

/** Uploaded images and fonts. */
export const assetSchema: SchemaArea = {
  area: "assets",
  migrations: [
    {
      number: 1,
      name: "uploaded files",
      statements: [
        // Files are packed already (drawings, which are not, are small).
        sql`create table assets (
          instance_id text not null, owner text not null, key text not null, subject text not null, type text not null,
          bytes bytea not null, confirmed boolean not null default false, kept_at timestamptz not null default now(),
          primary key (instance_id, owner, key))`,
        sql`alter table assets alter column bytes set storage external`,
        sql`create index assets_of_subject on assets (instance_id, subject) where subject <> ''`,
        sql`create index assets_unconfirmed on assets (kept_at) where not confirmed`,
      ],
    },
  ],
};
