import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** One thing that is wrong, in words that say what would be right. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export const show = (finding: Finding): string => `${finding.path}:${finding.line} ${finding.text}`;

/** An import or re-export; `names` are those that exist at run time ("*" for all), none for types only. */
export interface Import {
  readonly specifier: string;
  readonly names: readonly string[];
  readonly line: number;
}

/** A syntax node, as far as the checks need it: a type, a place and children. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly program: Node;
}

/** Files that git knows or would add, so that a new file is seen before its first commit. */
export function repositoryFiles(...folders: readonly string[]): readonly string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ...folders];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const gone = new Set(
    execFileSync("git", ["ls-files", "--deleted"], { cwd: root, encoding: "utf8" }).split("\n"),
  );
  return listed.split("\n").filter((path) => path !== "" && !gone.has(path));
}

export const readText = (path: string): string => readFileSync(join(root, path), "utf8");

export function readSources(...folders: readonly string[]): readonly Source[] {
  return repositoryFiles(...folders)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parse(path, readText(path)));
}

/** @throws when the text is not TypeScript */
export function parse(path: string, text: string): Source {
  const result = parseSync(path, text);
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const line = lineIn(text);
  const { staticImports, staticExports, dynamicImports } = result.module;
  const imports: Import[] = staticImports.map((item) => ({
    specifier: item.moduleRequest.value,
    names: item.entries
      .filter((entry) => !entry.isType)
      .map((entry) => (entry.importName.kind === "Name" ? (entry.importName.name ?? "*") : "*")),
    line: line(item.start),
  }));
  for (const item of staticExports) {
    for (const entry of item.entries) {
      if (entry.moduleRequest === null) continue;
      const name = entry.importName.kind === "Name" ? (entry.importName.name ?? "*") : "*";
      const names = entry.isType ? [] : [name];
      imports.push({ specifier: entry.moduleRequest.value, names, line: line(item.start) });
    }
  }
  for (const item of dynamicImports) {
    const request = text.slice(item.moduleRequest.start, item.moduleRequest.end);
    const quoted = /^["'](.*)["']$/.exec(request)?.[1];
    if (quoted !== undefined) imports.push({ specifier: quoted, names: ["*"], line: line(item.start) });
  }
  // The parser's tree is a plain one; the checks look only at what `Node` says.
  return { path, text, imports, program: result.program as unknown as Node };
}

/** Line numbers from 1 by offset. */
export function lineIn(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split("\n").length;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** Every node below, parents first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child);
  }
}

/** `a.b.c` as written, or undefined for anything else than names and dots. */
export function dotted(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Identifier") return String(node["name"]);
  if (node.type !== "MemberExpression" || node["computed"] === true) return undefined;
  const object = dotted(node["object"]);
  return object === undefined ? undefined : `${object}.${dotted(node["property"]) ?? ""}`;
}

export function stringOf(node: unknown): string | undefined {
  if (!isNode(node) || node.type !== "Literal") return undefined;
  return typeof node["value"] === "string" ? node["value"] : undefined;
}

export const isTest = (path: string): boolean => /\.(test|fixture)\.tsx?$/.test(path);

/** Where an import leads inside the repository; undefined for packages and for Node's own modules. */
export function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  if (specifier.startsWith("#src/")) return specifier.replace("#src/", "server/src/");
  if (specifier.startsWith("#contract/"))
    return specifier.replace("#contract/", "server/contract/generated/");
  return undefined;
}
