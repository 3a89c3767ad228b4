/** A room of server/src. `name` tells rooms of one kind apart: the slice's name, or the whole path of others. */
export interface Room {
  readonly kind: Kind;
  readonly name: string;
}

const kinds = [
  "platform",
  "kits",
  "domains",
  "protocols",
  "login",
  "jobs",
  "transfer",
  "app",
  "cli",
] as const;
type Kind = (typeof kinds)[number];

/** Which kinds a kind may import beside its own room. */
const allowed: Readonly<Record<Kind, readonly Kind[]>> = {
  platform: ["platform"],
  kits: ["platform", "kits"],
  domains: ["platform", "kits", "domains"],
  protocols: ["platform", "domains"],
  login: ["platform", "domains"],
  jobs: ["platform", "domains"],
  transfer: ["platform", "domains"],
  app: kinds,
  cli: kinds,
};

/** The room of a file in server/src; undefined for every other file. */
export function roomOf(path: string): Room | undefined {
  const [first, second, third, fourth] = path.split("/");
  if (first !== "server" || second !== "src") return undefined;
  const kind = kinds.find((name) => name === third);
  if (kind === undefined) return undefined;
  if (kind === "domains") return { kind, name: fourth ?? "" };
  const isParted = kind === "platform" || kind === "kits" || kind === "protocols";
  return { kind, name: isParted ? `${kind}/${fourth ?? ""}` : kind };
}

/** Why `path` may not import `to`, both in the repository; undefined when it may. */
export function refusal(
  from: Room | undefined,
  path: string,
  to: string,
  table: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  const there = roomOf(to);
  if (from === undefined) return fromOutside(path, to);
  if (there === undefined) return `imports ${to}: that is no room of server/src`;
  if (from.kind === there.kind && from.name === there.name) return undefined;
  if (!allowed[from.kind].includes(there.kind))
    return `imports ${to}: ${from.kind} may not import ${there.kind}`;
  const isRoot = from.kind === "app" || from.kind === "cli";
  if (!isRoot && !to.endsWith(`${there.name}/index.ts`))
    return `imports ${to}: another room is met by its index.ts`;
  const isListed =
    from.kind !== "domains" || there.kind !== "domains" || table[from.name]?.includes(there.name);
  return isListed
    ? undefined
    : `imports ${there.name}, which scripts/slices.ts does not list for ${from.name}`;
}

/** Console and testkit see the contract alone; the server's code is nobody's library. */
function fromOutside(path: string, to: string): string | undefined {
  if (path.startsWith("server/src/")) return "lies in no room of server/src";
  const [top] = path.split("/");
  if (top !== "console" && top !== "testkit") return undefined;
  return to.startsWith(`${top}/`)
    ? undefined
    : `imports ${to}: ${top} may use @gatehouse/server/contract only`;
}
