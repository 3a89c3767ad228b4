import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Account, ownUserName } from "./account.ts";
import { EmbeddedDatabaseError, orBringYourOwn } from "./error.ts";
import { leaveLink, type Place } from "./place.ts";

/** The role and the database that everything of ours uses. */
export const roleName = "gatehouse";
export const databaseName = "gatehouse";

/** Nothing of our environment reaches the server: it may hold secrets, and PG* variables would redirect it. */
export const serverEnv = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
};

/** The other account to run as, in the driver's terms; nothing when we are not root. */
export const runAs = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/** UTF-8 by code point, with the letters of all languages known to lower() and ILIKE. */
function localeArguments(version: string): readonly string[] {
  return Number.parseInt(version, 10) >= 17
    ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    : ["--locale=C", "--data-checksums"];
}

function runInitdb(place: Place, data: string): Promise<void> {
  const child = spawn(
    join(place.binaries.home, "bin", "initdb"),
    [
      `--pgdata=${data}`,
      `--username=${roleName}`,
      "--auth=peer",
      "--encoding=UTF8",
      ...localeArguments(place.binaries.version),
      "--no-instructions",
    ],
    { ...runAs(place.account), cwd: "/", env: serverEnv, stdio: ["ignore", "ignore", "pipe"] },
  );
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown): void =>
      reject(
        new EmbeddedDatabaseError(
          "failed",
          `A new database could not be made in ${data}: ${why.trim()}. Free the way, ${orBringYourOwn}`,
          cause,
        ),
      );
    child.on("error", (error) => fail(explainSpawn(error, place), error));
    child.on("close", (code) => (code === 0 ? resolve() : fail(stderr)));
  });
}

/** Why a program that is there does not start: as a rule a system without glibc, or a folder we may not enter. */
export function explainSpawn(error: Error, place: Place): string {
  const program = join(place.binaries.home, "bin", "postgres");
  if ("code" in error && error.code === "ENOENT" && existsSync(program)) {
    return "its programs need glibc 2.27 or newer, which this system (Alpine, for example) does not have";
  }
  return error.message;
}

/** Makes an empty database folder; it appears whole or not at all, and two starts at once make one. */
export async function createCluster(place: Place, uniqueId: string): Promise<void> {
  if (existsSync(join(place.data, "PG_VERSION"))) return;
  const draft = `${place.data}.${uniqueId}`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  if (place.account !== undefined) lchownSync(draft, place.account.uid, place.account.gid);
  try {
    await runInitdb(place, draft);
    renameSync(draft, place.data);
    leaveLink(place);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(place.data, "PG_VERSION"))) throw error;
  }
}

/** Only we get in: through a socket in a folder that is ours alone, and only as this process' user. */
export function writeAccessRules(place: Place): void {
  const write = (name: string, text: string): void => {
    const path = join(place.data, name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    if (place.account !== undefined) chownSync(path, place.account.uid, place.account.gid);
  };
  write("pg_hba.conf", "local all all peer map=gatehouse\n");
  write("pg_ident.conf", `gatehouse "${ownUserName()}" ${roleName}\n`);
}

/** The address of a database of a running server. */
export const socketUrl = (socketFolder: string, database: string): string =>
  `postgres://${roleName}@/${encodeURIComponent(database)}?host=${encodeURIComponent(socketFolder)}`;
