import { type SchemaArea, sql } from "#src/platform/db/index.ts";

/** What became of each message, and where development keeps those that nobody sends. */
export const messageSchema: SchemaArea = {
  area: "messages",
  migrations: [
    {
      number: 1,
      name: "messages; the development inbox",
      statements: [
        // Where it goes and its code are sealed in the payload, and gone with the row.
        sql`create table messages (
          instance_id text not null, id text not null, user_id text not null, org_id text not null,
          type text not null, channel text not null, state text not null, attempts int not null,
          provider_id text, answer text, verification_id text, resend_of text, payload jsonb not null,
          asked_at timestamptz not null, expires_at timestamptz,
          created_at timestamptz not null default now(), changed_at timestamptz not null default now(),
          primary key (instance_id, id)) with (fillfactor = 70)`,
        sql`create index messages_history on messages (instance_id, created_at, id)`,
        sql`create index messages_of_user on messages (instance_id, user_id, created_at, id)`,
        sql`create index messages_waiting on messages (instance_id, channel, created_at) where state = 'no_provider'`,
        sql`create index messages_past on messages (created_at)`,
        sql`create table dev_inbox (
          id bigint generated always as identity primary key, instance_id text not null, message_id text not null,
          user_id text not null, channel text not null, recipient text not null, subject text not null,
          text text not null, html text not null, kept_at timestamptz not null default now(),
          unique (instance_id, message_id))`,
        sql`create index dev_inbox_of_instance on dev_inbox (instance_id, id)`,
        sql`create index dev_inbox_of_user on dev_inbox (instance_id, user_id)`,
      ],
    },
  ],
};
