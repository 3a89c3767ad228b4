import { forgetAbandoned } from "#src/domains/asset/index.ts";
import { brandingUses } from "#src/domains/branding/index.ts";
import { avatarUses } from "#src/domains/user/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import { type Database, sql } from "#src/platform/db/index.ts";

/** One canary per master key that ever sealed something in this database. */
export async function readCanaries(database: Database): Promise<readonly Sealed[]> {
  const rows = await database.query<{ sealed: Sealed }>(sql`select sealed from canaries`);
  return rows.map(({ sealed }) => sealed);
}

export async function addCanary(database: Database, canary: Sealed): Promise<void> {
  await database.query(
    sql`insert into canaries (key_id, sealed) values (${canary.KeyID}, ${canary}) on conflict do nothing`,
  );
}

/** Whether any instance was ever made here. */
export async function hasInstance(database: Pick<Database, "query">): Promise<boolean> {
  const [row] = await database.query<{ there: boolean }>(
    sql`select exists (select 1 from heads where aggregate_type = 'instance') as there`,
  );
  return row?.there ?? false;
}

/** What a removed instance leaves beside history; its own tidying up goes on. */
export async function forgetBeside(database: Pick<Database, "query">, instanceId: string): Promise<void> {
  await database.query(
    sql`delete from jobs where instance_id = ${instanceId} and task <> 'instance.cleanup'`,
  );
  await database.query(sql`delete from gone where instance_id = ${instanceId}`);
  await database.query(sql`delete from messages where instance_id = ${instanceId}`);
  await database.query(sql`delete from dev_inbox where instance_id = ${instanceId}`);
  await database.query(sql`delete from assets where instance_id = ${instanceId}`);
  await database.query(sql`delete from quota_usage where instance_id = ${instanceId}`);
  await database.query(sql`delete from rate_limits where instance_id = ${instanceId}`);
  await database.query(
    sql`delete from config_versions where instance_id = ${instanceId} and owner <> ${instanceId}`,
  );
}

/** Forgets files that were sent before then, and that neither a label policy nor a person came to name. @returns how many */
export const forgetAbandonedAssets = (
  database: Pick<Database, "query">,
  before: Date,
  limit: number,
): Promise<number> => forgetAbandoned(database, before, limit, sql`(${brandingUses} or ${avatarUses})`);

/** Instances that nobody sends mails for. */
export async function instancesWithoutMail(database: Pick<Database, "query">): Promise<number> {
  const [row] = await database.query<{ total: number }>(sql`
    select count(*)::int as total from instances i where not exists (
      select from email_providers p where p.instance_id = i.instance_id and p.in_use)`);
  return row?.total ?? 0;
}
