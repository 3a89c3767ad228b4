import { hint } from "./nearest.ts";
import type { Problem } from "./problem.ts";

export interface Flags {
  /** Flag name without dashes → its value; "true" for a switch without one. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

export interface FlagNames {
  readonly withValue: ReadonlySet<string>;
  /** May stand alone: `--external-secure`, or `--external-secure=false`. */
  readonly switches: ReadonlySet<string>;
}

/** What one argument says; `takesNext` when its value is the next one. */
type Reading =
  | { readonly name: string; readonly value: string; readonly takesNext: boolean }
  | { readonly problem: Problem; readonly takesNext: boolean };

const isFlag = (arg: string | undefined): boolean => arg?.startsWith("--") ?? false;

function readFlag(arg: string, next: string | undefined, names: FlagNames): Reading {
  const [, name = "", inline] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(arg) ?? [];
  const refuse = (where: string, message: string, takesNext = false): Reading => ({
    problem: { where, message },
    takesNext,
  });
  const known = [...names.withValue, ...names.switches];
  if (name === "") return refuse(arg, "is not a flag; flags begin with --");
  if (!known.includes(name))
    return refuse(`--${name}`, `is not known${hint(name, known)}`, inline === undefined && !isFlag(next));
  if (inline !== undefined) return { name, value: inline, takesNext: false };
  if (names.switches.has(name)) return { name, value: "true", takesNext: false };
  if (next === undefined || isFlag(next)) return refuse(`--${name}`, "needs a value");
  return { name, value: next, takesNext: true };
}

/** `--name value`, `--name=value`, `--switch`. The last of a repeated flag counts. */
export function readFlags(args: readonly string[], names: FlagNames): Flags {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (let n = 0; n < args.length; n++) {
    const reading = readFlag(args[n] ?? "", args[n + 1], names);
    if ("problem" in reading) problems.push(reading.problem);
    else values.set(reading.name, reading.value);
    if (reading.takesNext) n++;
  }
  return { values, problems };
}
