import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Account, canEnter, chooseAccount } from "./account.ts";
import { type Binaries, copyBinaries, linkLibraries } from "./binaries.ts";
import { EmbeddedDatabaseError, orBringYourOwn } from "./error.ts";

/** Where everything of one embedded server is. */
export interface Place {
  /** PostgreSQL's own data folder; need not exist yet. */
  readonly data: string;
  /** Set when `data` lies elsewhere: the link in the data directory that leads there, made with the data. */
  readonly link: string | undefined;
  readonly log: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

export interface PlaceOptions {
  /** Ours, and there: below it are PostgreSQL's data, or a link to them, and its log. */
  readonly dataDir: string;
  readonly binaries: Binaries;
  /** Where data and programs go when an account cannot enter `dataDir`; /var/lib/gatehouse by default. */
  readonly stateDir?: string;
  /** Tells apart two starts at the same moment. */
  readonly uniqueId: string;
}

const defaultStateDir = "/var/lib/gatehouse";

/** A name for people (the checkout's) and for machines (its whole path). */
function stateName(dataDir: string): string {
  const path = realpathSync(dataDir);
  const parent = basename(path).startsWith(".") ? basename(dirname(path)) : basename(path);
  const plain = parent.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 40);
  return `${plain}-${createHash("sha256").update(path).digest("hex").slice(0, 8)}`;
}

/** Data of an earlier life of the same path are left alone: without their link nobody asked for them. */
function newFolder(stateDir: string, name: string): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o755 });
  for (let n = 1; ; n += 1) {
    const folder = join(stateDir, n === 1 ? name : `${name}-${n}`);
    try {
      mkdirSync(folder, { mode: 0o755 });
      return folder;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

function existingData(data: string): string | undefined {
  const stat = lstatSync(data, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const target = stat.isSymbolicLink() ? readlinkSync(data) : data;
  if (existsSync(join(target, "PG_VERSION"))) return target;
  if (!stat.isSymbolicLink()) return undefined;
  throw new EmbeddedDatabaseError(
    "unreachable",
    `${data} leads to ${target}, where there is no database any more: restore it, or remove the link to start empty`,
  );
}

function reachableBinaries(
  binaries: Binaries,
  account: Account | undefined,
  parent: string,
  uniqueId: string,
): Binaries {
  const usable = account === undefined || canEnter(join(binaries.home, "bin"), account);
  if (usable && linkLibraries(binaries)) return binaries;
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  return copyBinaries(binaries, parent, uniqueId);
}

/** Decides where data, programs and log are; makes folders, but no database. */
export function findPlace(options: PlaceOptions): Place {
  const { dataDir, uniqueId } = options;
  const stateDir = options.stateDir ?? defaultStateDir;
  const log = join(dataDir, "postgres.log");
  const own = join(dataDir, "postgres");
  const existing = existingData(own);
  const account = chooseAccount(existing);
  const copies = account === undefined ? dataDir : stateDir;
  const binaries = reachableBinaries(options.binaries, account, copies, uniqueId);
  if (existing !== undefined) {
    if (account !== undefined && !canEnter(dirname(existing), account)) {
      throw new EmbeddedDatabaseError(
        "unreachable",
        `The database in ${existing} belongs to ${account.name}, who may not enter the folders above it any more: ` +
          `allow it (chmod o+x), or move the folder and leave a link in its place, ${orBringYourOwn}`,
      );
    }
    return { data: existing, link: undefined, log, binaries, account };
  }
  if (account === undefined || canEnter(dataDir, account)) {
    return { data: own, link: undefined, log, binaries, account };
  }
  const data = join(newFolder(stateDir, stateName(dataDir)), "postgres");
  return { data, link: own, log, binaries, account };
}

/** The link that leads from the data directory to the data. @returns false if another start was first */
export function leaveLink(place: Place): boolean {
  if (place.link === undefined) return true;
  try {
    symlinkSync(place.data, place.link);
    return true;
  } catch {
    rmSync(dirname(place.data), { recursive: true, force: true });
    return false;
  }
}
