/** Settings that are lists and objects: in a file as they are, in the environment as JSON or YAML. */
import { parse } from "yaml";

/** What a setting's text or the file's value says; undefined for text that is neither JSON nor YAML. */
export function readStructure(raw: unknown): unknown {
  if (typeof raw !== "string") return raw;
  try {
    return parse(raw, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

/** Fields of an object by lower-case name; undefined for what is none. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return new Map(
    Object.entries(value).map(([name, field]): [string, unknown] => [name.toLowerCase(), field]),
  );
}
