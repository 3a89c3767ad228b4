import { impurities } from "./gate/purity.ts";
import { type Room, refusal, roomOf } from "./gate/rooms.ts";
import { type Finding, type Import, isTest, type Source, target } from "./gate/source.ts";

/** What was looked at; the gate compares it with the recorded floor. */
export interface Seen {
  readonly files: number;
  readonly edges: number;
}

export interface ImportReport {
  readonly findings: readonly Finding[];
  readonly seen: Seen;
  /** Slices and the slices that they import, from the files themselves. */
  readonly graph: ReadonlyMap<string, ReadonlySet<string>>;
}

type Table = Readonly<Record<string, readonly string[]>>;

/** Who may import whom (the table in docs/architecture.md), and where the outside world may be touched. */
export function checkImports(sources: readonly Source[], table: Table): ImportReport {
  const findings: Finding[] = [];
  const graph = new Map<string, Set<string>>();
  let edges = 0;
  for (const source of sources) {
    const from = roomOf(source.path);
    if (from?.kind === "domains" && !graph.has(from.name)) graph.set(from.name, new Set());
    for (const item of source.imports) {
      edges += 1;
      const text = refuse(source.path, from, item, table);
      if (text !== undefined) findings.push({ path: source.path, line: item.line, text });
      else if (!isTest(source.path)) draw(graph, source.path, item);
    }
    findings.push(...impurities(source, from));
  }
  findings.push(...unknownSlices(graph, table), ...circles(table).map(atTable));
  return { findings, seen: { files: sources.length, edges }, graph };
}

function refuse(path: string, from: Room | undefined, item: Import, table: Table): string | undefined {
  if (isTest(path)) return undefined;
  if (item.specifier === "pg" && from?.name !== "platform/db")
    return "imports pg: only platform/db speaks to the driver";
  const to = target(path, item.specifier);
  if (to === undefined || to.startsWith("server/contract/generated/")) return undefined;
  if (isTest(to) || to.startsWith("server/test/")) return `imports ${to}: tests are not part of the product`;
  return refusal(from, path, to, table);
}

function draw(graph: Map<string, Set<string>>, path: string, item: Import): void {
  const from = roomOf(path);
  const to = roomOf(target(path, item.specifier) ?? "");
  if (from?.kind === "domains" && to?.kind === "domains" && from.name !== to.name)
    graph.get(from.name)?.add(to.name);
}

const atTable = (text: string): Finding => ({ path: "scripts/slices.ts", line: 1, text });

function unknownSlices(graph: ReadonlyMap<string, unknown>, table: Table): readonly Finding[] {
  return [...graph.keys()]
    .filter((slice) => table[slice] === undefined)
    .map((slice) => atTable(`has no line for the slice ${slice}`));
}

/** Circles in the slice table, each told once from its first slice. */
export function circles(table: Table): readonly string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (slice: string, trail: readonly string[]): void => {
    if (trail.includes(slice)) {
      found.push(`has a circle: ${[...trail.slice(trail.indexOf(slice)), slice].join(" → ")}`);
      return;
    }
    if (done.has(slice)) return;
    for (const next of table[slice] ?? []) visit(next, [...trail, slice]);
    done.add(slice);
  };
  for (const slice of Object.keys(table)) visit(slice, []);
  return found;
}

/** A checker that saw less than before must fail: it may have lost its way to the files. */
export function belowFloor(seen: Seen, floor: Seen): readonly Finding[] {
  return (["files", "edges"] as const)
    .filter((what) => seen[what] < floor[what] || seen[what] === 0)
    .map((what) => ({
      path: "scripts/floor.json",
      line: 1,
      text: `wants at least ${floor[what]} ${what} and ${seen[what]} were seen; lower it if files were removed on purpose`,
    }));
}
