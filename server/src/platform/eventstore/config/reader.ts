import { type Database, identifier, type Sql, sql } from "#src/platform/db/index.ts";
import type { AnyEntity, Draft, Entity, Row } from "../model.ts";
import type { RowRecord, Rows } from "../rows.ts";
import type { ConfigReader } from "../store.ts";
import type { ConfigCache, Entry } from "./cache.ts";
import type { RecentOwners } from "./recent-owners.ts";
import type { ReadVersion } from "./versions.ts";

export interface ConfigOptions {
  readonly database: Database;
  readonly rows: Rows;
  readonly cache: ConfigCache;
  readonly readVersion: ReadVersion;
  readonly recent: RecentOwners;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Who has waited for anything but a few reads asks anew. */
const earlyMs = 100;

/** What is asked for: the rows where `where` holds, and their owner when the key says it. */
interface Question {
  readonly key: string;
  readonly entity: AnyEntity;
  readonly where: Sql;
  readonly owner: string | undefined;
}

/**
 * A reader for one request: it asks for the version of each owner once, at the first use, and with the first question
 * for those of the owners who are likely to follow: so the request need not wait once more for each.
 */
export class CachedConfig implements ConfigReader {
  readonly #instanceId: string;
  readonly #options: ConfigOptions;
  readonly #versions = new Map<string, Promise<number>>();
  /** Those of them that have come. */
  readonly #known = new Map<string, number>();
  #early: { readonly versions: ReadonlyMap<string, Promise<number>>; readonly until: number } | undefined;

  constructor(instanceId: string, options: ConfigOptions) {
    this.#instanceId = instanceId;
    this.#options = options;
  }

  /* The rows are the entity's own: their states are what its `evolve` made. */

  async row<S extends object, E extends Draft>(entity: Entity<S, E>, aggregateId: string, entityId = "") {
    const key = `${this.#instanceId}\n${entity.table}\nrow\n${aggregateId}\n${entityId}`;
    const [row] =
      (await this.#exact(key)) ??
      (await this.#load({
        key,
        entity,
        where: sql`t.aggregate_id = ${aggregateId} and t.entity_id = ${entityId}`,
        owner: knownOwner(entity, aggregateId, this.#instanceId),
      }));
    return row as Row<S> | undefined;
  }

  async rows<S extends object, E extends Draft>(entity: Entity<S, E>, aggregateId: string) {
    const key = `${this.#instanceId}\n${entity.table}\nrows\n${aggregateId}`;
    const rows =
      (await this.#exact(key)) ??
      (await this.#load({
        key,
        entity,
        where: sql`t.aggregate_id = ${aggregateId}`,
        owner: knownOwner(entity, aggregateId, this.#instanceId),
      }));
    return rows as readonly Row<S>[];
  }

  async by<S extends object, E extends Draft>(entity: Entity<S, E>, column: string, value: string) {
    if (entity.columns?.[column] === undefined) throw new Error(`${entity.table} has no column ${column}`);
    const key = `${this.#instanceId}\n${entity.table}\nby\n${column}\n${value}`;
    const [row] =
      (await this.#exact(key)) ??
      (await this.#load({
        key,
        entity,
        where: sql`t.${identifier(column)} = ${value}`,
        owner: entity.owner === "instance" ? this.#instanceId : undefined,
      }));
    return row as Row<S> | undefined;
  }

  /** A page reads some forty rows: once the version of their owner is known, from memory and without waiting. */
  #exact(key: string): readonly Row<object>[] | undefined | Promise<readonly Row<object>[] | undefined> {
    const entry = this.#options.cache.get(key);
    if (entry === undefined) return undefined;
    const { owner } = entry;
    const known = this.#known.get(owner);
    if (known !== undefined) return this.#rowsAsOf(entry, known);
    return (this.#versions.get(owner) ?? this.#ask(owner)).then((version) => {
      this.#known.set(owner, version);
      return this.#rowsAsOf(entry, version);
    });
  }

  #rowsAsOf({ owner, version, rows }: Entry, asked: number): readonly Row<object>[] | undefined {
    const current = Math.max(asked, this.#options.cache.floor(this.#instanceId, owner));
    return version === current ? rows : undefined;
  }

  async #load(question: Question): Promise<readonly Row<object>[]> {
    const loaded = await load(this.#instanceId, question, this.#options);
    const { owner } = loaded;
    if (owner !== undefined)
      this.#options.cache.put(question.key, { ...loaded, instanceId: this.#instanceId, owner });
    return loaded.rows;
  }

  #ask(owner: string): Promise<number> {
    const { recent, readVersion, clock } = this.#options;
    if (this.#early === undefined) {
      const others = recent.of(this.#instanceId).filter((one) => one !== owner);
      const versions = new Map(others.map((one) => [one, readVersion(this.#instanceId, one)]));
      // Whoever comes to use one hears of it.
      for (const version of versions.values()) version.catch(() => undefined);
      this.#early = { versions, until: clock() + earlyMs };
    }
    recent.note(this.#instanceId, owner);
    const early = clock() < this.#early.until ? this.#early.versions.get(owner) : undefined;
    const asked = early ?? readVersion(this.#instanceId, owner);
    this.#versions.set(owner, asked);
    return asked;
  }
}

/** Rows and version in one statement, so that they are of one moment. */
async function load(
  instanceId: string,
  { entity, where, owner }: Question,
  { database, rows }: ConfigOptions,
): Promise<{ owner: string | undefined; version: number; rows: readonly Row<object>[] }> {
  const records = await database.query<RowRecord & { version: number | null; absent: boolean }>(sql`
    select t.instance_id, t.aggregate_id, t.entity_id, t.owner, t.sequence, t.created_at, t.changed_at, t.state,
      t.state_version, t.aggregate_id is null as absent, (select c.version from config_versions c
        where c.instance_id = ${instanceId} and c.owner = coalesce(t.owner, ${owner ?? null})) as version
    from (values (1)) one left join ${identifier(entity.table)} t on t.instance_id = ${instanceId} and ${where}
    order by t.created_at, t.aggregate_id, t.entity_id`);
  const found = records.filter(({ absent }) => !absent);
  return {
    owner: found[0]?.owner ?? owner,
    version: Number(records[0]?.version ?? 0),
    rows: await rows.fromRecords(entity, found),
  };
}

/** The owner that follows from the key alone, so that absence has a version too. */
function knownOwner(entity: AnyEntity, aggregateId: string, instanceId: string): string | undefined {
  if (entity.owner === "self") return aggregateId;
  return entity.owner === "instance" ? instanceId : undefined;
}
