import { type Database, sql } from "#src/platform/db/index.ts";

/** Reads the version of an owner's configuration, as of now or later. */
export type ReadVersion = (instanceId: string, owner: string) => Promise<number>;

interface Question {
  readonly instanceId: string;
  readonly owner: string;
  answer(version: number): void;
  fail(error: unknown): void;
}

/** Questions of one turn of the event loop, of whichever requests, go to the database together. */
export function createVersions(database: Database): ReadVersion {
  let questions: Question[] = [];

  async function ask(): Promise<void> {
    const asked = questions;
    questions = [];
    try {
      const rows = await readVersions(database, asked);
      const versions = new Map(rows.map((row) => [`${row.instance_id}\n${row.owner}`, row.version]));
      for (const { instanceId, owner, answer } of asked)
        answer(Number(versions.get(`${instanceId}\n${owner}`) ?? 0));
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  }

  return (instanceId, owner) =>
    new Promise((answer, fail) => {
      if (questions.length === 0) setImmediate(() => void ask());
      questions.push({ instanceId, owner, answer, fail });
    });
}

function readVersions(database: Database, asked: readonly Question[]) {
  const instances = asked.map(({ instanceId }) => instanceId);
  const owners = asked.map(({ owner }) => owner);
  return database.query<{ instance_id: string; owner: string; version: number }>(sql`
    select x.instance_id, x.owner, (select c.version from config_versions c
      where c.instance_id = x.instance_id and c.owner = x.owner) as version
    from unnest(${instances}::text[], ${owners}::text[]) as x(instance_id, owner)`);
}
