export type { Result } from "./asking.ts";
export { type Connection, type Database, type DatabaseOptions, openDatabase } from "./database.ts";
export { EmbeddedDatabaseError } from "./embedded/error.ts";
export {
  attachOrStart,
  type EmbeddedDatabase,
  type EmbeddedOptions,
  startEmbedded,
} from "./embedded/supervise.ts";
export { type DatabaseError, isConnectionLoss, isDatabaseError, outOfRoom, sqlState } from "./errors.ts";
export { type MigrateOptions, migrate } from "./migrations/migrate.ts";
export { type Migration, MigrationError, type SchemaArea } from "./migrations/migration.ts";
export type { Settings } from "./session.ts";
export { identifier, join, type Sql, sql } from "./sql.ts";
