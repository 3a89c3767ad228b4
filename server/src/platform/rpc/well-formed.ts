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
    if (inside !== undefined) return `${key.charAt(0).toUpperCase()}${key.slice(1)}${inside}`;
  }
  return undefined;
}

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
