/** NUL, which PostgreSQL cannot store, and halves of surrogate pairs, which are no characters. */
const unstorable = /[\0\uD800-\uDFFF]/u;

/**
 * The path of the first string in a message that cannot be stored, such as `Profile.GivenName`; undefined when
 * all can. Looks at what is there rather than at descriptors, so nothing that a message holds escapes it.
 */
export function findUnstorable(message: object): string | undefined {
  for (const [key, value] of Object.entries(message)) {
    if (key === "$typeName" || key === "$unknown") continue;
    if (unstorable.test(key)) return "key";
    const inside = inValue(value);
    if (inside === undefined) continue;
    // The member of a oneof has a name of its own.
    return isMember(value) && inside.startsWith(".Value")
      ? `${capital(value.case)}${inside.slice(".Value".length)}`
      : `${capital(key)}${inside}`;
  }
  return undefined;
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** A oneof; or a map with these keys, of which only the name differs then. */
const isMember = (value: unknown): value is { readonly case: string } =>
  typeof value === "object" &&
  value !== null &&
  !("$typeName" in value) &&
  "case" in value &&
  typeof value.case === "string" &&
  "value" in value;

/** The rest of the path below a value: "" when it is the value itself. */
function inValue(value: unknown): string | undefined {
  if (typeof value === "string") return unstorable.test(value) ? "" : undefined;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const inside = inValue(item);
      if (inside !== undefined) return `[${index}]${inside}`;
    }
    return undefined;
  }
  const inside = findUnstorable(value);
  return inside === undefined ? undefined : `.${inside}`;
}
