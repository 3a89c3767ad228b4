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
const stampName = "stamp.json";

/** SHA-256 of what the folder was made from, and of what was made. */
interface Stamp {
  readonly inputs: string;
  readonly outputs: string;
}

/** Where the generated contract lies; git ignores it. */
export const outputFolder = join(here, "generated");

/** Brings the output folder up to date; returns the number of modules written, 0 when nothing had changed. */
export async function buildContract(): Promise<number> {
  const inputs = hashOfInputs();
  if (isMadeFrom(inputs)) return 0;
  const additions = readAdditions();
  const sources = generateSources(mergeContract(await readPackage(), additions), additions);
  replaceOutput(sources, { inputs, outputs: hashOfOutputs(sources) });
  return sources.size;
}

/** Whether the output folder holds what the inputs of now make, to the letter; nothing is generated to find out. */
export function isOutputCurrent(): boolean {
  const names = readdirSync(outputFolder, { recursive: true, encoding: "utf8" });
  const sources = names
    .filter((name) => name.endsWith(".ts"))
    .map((name): [string, string] => [name, readFileSync(join(outputFolder, name), "utf8")]);
  const stamp = readStamp();
  return stamp?.inputs === hashOfInputs() && stamp.outputs === hashOfOutputs(new Map(sources));
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

function hashOfOutputs(sources: Sources): string {
  const hash = createHash("sha256");
  for (const path of [...sources.keys()].sort()) hash.update(`${path}\0${sources.get(path)}\0`);
  return hash.digest("hex");
}

function readStamp(): Stamp | undefined {
  const file = join(outputFolder, stampName);
  // Nobody but this module writes it.
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Stamp) : undefined;
}

const isMadeFrom = (inputs: string): boolean => readStamp()?.inputs === inputs;

/** Puts a complete folder in the place of the old one, so that nobody reads a half-written contract. */
function replaceOutput(sources: Sources, stamp: Stamp): void {
  const fresh = join(here, `.generated-${randomUUID()}`);
  const old = `${fresh}-old`;
  try {
    for (const [path, source] of sources) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), source);
    }
    writeFileSync(join(fresh, stampName), JSON.stringify(stamp));
    if (existsSync(outputFolder)) renameSync(outputFolder, old);
    renameSync(fresh, outputFolder);
  } catch (error) {
    // Another build of the same inputs was quicker: its result is ours.
    if (!isMadeFrom(stamp.inputs)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
