/** What statements the product sends, and how PostgreSQL would run them. */
import { type Connection, type Database, type Settings, type Sql, sql } from "#src/platform/db/index.ts";

interface Sent {
  readonly statement: Sql;
  readonly settings: Settings;
}

export interface Recorded {
  /** Does what the database does, and remembers. */
  readonly database: Database;
  readonly sent: readonly Sent[];
}

export function record(database: Database): Recorded {
  const sent: Sent[] = [];
  const keep = (settings: Settings, ...statements: readonly Sql[]): void =>
    void sent.push(...statements.map((statement) => ({ statement, settings })));
  const wrap = (connection: Connection, settings: Settings): Connection => ({
    ...connection,
    query(statement) {
      keep(settings, statement);
      return connection.query(statement);
    },
    send(statements) {
      keep(settings, ...statements);
      return connection.send(statements);
    },
  });
  return {
    sent,
    database: {
      ...database,
      query(statement) {
        keep({}, statement);
        return database.query(statement);
      },
      connect: async (purpose, settings = {}) => wrap(await database.connect(purpose, settings), settings),
    },
  };
}

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

interface Planned {
  readonly text: string;
  /** All nodes. */
  readonly plans: readonly Plan[];
}

/**
 * The plans of all different statements, each under the settings that it had, with scans of whole tables a last
 * resort: where one is left, no index serves.
 */
export async function plansOf(database: Database, sent: readonly Sent[]): Promise<readonly Planned[]> {
  const different = [...new Map(sent.map((one) => [one.statement.text, one])).values()];
  const planned: Planned[] = [];
  for (const group of Map.groupBy(different, ({ settings }) => JSON.stringify(settings)).values()) {
    const session = await database.connect("plans", { ...group[0]?.settings, enable_seqscan: "off" });
    for (const { text, values } of group.map(({ statement }) => statement).filter(isPlanned)) {
      const [row] = await session.query<{ "QUERY PLAN": readonly { readonly Plan: Plan }[] }>({
        text: `explain (format json) ${text}`,
        values,
      });
      planned.push({ text, plans: (row?.["QUERY PLAN"] ?? []).flatMap(({ Plan: plan }) => nodesOf(plan)) });
    }
    await session.close();
  }
  return planned;
}

interface Explained {
  readonly Plan: Readonly<Record<"Shared Hit Blocks" | "Shared Read Blocks", number>>;
}

/** How many pages of the database running it touches. */
export async function pagesOf(database: Database, { text, values }: Sql): Promise<number> {
  const [row] = await database.query<{ "QUERY PLAN": readonly Explained[] }>(
    { text: `explain (analyze, buffers, timing off, format json) ${text}`, values },
    { prepare: false },
  );
  const plan = row?.["QUERY PLAN"][0]?.Plan;
  if (plan === undefined) throw new Error("no plan");
  return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
}

/** Reads more of a table than it needs: all of it, or all of an instance. */
export function readsTooMuch(plan: Plan): boolean {
  if (plan["Node Type"] === "Seq Scan") return true;
  if (!/^(Index|Bitmap Index)/.test(plan["Node Type"])) return false;
  const condition = plan["Index Cond"] ?? "";
  // Skips to the next instance, of which the first entry says enough.
  if (condition.includes("instance_id > ")) return false;
  const columns = [...condition.matchAll(/\(+"?(\w+)"?\)?(?:::\w+)? (?:[<>=]+|IS)/g)];
  return columns.every(([, column]) => column === "instance_id");
}

const isPlanned = ({ text }: Sql): boolean => /^\s*(with|select|insert|update|delete)\b/i.test(text);

export const analyze: Sql = sql`analyze`;
