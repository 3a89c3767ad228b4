import type { Sql } from "#src/platform/db/index.ts";
import { headsFunction, raiseFunction } from "../lane/statements.ts";

const plain = (text: string): Sql => ({ text, values: [] });

/** The core's own tables. `instance_id` comes first in every key, so that the schema shards by instance as it stands. */
export const coreTables: readonly Sql[] = [
  // One row per aggregate: its sequence, and the lock that orders its writers. Kept when the aggregate is removed.
  `create table heads (
    instance_id text not null, aggregate_type text not null, aggregate_id text not null,
    owner text not null, sequence bigint not null,
    primary key (instance_id, aggregate_type, aggregate_id)) with (fillfactor = 85)`,
  // The immutable history. `xact` orders the feed; `unit` tells after a lost reply what was stored.
  `create table events (
    instance_id text not null, aggregate_type text not null, aggregate_id text not null, sequence bigint not null,
    position bigint generated always as identity, xact xid8 not null default pg_current_xact_id(),
    unit uuid not null, entity_id text not null, type text not null, payload jsonb, sealed bytea,
    creator text not null, owner text not null, created_at timestamptz not null,
    primary key (instance_id, aggregate_type, aggregate_id, sequence))`,
  "create index events_feed on events (xact, position)",
  "create index events_history on events (instance_id, position)",
  // Names of global scope have the instance id ''; the claimant's own stands beside it.
  `create table uniques (
    instance_id text not null, kind text not null, value text not null, claimant_instance_id text not null,
    aggregate_type text not null, aggregate_id text not null, entity_id text not null,
    primary key (instance_id, kind, value))`,
  "create index uniques_claimant on uniques (claimant_instance_id, aggregate_type, aggregate_id)",
  `create table config_versions (
    instance_id text not null, owner text not null, version bigint not null,
    primary key (instance_id, owner)) with (fillfactor = 70)`,
  `create table subject_keys (
    instance_id text not null, subject_type text not null, subject_id text not null,
    user_id text, key jsonb not null, primary key (instance_id, subject_type, subject_id))`,
  "create index subject_keys_user on subject_keys (instance_id, user_id) where user_id is not null",
  // The version below which a process must not write a table's rows, and the one that all of them have reached.
  `create table entity_versions (
    table_name text primary key, min_version int not null, folded_version int not null default 0)`,
  // Work for later; see platform/queue.
  `create table jobs (
    id bigint generated always as identity primary key, instance_id text not null, task text not null,
    payload jsonb not null, order_key text, run_at timestamptz not null, attempts int not null default 0,
    locked_until timestamptz, created_at timestamptz not null default now())`,
  "create index jobs_due on jobs (run_at, id)",
  "create index jobs_order on jobs (instance_id, order_key, id) where order_key is not null",
  `create table job_deliveries (
    job_id bigint not null, attempt int not null, instance_id text not null, task text not null, order_key text,
    payload jsonb not null, outcome text not null, error text, finished_at timestamptz not null,
    primary key (job_id, attempt))`,
  "create index job_deliveries_history on job_deliveries (instance_id, finished_at)",
  "create index job_deliveries_finished on job_deliveries (finished_at)",
  raiseFunction,
  headsFunction(false),
].map(plain);

/**
 * What is gone and still named by rows of other aggregates, see `Entity.outlived`. In a database that is older than
 * this table, those are what a clean-up waits for, or has failed to follow.
 */
export const goneTable: readonly Sql[] = [
  `create table gone (
    instance_id text not null, aggregate_type text not null, aggregate_id text not null, entity_id text not null,
    primary key (instance_id, aggregate_type, aggregate_id, entity_id))`,
  `insert into gone
    select j.instance_id, split_part(j.task, '.', 1),
      coalesce(j.payload ->> 'orgId', j.payload ->> 'userId', j.payload ->> 'projectId'), coalesce(j.payload ->> 'grantId', '')
    from (select instance_id, task, payload from jobs
      union all select instance_id, task, payload from job_deliveries where outcome = 'dead') j
    where j.task in ('org.cleanup', 'user.cleanup', 'project.cleanup', 'project.grant.cleanup')
    on conflict do nothing`,
].map(plain);

/** Heads that must not have been there before. */
export const newHeads: readonly Sql[] = [plain(headsFunction(true))];

/** What reads of history by filters go through; each has its events in order of time. */
export const historyIndexes: readonly Sql[] = [
  "create index events_times on events (instance_id, created_at, position)",
  "create index events_creators on events (instance_id, creator, created_at, position)",
  "create index events_types on events (instance_id, type, created_at, position)",
  "create index events_owners on events (instance_id, owner, created_at, position)",
  "drop index events_history",
].map(plain);

/** Others that are made anew have their place: in the order of lists, and of more pieces of texts. */
export const replacedIndexes: readonly Sql[] = [
  "users_lower_user_name_user_name",
  "users_lower_email_email",
  "users_lower_first_name_first_name",
  "users_lower_last_name_last_name",
  "users_lower_nick_name_nick_name",
  "users_lower_display_name_display_name",
  "users_phone",
  "users_pieces",
].map((index) => plain(`drop index if exists ${index}`));

/** As `replacedIndexes`: others have state and kind in them as well. */
export const narrowIndexes: readonly Sql[] = [
  "users_lower_user_name_aggregate_id_entity_id_owner_scoped_to_or",
  "users_lower_email_aggregate_id_entity_id_owner_email",
  "users_lower_first_name_aggregate_id_entity_id_owner_first_name",
  "users_lower_last_name_aggregate_id_entity_id_owner_last_name",
  "users_lower_nick_name_aggregate_id_entity_id_owner_nick_name",
  "users_lower_display_name_aggregate_id_entity_id_owner_display_n",
  "users_status_aggregate_id_entity_id_owner",
  "users_kind_aggregate_id_entity_id_owner",
  "users_created_at",
].map((index) => plain(`drop index if exists ${index}`));

/** As `replacedIndexes`: another says the organization as well. */
export const scopeIndex: readonly Sql[] = [plain("drop index if exists users_scoped_to_org")];
