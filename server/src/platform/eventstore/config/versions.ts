import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Asked, Take } from "../gathering.ts";

/** Reads the version of an owner's configuration, as of now or later. */
export type ReadVersion = (instanceId: string, owner: string) => Promise<number>;

interface Question extends PromiseWithResolvers<number> {
  readonly instanceId: string;
  readonly owner: string;
}

/**
 * Questions that come together, from whichever requests, are one statement, and the same question is asked once.
 * @param onQuestion called with every question that is new
 */
export function createVersions(onQuestion: () => void): { readonly read: ReadVersion; readonly take: Take } {
  let questions = new Map<string, Question>();
  return {
    read(instanceId, owner) {
      const key = `${instanceId}\n${owner}`;
      const known = questions.get(key);
      if (known !== undefined) return known.promise;
      const question = { instanceId, owner, ...Promise.withResolvers<number>() };
      questions.set(key, question);
      onQuestion();
      return question.promise;
    },
    take() {
      if (questions.size === 0) return [];
      const asked = [...questions.values()];
      questions = new Map();
      return [askFor(asked)];
    },
  };
}

const askFor = (asked: readonly Question[]): Asked => ({
  statement: versionsOf(asked),
  answer(rows) {
    // The statement's own columns; every question has its row.
    const versions = rows as readonly { readonly n: number; readonly version: number | null }[];
    for (const { n, version } of versions) asked[n - 1]?.resolve(version ?? 0);
  },
  fail(error) {
    for (const { reject } of asked) reject(error);
  },
});

const versionsOf = (asked: readonly Question[]): Sql => sql`
  select x.n, (select c.version from config_versions c where c.instance_id = x.i and c.owner = x.o) as version
  from unnest((select ${asked.map(({ instanceId }) => instanceId)}::text[]), (select ${asked.map(({ owner }) => owner)}::text[]))
    with ordinality as x(i, o, n)`;
