/** Reads that many requests want at the same time go to the database together. */
import type { Database, Sql } from "#src/platform/db/index.ts";

/** One statement, and what becomes of those who wait for it. */
export interface Asked {
  /**
   * What depends on how short a list is PostgreSQL plans anew each time, at three times what such a read takes itself;
   * into a subquery it does not look. So lists are unnested as `(select $1::text[])`.
   */
  readonly statement: Sql;
  answer(rows: readonly object[]): void | Promise<void>;
  fail(error: unknown): void;
}

/** Hands over what was asked for since the last time. */
export type Take = () => readonly Asked[];

/** So long a go that is not answered holds up those behind it. */
const patienceMs = 5;

/**
 * Sends what the sources have collected, over one session: at the end of a turn of the event loop, and while an
 * earlier go is under way as soon as that is answered. So a busy process asks seldom and much, an idle one at once.
 * @returns to be called with every question
 */
export function createGathering(database: Database, sources: () => readonly Take[]): () => void {
  let underWay = 0;
  let planned = false;
  let impatience: NodeJS.Timeout | undefined;

  function go(): void {
    planned = false;
    clearTimeout(impatience);
    impatience = undefined;
    const asked = sources().flatMap((take) => take());
    if (asked.length === 0) return;
    underWay += 1;
    void ask(database, asked).then(() => {
      underWay -= 1;
      plan();
    });
  }

  function plan(): void {
    if (planned) return;
    planned = true;
    setImmediate(go);
  }

  return () => {
    if (underWay === 0) plan();
    else impatience ??= setTimeout(go, patienceMs).unref();
  };
}

/** Each is answered by itself: what one statement fails by is no concern of the others. */
async function ask(database: Database, asked: readonly Asked[]): Promise<void> {
  const answers = database.queryEach(asked.map(({ statement }) => statement));
  await Promise.all(
    asked.map(async ({ answer, fail }, n) => {
      try {
        await answer((await answers[n]) ?? []);
      } catch (error) {
        fail(error);
      }
    }),
  );
}
