/** PostgreSQL meets a full disk: what cannot be stored is refused as a whole, and everything else goes on. */
import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase, sql } from "#src/platform/db/index.ts";
import { historyFaults } from "#test/harness/history.ts";
import { textAt, valueAt } from "#test/harness/json.ts";
import { type Answer, type Home, type ServerProcess } from "#test/harness/processes.ts";
import { readyHome } from "#test/harness/ready-home.ts";

let home: Home;
let server: ServerProcess;
let database: Database;
beforeAll(async () => {
  home = await readyHome();
  server = await home.start();
  database = await openDatabase({ url: home.databaseUrl(), localMs: Date.now });
});
afterAll(async () => {
  await database.close();
  await home.remove();
});

/**
 * Of one table the disk is full: its file is `/dev/full`, whose every write ends with ENOSPC. Whoever writes an event
 * or counts a failed login writes there too.
 * @returns gives the space back
 */
async function fillDisk(): Promise<() => Promise<void>> {
  await database.query(sql`create table no_space (n int)`);
  const [file] = await database.query<{ folder: string; path: string }>(
    sql`select current_setting('data_directory') as folder, pg_relation_filepath('no_space') as path`,
  );
  const path = join(file?.folder ?? "", file?.path ?? "");
  renameSync(path, `${path}.kept`);
  symlinkSync("/dev/full", path);
  await database.query(sql`create function write_more() returns trigger language plpgsql
    as 'begin insert into no_space values (1); return null; end'`);
  for (const table of [sql`events`, sql`rate_limits`])
    await database.query(
      sql`create trigger write_more after insert on ${table} for each statement execute function write_more()`,
    );
  return async () => {
    for (const table of [sql`events`, sql`rate_limits`])
      await database.query(sql`drop trigger write_more on ${table}`);
    rmSync(path);
    renameSync(`${path}.kept`, path);
  };
}

const human = (username: string) => ({
  username,
  profile: { givenName: "F", familyName: "D" },
  email: { email: `${username}@example.com`, isVerified: true },
});
const create = (username: string): Promise<Answer> => server.call("POST", "/v2/users/human", human(username));
const count = async (): Promise<number> => {
  const [row] = await database.query<{ n: number }>(sql`
    select (select count(*) from events) + (select count(*) from heads) + (select count(*) from users)
      + (select count(*) from uniques) + (select count(*) from jobs) as n`);
  return Number(row?.n);
};
const told = ({ status, body }: Answer) => [status, valueAt(body, "code"), valueAt(body, "details")];
const full = [503, 14, [expect.objectContaining({ id: "DB-Fu11d" })]];

test("while the disk is full commands are refused whole and by name, and reads go on; afterwards all goes on", async () => {
  const userId = textAt((await create("before")).body, "userId");
  const before = await count();
  const free = await fillDisk();

  const commands: readonly Promise<Answer>[] = [
    ...Array.from({ length: 12 }, (_, n) => create(`during-${n}`)),
    server.call("POST", "/v2/sessions", {}),
    server.call("POST", "/v2/organizations", { name: "During" }),
    server.call("DELETE", `/v2/users/${userId}`),
  ];
  for (const answer of await Promise.all(commands)) expect(told(answer)).toEqual(full);
  const wrong = { user: { userId }, password: { password: "wrong" } };
  expect((await server.call("POST", "/v2/sessions", { checks: wrong })).status).not.toBe(500);
  const guess = { grant_type: "client_credentials" };
  const refused = await server.form("/oauth/v2/token", guess, { id: "nobody", secret: "wrong" });
  expect([refused.status, valueAt(refused.body, "error")]).toEqual([503, "temporarily_unavailable"]);

  const reads = [
    server.call("GET", `/v2/users/${userId}`),
    server.call("POST", "/v2/users", {}),
    server.call("GET", "/auth/v1/users/me"),
    server.visit("/oauth/v2/keys"),
    server.visit("/debug/ready"),
  ];
  expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await count()).toBe(before);

  await free();
  expect(
    (await Promise.all(Array.from({ length: 12 }, (_, n) => create(`during-${n}`)))).map(
      ({ status }) => status,
    ),
  ).toEqual(Array(12).fill(200));
  // The operator hears of it as well.
  expect(server.stderr()).toContain("DB-Fu11d");
  expect(await historyFaults(home.databaseUrl())).toEqual([]);
  expect((await home.run(["verify", "--data-dir", home.dataDir])).code).toBe(0);
});
