import type { Sql } from "#src/platform/db/index.ts";
import type { Asked, Take } from "./gathering.ts";

/** Asks one statement, as of now or later. */
export type ReadShortly = (statement: Sql) => Promise<readonly object[]>;

/**
 * Short reads of whatever kind travel with what else is asked at the moment: one session of the database wakes up for
 * all of them, and this process once for their answers.
 * @param onQuestion called with every question
 */
export function createShortReads(onQuestion: () => void): {
  readonly read: ReadShortly;
  readonly take: Take;
} {
  let asked: Asked[] = [];
  return {
    read(statement) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly object[]>();
      asked.push({ statement, answer: resolve, fail: reject });
      onQuestion();
      return promise;
    },
    take() {
      const taken = asked;
      asked = [];
      return taken;
    },
  };
}
