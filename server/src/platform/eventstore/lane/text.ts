import { Failure } from "#src/platform/failure/index.ts";

/** PostgreSQL stores no NUL in text, and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

/** Such text in JSON, or what looks like it: a backslash before it is not looked at. */
const suspicious = /\\u(?:0000|d[89a-f])/;

/** A quick look at JSON text that may err on the safe side. */
export const looksUnstorable = (json: string): boolean => suspicious.test(json);

/** True when every text inside, names of fields among them, can be stored. */
export function isStorableValue(value: unknown): boolean {
  if (typeof value === "string") return isStorable(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorableValue(inner));
}

export const unstorable = (): Failure => new Failure("invalid_argument", "CORE-Nu11s", "Errors.Invalid.Text");
