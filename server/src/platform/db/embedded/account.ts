import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { EmbeddedDatabaseError, orBringYourOwn } from "./error.ts";

/** Who the server runs as, since PostgreSQL refuses to run as root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const ownName = "gatehouse";

/** /etc/passwd is read directly: the tools that ask for it are missing in small containers. */
function findAccount(matches: (name: string, uid: number) => boolean): Account | undefined {
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name !== undefined && uid !== undefined && gid !== undefined && matches(name, Number(uid))) {
      return { name, uid: Number(uid), gid: Number(gid) };
    }
  }
  return undefined;
}

const named = (wanted: string): Account | undefined =>
  findAccount((name, uid) => name === wanted && uid !== 0);

/**
 * The account to drop to, or undefined when this process is not root. A folder that already holds a
 * database decides by its owner; else it is our own system user, made where `useradd` exists, or nobody.
 */
export function chooseAccount(existingData: string | undefined): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existingData !== undefined) {
    const owner = statSync(existingData);
    const found = findAccount((_, uid) => uid === owner.uid && uid !== 0);
    return found ?? { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  }
  const mine = named(ownName);
  if (mine !== undefined) return mine;
  // Two starts at once: one of them hears "already exists", and both find the user.
  spawnSync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ownName], {
    stdio: "ignore",
  });
  const account = named(ownName) ?? named("nobody");
  if (account !== undefined) return account;
  throw new EmbeddedDatabaseError(
    "unreachable",
    `PostgreSQL does not run as root, and there is no account to run it as: create one ("useradd --system ${ownName}"), ` +
      `start Gatehouse as another user, ${orBringYourOwn}`,
  );
}

/** True when `account` may pass through every folder above `path`, and through `path` itself. */
export function canEnter(path: string, account: Account): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** This process' user name, which PostgreSQL asks the system for when we connect. */
export function ownUserName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new EmbeddedDatabaseError(
      "unreachable",
      `User ${process.getuid?.()} has no entry in /etc/passwd, which PostgreSQL needs: add one, ${orBringYourOwn}`,
      error,
    );
  }
}
