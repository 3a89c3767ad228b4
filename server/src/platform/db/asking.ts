/** Statements as the driver sends them, except that a prepared one is asked but once what its rows look like. */
import pg from "pg";
import { columnTypes } from "./types.ts";

/** What one statement answered; `command` is the tag's first word, such as INSERT, COMMIT or ROLLBACK. */
export interface Result<T extends object = Record<string, unknown>> {
  readonly rows: readonly T[];
  readonly command: string;
  /** Rows touched or returned; 0 where the command does not count. */
  readonly count: number;
}

/** Sends a statement. @param name under which it is prepared; undefined = not prepared */
export type Ask = (text: string, name: string | undefined, values: unknown[]) => Promise<Result>;

interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

type Reader = (text: string) => unknown;

/** The columns of a statement's rows. */
interface Shape {
  readonly names: readonly string[];
  readonly readers: readonly Reader[];
  /** With all columns in place, so that rows are alike. */
  readonly empty: Record<string, unknown>;
}

const shapeOf = (columns: readonly Column[]): Shape => ({
  names: columns.map(({ name }) => name),
  // The driver's types say any.
  readers: columns.map(({ dataTypeID }) => columnTypes.getTypeParser(dataTypeID, "text") as Reader),
  empty: Object.fromEntries(columns.map(({ name }) => [name, null])),
});

const noColumns = shapeOf([]);

function rowOf(
  { names, readers, empty }: Shape,
  values: readonly (string | null)[],
): Record<string, unknown> {
  if (values.length !== names.length)
    throw new Error("a prepared statement answers with other columns than before");
  const row = { ...empty };
  values.forEach((value, n) => {
    if (value !== null) row[names[n] ?? ""] = readers[n]?.(value);
  });
  return row;
}

/** What the driver's client calls; its types have `submit` alone. */
interface DriverQuery {
  submit(connection: pg.Connection): void;
  handleRowDescription(message: { readonly fields: readonly Column[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleCommandComplete(message: { readonly text: string }): void;
  handleReadyForQuery(): void;
  handleError(error: unknown): void;
}

// Says more of the driver's class than its types do.
const Query = pg.Query as unknown as new (text: string, values: unknown[]) => DriverQuery;

/** What a session knows of the statements that it has prepared. */
interface Known {
  readonly shapes: Map<string, Shape>;
  /** The session's connection, deaf to being asked for descriptions. */
  readonly undescribed: pg.Connection;
}

class Asked extends Query {
  readonly name: string | undefined;
  readonly #known: Known;
  readonly #answer: PromiseWithResolvers<Result>;
  readonly #rows: Record<string, unknown>[] = [];
  #shape: Shape | undefined;
  #command = "";
  #count = 0;
  #unreadable: unknown;

  constructor(
    text: string,
    name: string | undefined,
    values: unknown[],
    known: Known,
    answer: PromiseWithResolvers<Result>,
  ) {
    super(text, values);
    this.name = name;
    this.#known = known;
    this.#answer = answer;
  }

  override submit(connection: pg.Connection): void {
    this.#shape = this.name === undefined ? undefined : this.#known.shapes.get(this.name);
    return super.submit(this.#shape === undefined ? connection : this.#known.undescribed);
  }

  override handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    this.#shape = shapeOf(fields);
  }

  override handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    try {
      this.#rows.push(rowOf(this.#shape ?? noColumns, fields));
    } catch (error) {
      this.#unreadable ??= error;
    }
  }

  override handleCommandComplete({ text }: { readonly text: string }): void {
    const first = text.indexOf(" ");
    this.#command = first < 0 ? text : text.slice(0, first);
    this.#count = first < 0 ? 0 : Number(text.slice(text.lastIndexOf(" "))) || 0;
  }

  override handleReadyForQuery(): void {
    if (this.#unreadable !== undefined) return this.#answer.reject(this.#unreadable);
    if (this.name !== undefined) this.#known.shapes.set(this.name, this.#shape ?? noColumns);
    this.#answer.resolve({ rows: this.#rows, command: this.#command, count: this.#count });
  }

  override handleError(error: unknown): void {
    this.#answer.reject(error);
  }
}

export function createAsk(client: pg.Client): Ask {
  // Inherits all that it does not have itself.
  const undescribed = Object.create(client.connection, {
    describe: { value: () => undefined },
  }) as pg.Connection;
  const known: Known = { shapes: new Map(), undescribed };
  return (text, name, values) => {
    const answer = Promise.withResolvers<Result>();
    client.query(new Asked(text, name, values, known, answer));
    return answer.promise;
  };
}
