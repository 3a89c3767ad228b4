/**
 * The document by which the self-service API is measured: its curl commands and the responses it prints. The commands
 * and responses are kept in commands.json; `commandsOf` reads them out of the document itself.
 */

export interface Command {
  /** The heading above it. */
  readonly about: string;
  /** For the shell, mended where it is no valid shell or JSON. */
  readonly curl: string;
  /** What the document prints as the response, parsed; none where it prints nothing. */
  readonly response?: unknown;
}

/** A line that ends a command without a backslash although its options go on. */
const isOption = (line: string | undefined): boolean => line?.startsWith("--") === true;

/** JSON does not know commas before a closing bracket. */
const mendJson = (text: string): string => text.replaceAll(/,(\s*[}\]])/g, "$1");

/** Takes the lines of one command: up to the line that closes its quoted body, or its last option. */
function readCurl(lines: readonly string[], from: number): { readonly curl: string; readonly next: number } {
  const taken: string[] = [];
  let quoted = false;
  let next = from;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? "";
    if (!quoted && next > from && !isOption(line)) break;
    if (line.startsWith("--data '")) quoted = !line.slice("--data '".length).endsWith("'");
    else if (quoted && line.endsWith("'")) quoted = false;
    const bare = line.replace(/\s*\\?\s*$/, "");
    taken.push(!quoted && isOption(lines[next + 1]) ? `${bare} \\` : bare);
  }
  // The last page breaks off in the middle of a body.
  if (quoted) taken.push(`${"}".repeat(openBraces(taken.join("\n")))}'`);
  return { curl: mendJson(taken.join("\n").trimEnd()), next };
}

const openBraces = (text: string): number => text.split("{").length - text.split("}").length;

/** A response: a block from a line `{` to the line `}` that closes it. */
function readResponse(lines: readonly string[], from: number): unknown {
  const end = lines.findIndex(
    (line, n) => n > from && line === "}" && openBraces(lines.slice(from, n + 1).join("\n")) === 0,
  );
  return JSON.parse(mendJson(lines.slice(from, end + 1).join("\n")));
}

/** Reads every command with the response that follows it, in the document's order. */
export function commandsOf(document: string): readonly Command[] {
  const lines = document.split(/\r?\n/);
  const commands: Command[] = [];
  let about = "";
  for (let n = 0; n < lines.length; ) {
    const line = lines[n] ?? "";
    if (line.startsWith("curl ")) {
      const { curl, next } = readCurl(lines, n);
      commands.push({ about, curl });
      n = next;
      continue;
    }
    const last = commands.at(-1);
    if (line === "{" && last && last.response === undefined)
      commands[commands.length - 1] = { ...last, response: readResponse(lines, n) };
    if (/^[A-Z][A-Za-z0-9 -]{2,60}$/.test(line) && !/^(Request|Response|Example|Flow)/.test(line))
      about = line;
    n += 1;
  }
  return commands;
}
