import { createHash } from "node:crypto";
import type { Connection } from "../database.ts";
import type { Sql } from "../sql.ts";

/** One numbered change of the schema; once released it is never edited, only followed by another. */
export interface Migration {
  /** 1, 2, 3 … within its area, without gaps. */
  readonly number: number;
  /** What it does, in a few words. */
  readonly name: string;
  readonly statements: readonly Sql[];
  /**
   * Runs each statement in a transaction of its own, for `create index concurrently`. The statements may
   * then run again after a crash, and must bear that.
   */
  readonly withoutTransaction?: true;
}

/** The schema of one room of the platform, such as "eventstore". Areas are migrated in the order given. */
export interface SchemaArea {
  readonly area: string;
  readonly migrations: readonly Migration[];
  /**
   * After the numbered steps, at every start: the statements that bring tables derived from code (one per
   * entity) up to date. Looks at the schema as it is; none when nothing is missing. Additions only.
   */
  readonly derive?: (connection: Connection) => Promise<readonly Sql[]>;
}

/** A schema that this code cannot work with. The message is for the operator. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** What was applied must be what the code says now. */
export function checksum(migration: Migration): string {
  const content = JSON.stringify(migration.statements.map(({ text, values }) => [text, values]));
  return createHash("sha256").update(content).digest("hex");
}

/** What the database remembers of one step. */
export interface Applied {
  readonly number: number;
  readonly checksum: string;
}

/**
 * The steps still to be done. Steps the database knows and this code does not are a newer version's, which
 * may run beside us during an upgrade.
 * @throws MigrationError when the numbers have gaps, or an applied step was edited
 */
export function pendingMigrations(
  { area, migrations }: SchemaArea,
  applied: readonly Applied[],
): readonly Migration[] {
  const known = new Map(applied.map((step) => [step.number, step.checksum]));
  return migrations.filter((migration, index) => {
    if (migration.number !== index + 1) {
      throw new MigrationError(
        `migrations of ${area}: expected number ${index + 1}, found ${migration.number}`,
      );
    }
    const before = known.get(migration.number);
    if (before !== undefined && before !== checksum(migration)) {
      throw new MigrationError(
        `migration ${area} ${migration.number} (${migration.name}) is not the one this database was made with`,
      );
    }
    return before === undefined;
  });
}
