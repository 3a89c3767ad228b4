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

type Found = Map<string, unknown>;

function collect(
  value: object,
  tree: Tree,
  path: readonly string[],
  found: Found,
  problems: Problem[],
  name: string,
) {
  const known = Object.keys(tree);
  for (const [key, inner] of Object.entries(value)) {
    const match = known.find((one) => one.toLowerCase() === key.toLowerCase());
    const node = match === undefined ? undefined : tree[match];
    const where = [...path, key].join(".");
    if (match === undefined || node === undefined)
      problems.push({ where: `${where} in ${name}`, message: `is not known${hint(key, known)}` });
    else if (isSetting(node)) found.set([...path, match].join("."), inner);
    else if (typeof inner === "object" && inner !== null && !Array.isArray(inner))
      collect(inner, node, [...path, match], found, problems, name);
    else if (inner !== null)
      problems.push({
        where: `${where} in ${name}`,
        message: `must be an object with ${Object.keys(node).join(", ")}`,
      });
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
  const values: Found = new Map();
  const problems: Problem[] = [];
  collect(value, tree, [], values, problems, name);
  return { name, values, problems };
}

/** The file's value of a setting; undefined when it is not there or null. */
export function fileValue(file: ConfigFile | undefined, entry: Entry): unknown {
  return file?.values.get(entry.path.join(".")) ?? undefined;
}
