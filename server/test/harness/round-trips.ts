/** Counts what a piece of work asks of the database: docs/performance.md states it for the hot paths. */
import type { Connection, Database, Sql } from "#src/platform/db/index.ts";

export interface RoundTrips {
  /** Statements beside those of the commit lane. */
  readonly statements: number;
  /** How many of them had to wait for one before: those of one wave travel together. */
  readonly waves: number;
  /** Transactions of the commit lane. */
  readonly commits: number;
}

export interface Watched {
  /** To be used in place of the one that is watched. */
  readonly database: Database;
  during(work: () => Promise<unknown>): Promise<RoundTrips>;
}

const isCommit = ({ text }: Sql): boolean => text === "commit";

export function watchRoundTrips(database: Database): Watched {
  let count = { statements: 0, waves: 0, commits: 0 };
  let answered = 0;
  const watchConnection = (connection: Connection): Connection => ({
    ...connection,
    send(statements) {
      if (statements.some(isCommit)) count.commits += 1;
      return connection.send(statements);
    },
  });
  async function watch<T>(answer: () => Promise<T>): Promise<T> {
    const mine = count;
    const wave = answered + 1;
    mine.statements += 1;
    mine.waves = Math.max(mine.waves, wave);
    try {
      return await answer();
    } finally {
      if (mine === count) answered = Math.max(answered, wave);
    }
  }
  return {
    database: {
      ...database,
      query: (statement, options) => watch(() => database.query(statement, options)),
      queryEach: (statements) => database.queryEach(statements).map((answer) => watch(() => answer)),
      connect: async (purpose, settings) => watchConnection(await database.connect(purpose, settings)),
    },
    async during(work) {
      count = { statements: 0, waves: 0, commits: 0 };
      answered = 0;
      await work();
      return { ...count };
    },
  };
}
