/**
 * Cached configuration rows. An entry is good for as long as its owner's version in the database is the one it was
 * loaded under; every request asks for the versions it needs, so that no node ever answers from an old entry.
 */
import { type Database, identifier, type Sql, sql } from "#src/platform/db/index.ts";
import type { AnyEntity, Draft, Entity, Row } from "../model.ts";
import type { ConfigReader } from "../store.ts";
import { type RowRecord, rowFrom } from "./row.ts";

interface Entry {
  readonly owner: string;
  readonly version: number;
  readonly rows: readonly Row<object>[];
}

export interface ConfigCache {
  reader(instanceId: string): ConfigReader;
  /** After a commit of this process, before its callers are answered. */
  bumped(instanceId: string, owner: string, version: number): void;
  /** After a reconnect the database may be another one: a restored copy, a promoted standby. */
  clear(): void;
}

const maxEntries = 50_000;

export function createConfigCache(database: Database): ConfigCache {
  const entries = new Map<string, Entry>();
  /** Versions that commits of this process have made: newer than what a running request may have read. */
  const made = new Map<string, number>();

  function keep(key: string, entry: Entry): void {
    const known = entries.get(key);
    if (known && known.owner === entry.owner && known.version > entry.version) return;
    entries.delete(key);
    entries.set(key, entry);
    const oldest = entries.size > maxEntries ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
  }

  function reader(instanceId: string): ConfigReader {
    const versions = new Map<string, Promise<number>>();
    const versionOf = (owner: string): Promise<number> => {
      const known = versions.get(owner);
      if (known) return known;
      const asked = readVersion(database, instanceId, owner);
      versions.set(owner, asked);
      return asked;
    };

    /** The cached rows, or those that `load` reads together with their owner's version in one snapshot. */
    async function cached(
      key: string,
      load: () => Promise<Entry | undefined>,
    ): Promise<readonly Row<object>[]> {
      const entry = entries.get(key);
      if (entry) {
        const read = await versionOf(entry.owner);
        if (entry.version === Math.max(read, made.get(`${instanceId}\n${entry.owner}`) ?? 0))
          return entry.rows;
      }
      const loaded = await load();
      if (loaded === undefined) return [];
      keep(key, loaded);
      return loaded.rows;
    }

    function load(
      entity: AnyEntity,
      where: Sql,
      owner: string | undefined,
    ): () => Promise<Entry | undefined> {
      return async () => {
        const found = await database.query<RowRecord & { version: number | null }>(sql`
          select t.*, (select c.version from config_versions c where c.instance_id = t.instance_id and c.owner = t.owner) as version
          from ${identifier(entity.table)} t where t.instance_id = ${instanceId} and ${where}`);
        const [first] = found;
        if (first)
          return {
            owner: first.owner,
            version: Number(first.version ?? 0),
            rows: found.map((row) => rowFrom(entity, row)),
          };
        // Absence is as old as the version read before it; one that came later has raised the version since.
        return owner === undefined ? undefined : { owner, version: await versionOf(owner), rows: [] };
      };
    }

    return {
      // Rows are the entity's own, read by its own statement.
      async row<S extends object, E extends Draft>(entity: Entity<S, E>, aggregateId: string, entityId = "") {
        const owner = ownerOf(entity, aggregateId, instanceId);
        if (owner !== undefined) await versionOf(owner);
        const where = sql`t.aggregate_id = ${aggregateId} and t.entity_id = ${entityId}`;
        const [row] = await cached(
          `${instanceId}\n${entity.table}\n${aggregateId}\n${entityId}`,
          load(entity, where, owner),
        );
        return row as Row<S> | undefined;
      },
      async rows<S extends object, E extends Draft>(entity: Entity<S, E>, aggregateId: string) {
        const owner = ownerOf(entity, aggregateId, instanceId);
        if (owner !== undefined) await versionOf(owner);
        const rows = await cached(
          `${instanceId}\n${entity.table}\n${aggregateId}\n*`,
          load(entity, sql`t.aggregate_id = ${aggregateId}`, owner),
        );
        return rows as readonly Row<S>[];
      },
      async by<S extends object, E extends Draft>(entity: Entity<S, E>, column: string, value: string) {
        const where = sql`t.${identifier(column)} = ${value}`;
        const [row] = await cached(
          `${instanceId}\n${entity.table}\n${column}=${value}`,
          load(entity, where, undefined),
        );
        return row as Row<S> | undefined;
      },
    };
  }

  return {
    reader,
    bumped(instanceId, owner, version) {
      made.set(`${instanceId}\n${owner}`, Math.max(version, made.get(`${instanceId}\n${owner}`) ?? 0));
    },
    clear() {
      entries.clear();
      made.clear();
    },
  };
}

async function readVersion(database: Database, instanceId: string, owner: string): Promise<number> {
  const [row] = await database.query<{ version: number }>(
    sql`select version from config_versions where instance_id = ${instanceId} and owner = ${owner}`,
  );
  return Number(row?.version ?? 0);
}

const ownerOf = (entity: AnyEntity, aggregateId: string, instanceId: string): string | undefined =>
  entity.owner === "self" ? aggregateId : entity.owner === "instance" ? instanceId : undefined;
