import type { Given } from "./derive.ts";
import { derive } from "./derive.ts";
import type { ConfigFile } from "./file.ts";
import { readConfigFile } from "./file.ts";
import { readFlags } from "./flags.ts";
import { flagValue } from "./kinds.ts";
import type { Problem } from "./problem.ts";
import type { Environment } from "./resolve.ts";
import { resolve } from "./resolve.ts";
import { checkRules } from "./rules.ts";
import { entriesOf } from "./setting.ts";
import { settings } from "./settings.ts";
import { hasNoEffect } from "./settings-default-instance.ts";

export type Config = ReturnType<typeof derive>;

export interface ConfigInput {
  /** Flags alone: the CLI takes its command and its own flags out before. */
  readonly args: readonly string[];
  readonly env: Environment;
  /** @throws when the file cannot be read */
  readonly readFile: (path: string) => string;
}

export type Loaded =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const CONFIG_ENV = "GATEHOUSE_CONFIG";

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** Values by path, put into the shape of the table. */
function nest(values: ReadonlyMap<string, unknown>): Given {
  const root: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const names = path.split(".");
    let node = root;
    for (const name of names.slice(0, -1)) {
      const inner = (node[name] ??= {});
      // Only this function fills `root`: whatever is not at the end of a path is an object.
      node = inner as Record<string, unknown>;
    }
    node[names.at(-1) ?? ""] = value;
  }
  // Each value was read by the kind of its setting, and the paths are those of the table that `Given` is made of.
  return root as Given;
}

function readFileGiven(input: ConfigInput, flags: ReadonlyMap<string, string>): ConfigFile | undefined {
  const name = flags.get("config") ?? (input.env[CONFIG_ENV] || undefined);
  if (name === undefined) return undefined;
  try {
    return readConfigFile(name, input.readFile(name), settings);
  } catch (error) {
    const message = `cannot be read (${error instanceof Error ? error.message : String(error)})`;
    return { name, values: new Map(), problems: [{ where: name, message }] };
  }
}

/** What was given and changes nothing. */
const idle = (origins: ReadonlyMap<string, string>): readonly string[] =>
  [...origins]
    .filter(([path, origin]) => origin !== "" && hasNoEffect(path))
    .map(([, origin]) => `${origin} has no effect yet`);

/**
 * Flags before GATEHOUSE_ variables before ZITADEL_ variables before the file (`--config`, YAML or JSON) before
 * defaults. Everything that is wrong is reported at once; a configuration that is returned is whole and frozen.
 */
export function loadConfig(input: ConfigInput): Loaded {
  const entries = entriesOf(settings);
  const flagged = entries.filter((entry) => entry.flag !== undefined);
  const names = (wanted: boolean) =>
    flagged.filter((entry) => (entry.setting.kind === flagValue) === wanted).map((entry) => entry.flag ?? "");
  const flags = readFlags(input.args, {
    switches: new Set(names(true)),
    withValue: new Set([...names(false), "config"]),
  });
  const file = readFileGiven(input, flags.values);
  const resolved = resolve(entries, { flags: flags.values, env: input.env, file }, [CONFIG_ENV]);
  const problems = [...flags.problems, ...(file?.problems ?? []), ...resolved.problems];
  const given = nest(resolved.values);
  const broken = problems.length > 0 ? [] : checkRules(given);
  if (problems.length + broken.length > 0) return { ok: false, problems: [...problems, ...broken] };
  const warnings = [...resolved.warnings, ...idle(resolved.origins)];
  return { ok: true, config: deepFreeze(derive(given)), warnings };
}
