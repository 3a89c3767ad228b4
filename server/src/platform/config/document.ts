import type { Entry } from "./setting.ts";
import { entriesOf } from "./setting.ts";
import { settings } from "./settings.ts";
import { hasNoEffect } from "./settings-default-instance.ts";

const INTRODUCTION = `# Configuration

A setting can be given as a flag, as an environment variable, or in a file (\`--config gatehouse.yaml\` or
\`GATEHOUSE_CONFIG\`; YAML or JSON). Flags win over \`GATEHOUSE_\` variables, those over \`ZITADEL_\` variables, those over
the file, and that over the defaults. Names in the file count in any case. An empty variable counts as absent.
Everything that is wrong is named at the start, all at once, with what would be right.

Without any setting the service listens on loopback over http, with a database and a master key of its own in
\`.gatehouse\`. Any other host needs TLS (\`--tls-cert\`, \`--tls-key\`) or a proxy that has it (\`--trusted-proxies\`), and
a database of your own needs a master key that you keep.

\`npm run gatehouse -- --help\` lists the flags and the commands beside start: \`doctor\` says what is wrong with an
installation, \`verify\` holds the data against their history, \`rebuild\` makes them anew from it, and
\`users reset-password <login name>\` is the way back in for an administrator who lost the password. Give them the settings
that the service runs with.

This page is generated from the table of settings: \`node scripts/configuration.ts\`.
`;

function defaultOf({ setting }: Entry): string {
  const { fallback } = setting;
  if (fallback === undefined || fallback === "") return "–";
  if (Array.isArray(fallback)) return fallback.length === 0 ? "none" : fallback.join(", ");
  return `\`${typeof fallback === "string" ? fallback : JSON.stringify(fallback)}\``;
}

function rowOf(entry: Entry): string {
  const names = [entry.env, ...entry.zitadel].map((name) => `\`${name}\``);
  const flag = entry.flag === undefined ? [] : [`\`--${entry.flag}\``];
  const path = entry.path.join(".");
  const effect = hasNoEffect(path) ? " Has no effect yet." : "";
  const about = `${entry.setting.about}${effect} (${entry.setting.kind.expects})`.replaceAll("|", "\\|");
  return `| \`${path}\` | ${[...flag, ...names].join("<br>")} | ${defaultOf(entry)} | ${about} |`;
}

/** The first one or two names of a path: what a section is about. */
function sectionOf({ path }: Entry): string {
  if (path.length === 1) return "General";
  return path[0] === "defaultInstance" || path[0] === "firstInstance"
    ? path.slice(0, -1).slice(0, 2).join(".")
    : (path[0] ?? "");
}

/** The settings that have a flag, one a line: what `--help` tells. */
export function documentFlags(): string {
  const lines = entriesOf(settings)
    .filter(({ flag }) => flag !== undefined)
    .map(({ flag = "", setting }) => `  ${`--${flag}`.padEnd(18)} ${setting.about}`);
  return [`  ${"--config".padEnd(18)} File with settings, YAML or JSON.`, ...lines, ""].join("\n");
}

/** `docs/configuration.md`, whole. */
export function documentSettings(): string {
  const sections = Map.groupBy(entriesOf(settings), sectionOf);
  const tables = [...sections].map(([name, entries]) =>
    [
      `## ${name}`,
      "",
      "| setting | flag and variables | default | meaning |",
      "|---|---|---|---|",
      ...entries.map(rowOf),
      "",
    ].join("\n"),
  );
  return [INTRODUCTION, ...tables].join("\n");
}
