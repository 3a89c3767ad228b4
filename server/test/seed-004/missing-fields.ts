const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return "list";
  return value === null ? "null" : typeof value;
};

/**
 * What an answer lacks of a documented one: each field has to be there, of the same type; more may be. Of lists each
 * element is held against the documented first one.
 */
export function missingFields(documented: unknown, answered: unknown, path = "answer"): readonly string[] {
  if (kindOf(documented) !== kindOf(answered))
    return [`${path} is ${kindOf(answered)}, documented is ${kindOf(documented)}`];
  if (Array.isArray(documented) && Array.isArray(answered)) {
    if (answered.length === 0) return [`${path} is empty`];
    return answered.flatMap((item: unknown, n) => missingFields(documented[0], item, `${path}[${n}]`));
  }
  if (typeof documented !== "object" || documented === null) return [];
  return Object.entries(documented).flatMap(([name, value]) =>
    missingFields(value, Reflect.get(Object(answered), name), `${path}.${name}`),
  );
}
