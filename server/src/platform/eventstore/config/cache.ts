import type { Row } from "../model.ts";

/** Cached rows of one owner's configuration, as of a version. */
export interface Entry {
  readonly instanceId: string;
  readonly owner: string;
  readonly version: number;
  readonly rows: readonly Row<object>[];
}

/**
 * What a process remembers of configuration. An entry is exact while its owner's version in the database is its own;
 * the cache never judges that by itself, readers do.
 */
export class ConfigCache {
  readonly #entries = new Map<string, Entry>();
  readonly #floors = new Map<string, number>();
  readonly #maxRows: number;
  #rows = 0;

  /** @param maxRows bound on what is remembered; the least recently used goes first */
  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  get(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    // Which was used last matters as soon as there may not be room for all of them.
    if (entry === undefined || this.#rows * 2 < this.#maxRows) return entry;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  /** An older entry never takes the place of a newer one. */
  put(key: string, entry: Entry): void {
    const known = this.#entries.get(key);
    const newest = known?.owner === entry.owner ? known.version : 0;
    if (entry.version < Math.max(newest, this.floor(entry.instanceId, entry.owner))) return;
    this.#remove(key);
    this.#entries.set(key, entry);
    this.#rows += weight(entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#rows <= this.#maxRows) break;
      this.#remove(oldest);
    }
  }

  /** The least version that is current for sure: what this process committed. */
  floor(instanceId: string, owner: string): number {
    return this.#floors.get(`${instanceId}\n${owner}`) ?? 0;
  }

  /** After a commit that raised a version, before its callers are answered. */
  raise(instanceId: string, owner: string, version: number): void {
    const key = `${instanceId}\n${owner}`;
    this.#floors.set(key, Math.max(version, this.#floors.get(key) ?? 0));
    const [oldest] = this.#floors.keys();
    if (this.#floors.size > this.#maxRows && oldest !== undefined) this.#floors.delete(oldest);
  }

  /** The database behind a new connection may be another one. */
  clear(): void {
    this.#entries.clear();
    this.#floors.clear();
    this.#rows = 0;
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#rows -= weight(entry);
  }
}

/** An entry without rows remembers that there are none. */
const weight = ({ rows }: Entry): number => rows.length + 1;
