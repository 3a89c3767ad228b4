import type { JWK } from "jose";
import type { Sealed } from "#src/platform/crypto/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Store } from "#src/platform/eventstore/index.ts";

/** A key pair that is nobody's yet. */
export interface KeyMaterial {
  readonly privateKey: Sealed;
  /** Without `kid`. */
  readonly publicKey: JWK;
}

type Querying = Pick<Store, "query">;

/** Each is given out once: who takes it deletes it, and others look past those that are being taken. */
export async function takePooled(
  { query }: Querying,
  shape: string,
  count: number,
): Promise<readonly KeyMaterial[]> {
  const rows = await query<{ private_key: Sealed; public_key: JWK }>(sql`
    with taken as materialized (
      select id from web_key_pool where shape = ${shape} order by id limit ${count} for update skip locked)
    delete from web_key_pool p using taken t where p.id = t.id returning p.private_key, p.public_key`);
  return rows.map((row) => ({ privateKey: row.private_key, publicKey: row.public_key }));
}

export async function putPooled({ query }: Querying, shape: string, key: KeyMaterial): Promise<void> {
  await query(sql`insert into web_key_pool (shape, private_key, public_key)
    values (${shape}, ${key.privateKey}, ${key.publicKey})`);
}

export async function countPooled({ query }: Querying, shape: string): Promise<number> {
  const [row] = await query<{ total: number }>(
    sql`select count(*) as total from web_key_pool where shape = ${shape}`,
  );
  return Number(row?.total ?? 0);
}
