import { createHash } from "node:crypto";
import type { Sql } from "./sql.ts";

/** More texts than this are surely made per request: they go unnamed, so that sessions do not grow for ever. */
const maxNames = 2_000;

/** Gives each text a stable name for a prepared statement; the same in every process. */
export function createStatementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= maxNames) return undefined;
    const name = `s${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
    names.set(text, name);
    return name;
  };
}

/**
 * Values as the driver sends them, converted here because the driver forgets a statement it has just
 * prepared when a conversion throws. Objects become JSON; arrays become PostgreSQL arrays (a JSON array
 * must be handed over as text); undefined is refused, since it is nearly always a forgotten field.
 */
export function encodeValues(statement: Sql): unknown[] {
  return statement.values.map((value, n) => {
    if (value === undefined) throw new TypeError(`value $${n + 1} is undefined in: ${statement.text}`);
    if (typeof value === "bigint") return value.toString();
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Date) return value;
    return JSON.stringify(value);
  });
}
