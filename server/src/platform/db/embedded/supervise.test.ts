import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { copyDatabase, type Home, makeHome } from "../../../../test/harness/embedded.ts";
import { attachOrStart, type EmbeddedDatabase, openDatabase, sql, startEmbedded } from "../index.ts";
import { isRunning } from "./processes.ts";

const homes: Home[] = [];
const running: EmbeddedDatabase[] = [];

const made = makeHome();
beforeAll(async () => {
  const database = await startEmbedded(made.options);
  await database.stop();
});
afterAll(() => made.remove());

function emptyHome(...args: Parameters<typeof makeHome>): Home {
  const where = makeHome(...args);
  homes.push(where);
  return where;
}

/** With a stopped database. */
function home(...args: Parameters<typeof makeHome>): Home {
  const where = emptyHome(...args);
  copyDatabase(made, where);
  return where;
}

async function own(where: Home): Promise<EmbeddedDatabase> {
  const database = await startEmbedded(where.options);
  running.push(database);
  return database;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((database) => database.stop()));
  await Promise.all(homes.splice(0).map((where) => where.remove()));
});

/** One statement, by a connection of its own. */
async function ask(url: string, statement = sql`select 1 as one`): Promise<readonly object[]> {
  const database = await openDatabase({ url, localMs: Date.now, poolSize: 1 });
  try {
    return await database.query(statement);
  } finally {
    await database.close();
  }
}

const write = (url: string) => ask(url, sql`create table kept as select 42 as answer`);
const read = (url: string) => ask(url, sql`select answer from kept`);
const kept = [{ answer: 42 }];
const isRoot = process.getuid?.() === 0;

/** A stopped database, to be found again. */
async function stopped(where: Home): Promise<string> {
  const database = await startEmbedded(where.options);
  await write(database.url);
  await database.stop();
  return database.data;
}

describe("crashes", () => {
  test("kill -9 of the process stops PostgreSQL at once, and nothing acknowledged is lost", async () => {
    const where = home();
    const process = await where.spawn("owner");
    await write(process.url);
    const postmaster = where.postmasterPid() ?? 0;
    expect(isRunning(postmaster)).toBe(true);
    await process.kill();
    await expect.poll(() => isRunning(postmaster)).toBe(false);
    expect(await read((await own(where)).url)).toEqual(kept);
  });

  test("kill -9 of the postmaster: the owner starts it again under the same address", async () => {
    const where = home();
    const { url } = await own(where);
    await write(url);
    const first = where.postmasterPid() ?? 0;
    const pool = await openDatabase({ url, localMs: Date.now });
    process.kill(first, "SIGKILL");
    // Sessions of the dead postmaster may answer once more before they notice.
    await expect.poll(() => isRunning(first) || where.postmasterPid() === first).toBe(false);
    await expect.poll(() => pool.query(sql`select answer from kept`).catch(() => [])).toEqual(kept);
    expect(where.postmasterPid()).not.toBe(first);
    expect(where.troubles.length).toBeGreaterThan(0);
    await pool.close();
  });

  test("the owner who lost only its session takes its place again", async () => {
    const where = home();
    const { url } = await own(where);
    await ask(
      url,
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'gatehouse owner%'`,
    );
    await expect.poll(() => where.troubles.length).toBe(1);
    const refused = await where.spawn("owner");
    expect(refused.refused).toBe("in_use");
    expect(refused.message).toContain(`process ${process.pid} on`);
  });

  test("kill -9 of both at once: the next start recovers", async () => {
    const where = home();
    const victim = await where.spawn("owner");
    await write(victim.url);
    process.kill(where.postmasterPid() ?? 0, "SIGKILL");
    await victim.kill();
    expect(await read((await own(where)).url)).toEqual(kept);
  });

  test("an orphaned server, its watchdog dead as well, is joined, and watched from then on", async () => {
    const where = home();
    const victim = await where.spawn("owner");
    await write(victim.url);
    const postmaster = where.postmasterPid() ?? 0;
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, "utf8")
      .trim()
      .split(" ");
    const watchdog = children.find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "sh");
    process.kill(Number(watchdog), "SIGKILL");
    await victim.kill();
    expect(isRunning(postmaster)).toBe(true);
    const heir = await where.spawn("owner");
    expect(await read(heir.url)).toEqual(kept);
    expect(where.postmasterPid()).toBe(postmaster);
    await heir.kill();
    await expect.poll(() => isRunning(postmaster)).toBe(false);
  });
});

describe("one owner per data directory", () => {
  test("a second owner is refused and told who, where and since when", async () => {
    const where = home();
    const first = await where.spawn("owner");
    const refusal = startEmbedded(where.options);
    await expect(refusal).rejects.toMatchObject({ name: "EmbeddedDatabaseError", reason: "in_use" });
    await expect(refusal).rejects.toThrow(
      new RegExp(
        `${where.dataDir} is in use by process ${first.pid} on ${hostname()}, since 20\\d\\d-.*--data-dir`,
      ),
    );
    expect(await ask(first.url)).toEqual([{ one: 1 }]);
  });

  test("of four first starts at once one wins, in one database", async () => {
    const where = emptyHome();
    const four = await Promise.all([1, 2, 3, 4].map(() => where.spawn("owner")));
    const winners = four.filter((one) => one.refused === undefined);
    expect(winners).toHaveLength(1);
    expect(four.filter((one) => one.refused === "in_use")).toHaveLength(3);
    expect(await ask(winners[0]?.url ?? "")).toEqual([{ one: 1 }]);
  });

  test("of four starts at once after a crash of everything one wins, with all data", async () => {
    const where = home();
    const victim = await where.spawn("owner");
    await write(victim.url);
    process.kill(where.postmasterPid() ?? 0, "SIGKILL");
    await victim.kill();
    const four = await Promise.all([1, 2, 3, 4].map(() => where.spawn("owner")));
    const winners = four.filter((one) => one.refused === undefined);
    expect(winners).toHaveLength(1);
    expect(await read(winners[0]?.url ?? "")).toEqual(kept);
  });
});

describe("commands", () => {
  test("join the server of a running Gatehouse and leave it running", async () => {
    const where = home();
    const owner = await where.spawn("owner");
    const guest = await attachOrStart(where.options);
    expect([guest.owner, guest.url]).toEqual([false, owner.url]);
    await guest.stop();
    expect(await ask(owner.url)).toEqual([{ one: 1 }]);
  });

  test("start the server when nobody does, and the last one out stops it", async () => {
    const where = home();
    const guest = await attachOrStart(where.options);
    const owner = await own(where);
    const postmaster = where.postmasterPid() ?? 0;
    await guest.stop();
    expect(await ask(owner.url)).toEqual([{ one: 1 }]);
    const late = await attachOrStart(where.options);
    await owner.stop();
    expect(await ask(late.url)).toEqual([{ one: 1 }]);
    await late.stop();
    await expect.poll(() => isRunning(postmaster)).toBe(false);
  });
});

describe("remains of the dead", () => {
  /** postmaster.pid and the socket's lock as a killed server leaves them, but naming another process. */
  function forge(where: Home, data: string, pid: number): void {
    const socketFolder = join(where.options.temporary, "none");
    const lines = [pid, data, 1, 5432, socketFolder, "", "  5432001  9", "ready   "];
    writeFileSync(join(data, "postmaster.pid"), `${lines.join("\n")}\n`);
    const { uid, gid } = statSync(data);
    chownSync(join(data, "postmaster.pid"), uid, gid);
  }

  const asOwnerOf = (data: string): object => {
    const { uid, gid } = statSync(data);
    return isRoot ? { uid, gid } : {};
  };

  test("a stale pid file naming a living foreign process of the same user does not stop the start", async () => {
    const where = home();
    const data = await stopped(where);
    const foreign = spawn("sleep", ["60"], { ...asOwnerOf(data), cwd: "/" });
    forge(where, data, foreign.pid ?? 0);
    expect(await read((await own(where)).url)).toEqual(kept);
    expect(foreign.exitCode).toBe(null);
    foreign.kill();
  });

  test("nor does a postmaster that is dead but a zombie, since nobody has looked after it", async () => {
    const where = home();
    const data = await stopped(where);
    // It ends when its parent has become another program: a shell might look after it.
    const child = 'until [ "$(cat /proc/$PPID/comm)" = sleep ]; do :; done';
    const both = `sh -c '${child}' & echo $!; exec sleep 60`;
    const parent = spawn("sh", ["-c", both], { ...asOwnerOf(data), cwd: "/" });
    const [line] = await once(parent.stdout, "data");
    const zombie = Number(String(line));
    await expect.poll(() => isRunning(zombie)).toBe(false);
    expect(existsSync(`/proc/${zombie}`)).toBe(true);
    forge(where, data, zombie);
    expect(await read((await own(where)).url)).toEqual(kept);
    parent.kill();
  });

  test("a pid file naming pid 1 does not stop the start", async () => {
    const where = home();
    forge(where, await stopped(where), 1);
    expect(await read((await own(where)).url)).toEqual(kept);
  });
});

describe("places", () => {
  test("long paths: the socket stays within 107 bytes", async () => {
    const long = "d".repeat(90);
    const where = home(`${long}/${long}/data`);
    const temporary = join(where.options.temporary, long, long);
    mkdirSync(temporary, { recursive: true });
    const database = await startEmbedded({ ...where.options, temporary });
    running.push(database);
    expect(await ask(database.url)).toEqual([{ one: 1 }]);
    const folder = new URL(database.url.replace("@/", "@socket/")).searchParams.get("host") ?? "";
    expect(folder.length).toBeLessThan(90);
    running.splice(0);
    await database.stop();
    expect(existsSync(folder)).toBe(false);
  });

  test("a restart makes no second database: that takes ten times as long", async () => {
    const where = home();
    const made = () => {
      const { ino, ctimeNs } = statSync(join(where.dataDir, "postgres", "PG_VERSION"), { bigint: true });
      return [ino, ctimeNs];
    };
    const before = made();
    const owner = await where.spawn("owner");
    expect(made()).toEqual(before);
    expect(readdirSync(where.dataDir).filter((name) => name.startsWith("postgres."))).toEqual([
      "postgres.log",
    ]);
    await owner.leave();
  });

  test("the socket is private, there is no TCP port, and our environment stays ours", async () => {
    const where = home();
    const owner = await where.spawn("owner");
    const folder = new URL(owner.url.replace("@/", "@socket/")).searchParams.get("host") ?? "";
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(where.dataDir, "postgres")).mode & 0o777).toBe(0o700);
    const [settings] = await ask(
      owner.url,
      sql`select current_setting('listen_addresses') as tcp, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as sync, pg_encoding_to_char(encoding) as encoding
          from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({ tcp: "", fsync: "on", sync: "on", encoding: "UTF8" });
    expect(readFileSync(`/proc/${where.postmasterPid()}/environ`, "utf8")).not.toContain("MASTERKEY");
  });
});
