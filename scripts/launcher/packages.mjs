import { join } from "node:path";
import { hashOf, root, Stop, say, textOf, writeWhole } from "./base.mjs";
import { npm } from "./npm.mjs";

/**
 * @typedef {{ readonly version?: string, readonly link?: boolean, readonly optional?: boolean,
 *   readonly devOptional?: boolean, readonly os?: readonly string[], readonly cpu?: readonly string[],
 *   readonly libc?: readonly string[] }} Locked
 */

const stampOf = (/** @type {string} */ folder) => join(folder, "node_modules", ".gatehouse-stamp");
const lockHash = (/** @type {string} */ folder) => hashOf([textOf(join(folder, "package-lock.json")) ?? ""]);

/** True when `node_modules` is what package-lock.json says. Costs one small hash when nothing changed. */
export function packagesReady(folder = root) {
  const hash = lockHash(folder);
  if (textOf(stampOf(folder)) === hash) return true;
  const wanted = textOf(join(folder, "package-lock.json"));
  const there = textOf(join(folder, "node_modules", ".package-lock.json"));
  if (wanted === undefined || there === undefined || missing(wanted, there).length > 0) return false;
  writeWhole(stampOf(folder), hash);
  return true;
}

/**
 * Packages of the lock file that are not installed in that version; those for other platforms do not count.
 * @param {string} wanted text of package-lock.json
 * @param {string} there text of node_modules/.package-lock.json, which npm keeps
 */
export function missing(wanted, there) {
  const installed = packagesOf(there);
  return Object.entries(packagesOf(wanted))
    .filter(([path, entry]) => path.includes("node_modules/") && entry.link !== true && isForHere(entry))
    .filter(([path, entry]) => installed[path]?.version !== entry.version)
    .map(([path]) => path);
}

/** @param {string} text @returns {Readonly<Record<string, Locked>>} */
function packagesOf(text) {
  return JSON.parse(text).packages ?? {};
}

/** @param {Locked} entry */
function isForHere(entry) {
  if (entry.optional !== true && entry.devOptional !== true) return true;
  // Which C library this is takes longer to find out than it is worth: npm decides about those.
  if (entry.libc !== undefined) return false;
  return (
    (entry.os ?? [process.platform]).includes(process.platform) &&
    (entry.cpu ?? [process.arch]).includes(process.arch)
  );
}

/** Installs by the lock file when needed. Call it under the setup lock. @param {string} node @param {string} [folder] */
export async function ensurePackages(node, folder = root) {
  if (packagesReady(folder)) return;
  say("Installing packages …");
  const code = await npm(node, ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
  });
  if (code !== 0) throw new Stop("npm could not install the packages; its reason stands above.");
  writeWhole(stampOf(folder), lockHash(folder));
}
