import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { additionFiles, readAdditions } from "./additions.ts";
import { packageFolder, readPackage } from "./base.ts";
import { generateSources, type Sources } from "./generate.ts";
import { mergeContract } from "./merge.ts";

const here = import.meta.dirname;
const stampName = "inputs.sha256";

/** Where the generated contract lies; git ignores it. */
export const outputFolder = join(here, "generated");

/** The contract as sources, made from the package and the additions; writes nothing. */
export async function buildSources(): Promise<Sources> {
  const additions = readAdditions();
  return generateSources(mergeContract(await readPackage(), additions), additions);
}

/** Brings the output folder up to date; returns the number of modules written, 0 when nothing had changed. */
export async function buildContract(): Promise<number> {
  const hash = hashOfInputs();
  if (isCurrent(hash)) return 0;
  const sources = await buildSources();
  replaceOutput(sources, hash);
  return sources.size;
}

/** Everything the result depends on: these modules, the additions, the versions of package and generator. */
function hashOfInputs(): string {
  const modules = readdirSync(here).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const paths = [
    ...modules.sort().map((name) => join(here, name)),
    ...additionFiles.map((file) => fileURLToPath(file)),
    join(packageFolder(), "..", "package.json"),
    // The generator pins the runtime's version, so its own covers both.
    createRequire(import.meta.url).resolve("@bufbuild/protoc-gen-es/package.json"),
  ];
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

function isCurrent(hash: string): boolean {
  const stamp = join(outputFolder, stampName);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

/** Puts a complete folder in the place of the old one, so that nobody reads a half-written contract. */
function replaceOutput(sources: Sources, hash: string): void {
  const fresh = join(here, `.generated-${randomUUID()}`);
  const old = `${fresh}-old`;
  try {
    for (const [path, source] of sources) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), source);
    }
    writeFileSync(join(fresh, stampName), hash);
    if (existsSync(outputFolder)) renameSync(outputFolder, old);
    renameSync(fresh, outputFolder);
  } catch (error) {
    // Another build of the same inputs was quicker: its result is ours.
    if (!isCurrent(hash)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
