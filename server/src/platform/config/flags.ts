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

/** `--name value`, `--name=value`, `--switch`. The last of a repeated flag counts. */
export function readFlags(args: readonly string[], names: FlagNames): Flags {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  const known = [...names.withValue, ...names.switches];
  for (let n = 0; n < args.length; n++) {
    const [, name = "", inline] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(args[n] ?? "") ?? [];
    const next = args[n + 1];
    if (name === "") {
      problems.push({ where: args[n] ?? "", message: "is not a flag; flags begin with --" });
    } else if (inline !== undefined && known.includes(name)) {
      values.set(name, inline);
    } else if (names.switches.has(name)) {
      values.set(name, "true");
    } else if (!names.withValue.has(name)) {
      problems.push({ where: `--${name}`, message: `is not known${hint(name, known)}` });
      if (inline === undefined && next !== undefined && !next.startsWith("--")) n++;
    } else if (next === undefined || next.startsWith("--")) {
      problems.push({ where: `--${name}`, message: "needs a value" });
    } else {
      values.set(name, next);
      n++;
    }
  }
  return { values, problems };
}
