import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Account, canEnter } from "./account.ts";
import { EmbeddedDatabaseError, orBringYourOwn } from "./error.ts";
import { isServerName, serverName, socketFile } from "./names.ts";
import type { Place } from "./place.ts";

/** A socket's path ends at 107 bytes on Linux; macOS takes 103. */
const maxSocketPath = 103;

/** A younger empty folder may be that of a server about to start. */
const leftBehindMs = 3_600_000;

/**
 * The private folder of the socket: short whatever the data directory is called, the same at every start, and
 * never one that somebody else made in the shared temporary folder before us. Empty ones that servers left beside it
 * long ago, which ended without their process, go.
 */
export function socketFolder(place: Place, temporary: string): string {
  const name = serverName(realpathSync(place.data));
  for (const parent of [temporary, "/tmp", "/var/tmp", "/run", "/dev/shm"]) {
    const folder = join(parent, name);
    if (Buffer.byteLength(join(folder, socketFile)) > maxSocketPath || !existsSync(parent)) continue;
    if (place.account !== undefined && !canEnter(parent, place.account)) continue;
    if (!takePrivateFolder(folder, place.account)) continue;
    removeLeftBehind(folder, place.account);
    return folder;
  }
  throw new EmbeddedDatabaseError(
    "unreachable",
    `There is no writable temporary folder with a short enough path for PostgreSQL's socket: set TMPDIR to one, ${orBringYourOwn}`,
  );
}

/** Leaves a folder that holds anything, such as a socket. */
export function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody uses it, or it is gone already.
  }
}

/** Makes the folder, or takes an existing one that only its owner can have made and can enter. */
function takePrivateFolder(folder: string, account: Account | undefined): boolean {
  // Made anew when it is empty, so that its age says that it is about to be used.
  if (isPrivate(folder, account)) removeEmptyFolder(folder);
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (account !== undefined) chownSync(folder, account.uid, account.gid);
    return true;
  } catch {
    return isPrivate(folder, account);
  }
}

function isPrivate(folder: string, account: Account | undefined): boolean {
  const owner = account?.uid ?? process.getuid?.();
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === owner && (found.mode & 0o077) === 0;
}

function removeLeftBehind(folder: string, account: Account | undefined): void {
  const before = changedMs(folder) - leftBehindMs;
  for (const name of namesIn(dirname(folder)).filter(isServerName)) {
    const other = join(dirname(folder), name);
    if (isPrivate(other, account) && changedMs(other) < before) removeEmptyFolder(other);
  }
}

const changedMs = (folder: string): number =>
  lstatSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;

/** None where they may not be listed. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
