export { identifier, join, type Sql, sql } from "./sql.ts";
