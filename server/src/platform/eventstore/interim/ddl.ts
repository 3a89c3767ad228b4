import type { Sql } from "#src/platform/db/index.ts";

const plain = (text: string): Sql => ({ text, values: [] });

/** The core's own tables. `instance_id` is first in every key, so that the schema shards by instance. */
export const coreTables: readonly Sql[] = [
  plain(`create table heads (
    instance_id text not null, aggregate_type text not null, aggregate_id text not null,
    owner text not null, sequence bigint not null,
    primary key (instance_id, aggregate_type, aggregate_id)) with (fillfactor = 85)`),
  plain(`create table events (
    instance_id text not null, aggregate_type text not null, aggregate_id text not null, sequence bigint not null,
    position bigint generated always as identity, xact xid8 not null default pg_current_xact_id(),
    unit uuid not null, entity_id text not null, type text not null, payload jsonb, sealed jsonb,
    creator text not null, owner text not null, created_at timestamptz not null,
    primary key (instance_id, aggregate_type, aggregate_id, sequence))`),
  plain("create index events_feed on events (xact, position)"),
  plain("create index events_history on events (instance_id, position)"),
  plain(`create table uniques (
    instance_id text not null, kind text not null, value text not null,
    claimant_instance_id text not null, aggregate_type text not null, aggregate_id text not null, entity_id text not null,
    primary key (instance_id, kind, value))`),
  plain("create index uniques_claimant on uniques (claimant_instance_id, aggregate_type, aggregate_id)"),
  plain(`create table config_versions (
    instance_id text not null, owner text not null, version bigint not null, primary key (instance_id, owner))`),
  plain(`create table subject_keys (
    instance_id text not null, subject_type text not null, subject_id text not null, user_id text, key jsonb not null,
    primary key (instance_id, subject_type, subject_id))`),
  plain("create index subject_keys_user on subject_keys (instance_id, user_id)"),
  plain(`create table jobs (
    id bigint generated always as identity primary key, instance_id text not null, task text not null,
    payload jsonb not null, order_key text, run_at timestamptz not null, attempts int not null default 0,
    locked_until timestamptz, failed_at timestamptz, last_error text, created_at timestamptz not null default now())`),
  plain("create index jobs_due on jobs (run_at) where failed_at is null"),
  plain("create index jobs_order on jobs (instance_id, order_key, id) where order_key is not null"),
  plain(`create function core_raise(code text, details text) returns void language plpgsql as
    $$ begin raise exception 'core' using errcode = code, detail = details; end $$`),
];
