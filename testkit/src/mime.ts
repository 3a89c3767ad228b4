/** A mail as its reader sees it. */
export interface Mime {
  /** Unfolded, encoded words decoded; the first of that name, empty when there is none. */
  header(name: string): string;
  readonly text: string;
  readonly html: string;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Reads what mail programs compose: headers, and parts in text and HTML in whatever encoding. */
export function readMime(raw: string): Mime {
  const whole = partOf(raw.replaceAll("\r\n", "\n"));
  const parts = leavesOf(whole);
  const bodyOf = (type: string): string => {
    const found = parts.find(({ headers }) => (headers.get("content-type") ?? "text/plain").startsWith(type));
    return found === undefined ? "" : decoded(found);
  };
  return {
    header: (name) => words(whole.headers.get(name.toLowerCase()) ?? ""),
    text: bodyOf("text/plain"),
    html: bodyOf("text/html"),
  };
}

function partOf(raw: string): Part {
  const end = raw.indexOf("\n\n");
  const head = end < 0 ? raw : raw.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, " ").split("\n")) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value ?? "");
  }
  return { headers, body: end < 0 ? "" : raw.slice(end + 2) };
}

function leavesOf(part: Part): readonly Part[] {
  const type = part.headers.get("content-type") ?? "";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (!type.startsWith("multipart/") || boundary === undefined) return [part];
  const [, ...pieces] = `\n${part.body}`.split(`\n--${boundary}`);
  return pieces
    .filter((piece) => !piece.startsWith("--"))
    .flatMap((piece) => leavesOf(partOf(piece.replace(/^[^\n]*\n/, ""))));
}

function decoded({ headers, body }: Part): string {
  const encoding = (headers.get("content-transfer-encoding") ?? "").toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  return encoding === "quoted-printable" ? quoted(body.replace(/=\n/g, "")) : body;
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

/** RFC 2047 */
const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(word, "base64").toString("utf8")
        : quoted(word.replaceAll("_", " ")),
    );
