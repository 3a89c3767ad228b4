/** A piece of SQL with its values: composable, and only ever parameterized. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

const isSql = (value: unknown): value is Sql =>
  typeof value === "object" && value !== null && "text" in value && "values" in value;

/**
 * Tagged template: `${value}` becomes a parameter, `${sql`…`}` is spliced in.
 * @example sql`t.owner = ${orgId} and ${condition}`
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  let text = strings[0] ?? "";
  const values: unknown[] = [];
  parts.forEach((item, n) => {
    if (isSql(item)) {
      text += shifted(item.text, values.length);
      values.push(...item.values);
    } else {
      values.push(item);
      text += `$${values.length}`;
    }
    text += strings[n + 1] ?? "";
  });
  return { text, values };
}

/** Pieces joined by a separator such as ` and `; `empty` when there are none. */
export function join(pieces: readonly Sql[], separator: string, empty: string): Sql {
  if (pieces.length === 0) return { text: empty, values: [] };
  const values: unknown[] = [];
  const texts = pieces.map((piece) => {
    const text = shifted(piece.text, values.length);
    values.push(...piece.values);
    return text;
  });
  return { text: texts.join(separator), values };
}

/** The text with its parameters counted from `by` on. */
const shifted = (text: string, by: number): string =>
  text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + by}`);

/** An identifier from our own code (a table, an allow-listed column), never from a request. */
export function identifier(name: string): Sql {
  if (!/^[a-z_][a-z0-9_.]*$/.test(name)) throw new Error(`not an identifier: ${name}`);
  return { text: name, values: [] };
}
