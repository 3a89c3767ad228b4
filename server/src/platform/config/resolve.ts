import type { ConfigFile } from "./file.ts";
import { fileValue } from "./file.ts";
import { hint } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Entry } from "./setting.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Sources {
  readonly flags: ReadonlyMap<string, string>;
  readonly env: Environment;
  readonly file: ConfigFile | undefined;
}

/** The values by path, and where each came from; "" for defaults. */
export interface Resolved {
  readonly values: ReadonlyMap<string, unknown>;
  readonly origins: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** Names that are not used here but do no harm. */
  readonly warnings: readonly string[];
}

interface Given {
  readonly raw: unknown;
  readonly where: string;
}

/** Flags before GATEHOUSE_ before ZITADEL_ before the file. An empty variable counts as absent. */
function given(entry: Entry, { flags, env, file }: Sources): Given | undefined {
  const flag = entry.flag === undefined ? undefined : flags.get(entry.flag);
  if (flag !== undefined) return { raw: flag, where: `--${entry.flag}` };
  for (const name of [entry.env, ...entry.zitadel]) {
    const value = env[name];
    if (value !== undefined && value !== "") return { raw: value, where: name };
  }
  const raw = fileValue(file, entry);
  return raw === undefined ? undefined : { raw, where: `${entry.path.join(".")} in ${file?.name}` };
}

function shown(raw: unknown): string {
  const text = typeof raw === "string" ? raw : (JSON.stringify(raw) ?? String(raw));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Ours must all be known (but for GATEHOUSE_TEST_, which steers test runs); the original's only where a typing error would leave a policy at its default. */
function unknownNames(entries: readonly Entry[], env: Environment, others: readonly string[]) {
  const known = [...entries.flatMap((entry) => [entry.env, ...entry.zitadel]), ...others];
  const problems: Problem[] = [];
  const warnings: string[] = [];
  const knownSet = new Set(known);
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || knownSet.has(name)) continue;
    const strict = /^(?:GATEHOUSE(?!_TEST)|ZITADEL_FIRSTINSTANCE|ZITADEL_DEFAULTINSTANCE)_/.test(name);
    if (strict) problems.push({ where: name, message: `is not known${hint(name, known)}` });
    else if (name.startsWith("ZITADEL_")) warnings.push(`${name} is not used here`);
  }
  return { problems, warnings };
}

/** @param others names of environment variables that are ours but no settings */
export function resolve(entries: readonly Entry[], sources: Sources, others: readonly string[]): Resolved {
  const values = new Map<string, unknown>();
  const origins = new Map<string, string>();
  const unknown = unknownNames(entries, sources.env, others);
  const problems = [...unknown.problems];
  for (const entry of entries) {
    const path = entry.path.join(".");
    const found = given(entry, sources);
    const value = found === undefined ? entry.setting.fallback : entry.setting.kind.read(found.raw);
    values.set(path, value);
    origins.set(path, found?.where ?? "");
    if (found === undefined || value !== undefined) continue;
    const what = entry.setting.secret ? "is wrong" : `is "${shown(found.raw)}"`;
    problems.push({ where: found.where, message: `${what}; it must be ${entry.setting.kind.expects}` });
  }
  return { values, origins, problems, warnings: unknown.warnings };
}
