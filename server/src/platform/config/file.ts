import { parseDocument } from "yaml";
import { hint } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Entry, Tree } from "./setting.ts";
import { isSetting } from "./setting.ts";

/** A configuration file that was read: its values by `path.joined.with.dots`. */
export interface ConfigFile {
  readonly name: string;
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly Problem[];
}

/** One setting that was found, or what is wrong at that place. */
type Found = { readonly path: string; readonly value: unknown } | Problem;

function* collect(value: object, tree: Tree, above: readonly string[], file: string): Generator<Found> {
  const known = Object.keys(tree);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  for (const [key, inner] of entries) {
    const match = known.find((one) => one.toLowerCase() === key.toLowerCase()) ?? "";
    const node = tree[match];
    const path = [...above, match];
    const where = `${[...above, key].join(".")} in ${file}`;
    if (node === undefined) yield { where, message: `is not known${hint(key, known)}` };
    else if (isSetting(node)) yield { path: path.join("."), value: inner };
    else if (typeof inner === "object" && !Array.isArray(inner))
      yield* collect(inner ?? {}, node, path, file);
    else yield { where, message: `must be an object with ${Object.keys(node).join(", ")}` };
  }
}

/** YAML, of which JSON is a part. Names count in any case. */
export function readConfigFile(name: string, text: string, tree: Tree): ConfigFile {
  const document = parseDocument(text);
  const [error] = document.errors;
  const broken = (message: string): ConfigFile => ({
    name,
    values: new Map(),
    problems: [{ where: name, message }],
  });
  if (error) return broken(`is neither YAML nor JSON: ${error.message.split("\n")[0] ?? ""}`);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (value === null) return { name, values: new Map(), problems: [] };
  if (typeof value !== "object" || Array.isArray(value)) return broken("must be an object of settings");
  const values = new Map<string, unknown>();
  const problems: Problem[] = [];
  for (const found of collect(value, tree, [], name)) {
    if ("path" in found) values.set(found.path, found.value);
    else problems.push(found);
  }
  return { name, values, problems };
}

/** The file's value of a setting; undefined when it is not there or null. */
export function fileValue(file: ConfigFile | undefined, entry: Entry): unknown {
  return file?.values.get(entry.path.join(".")) ?? undefined;
}
