import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, Stop, say } from "./base.mjs";
import { npm } from "./npm.mjs";

/** The same range as `engines` in package.json. @param {string} version such as "24.1.0" */
export function isSupported(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 24 || major >= 26 || (major === 22 && minor >= 18);
}

/** The package that carries Node for this machine. @param {string} platform @param {string} arch */
export function runtimePackage(platform, arch) {
  return platform === "linux" && (arch === "x64" || arch === "arm64") ? `node-linux-${arch}` : undefined;
}

const folder = join(root, ".gatehouse", "node");

/** @param {string} base @param {string} name */
const binary = (base, name) => join(base, "node_modules", name, "bin", "node");

/** The Node to run with, when there is one already: this one, or the one brought earlier. */
export function findRuntime() {
  if (isSupported(process.versions.node)) return process.execPath;
  const name = runtimePackage(process.platform, process.arch);
  const path = name && binary(folder, name);
  return path && existsSync(path) ? path : undefined;
}

/** @param {string} reason */
function installYourself(reason) {
  return new Stop(
    `Gatehouse runs on Node.js 24 (also 22.18 or later of the 22 line, and 26 or later); this is ${process.versions.node} ` +
      `on ${process.platform}-${process.arch}, and ${reason}\n` +
      "Install Node.js 24 with your system's package manager or from nodejs.org, then run the same command again.",
  );
}

/** Brings Node 24 from npm when the running one is not supported. Call it under the setup lock. */
export async function ensureRuntime() {
  const found = findRuntime();
  if (found !== undefined) return found;
  const name = runtimePackage(process.platform, process.arch);
  if (name === undefined) throw installYourself("npm has no Node.js package for it that we use.");
  say(`Node.js ${process.versions.node} is not supported; bringing Node.js 24 from npm …`);
  mkdirSync(join(root, ".gatehouse"), { recursive: true });
  const draft = mkdtempSync(join(root, ".gatehouse", "node-"));
  // Made private by the system; the runtime is nobody's secret.
  chmodSync(draft, 0o755);
  try {
    const code = await npm(
      process.execPath,
      ["install", `${name}@24`, "--prefix", draft, "--no-save", "--engine-strict=false", "--loglevel=error"],
      { cwd: draft },
    );
    if (code !== 0) throw installYourself("npm could not bring another one (its reason stands above).");
    checkRuns(binary(draft, name));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return binary(folder, name);
}

/** The binary wants glibc: on another C library it is there but does not start. @param {string} node */
function checkRuns(node) {
  try {
    execFileSync(node, ["--version"], { stdio: "ignore" });
  } catch {
    throw installYourself("the one from npm does not run here.");
  }
}
