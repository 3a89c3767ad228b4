import {
  dotted,
  type Finding,
  isTest,
  lineIn,
  type Node,
  type Source,
  stringOf,
  target,
  walk,
} from "./gate/source.ts";

interface Place extends Finding {
  readonly id: string;
  readonly kind: string;
  /** Undefined when it is not a literal. */
  readonly key: string | undefined;
}

/** Where the id stands among the arguments of the functions of platform/failure. */
const idArgument: Readonly<Record<string, number>> = { Failure: 1, required: 1 };

/** Ids that clients know, which stand for several messages of one rule. */
const shared = new Set(["AUTHZ-Kl3p0"]);

/**
 * Every refusal has an id that is unique over the code base: it tells which rule refused. The same id may stand
 * again for the very same refusal: same kind, same message.
 */
export function checkErrorIds(sources: readonly Source[]): { findings: readonly Finding[]; ids: number } {
  const first = new Map<string, Place>();
  const findings: Finding[] = [];
  for (const place of sources.filter((source) => !isTest(source.path)).flatMap(refusals)) {
    const earlier = first.get(place.id);
    if (earlier === undefined) first.set(place.id, place);
    else if (!isSame(earlier, place)) {
      const text = `uses the error id ${place.id} of ${earlier.path}:${earlier.line} for something else`;
      findings.push({ path: place.path, line: place.line, text });
    }
  }
  return { findings, ids: first.size };
}

function isSame(a: Place, b: Place): boolean {
  if (a.kind !== b.kind) return false;
  if (a.key !== undefined && a.key === b.key) return true;
  return room(a.path) === room(b.path) && (a.key === undefined || b.key === undefined || shared.has(a.id));
}

const room = (path: string): string => path.split("/").slice(0, 4).join("/");

function refusals(source: Source): readonly Place[] {
  const makers = new Set(
    source.imports
      .filter((item) => target(source.path, item.specifier)?.startsWith("server/src/platform/failure/"))
      .flatMap((item) => item.names),
  );
  if (makers.size === 0) return [];
  const line = lineIn(source.text);
  const places: Place[] = [];
  for (const node of walk(source.program)) {
    const place = refusalIn(node, makers);
    if (place === undefined) continue;
    places.push({ path: source.path, line: line(node.start), text: "", ...place });
  }
  return places;
}

function refusalIn(node: Node, makers: ReadonlySet<string>): Pick<Place, "id" | "kind" | "key"> | undefined {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const name = dotted(node["callee"]);
  const args: unknown = node["arguments"];
  if (name === undefined || !makers.has(name) || !Array.isArray(args)) return undefined;
  const at = idArgument[name] ?? 0;
  const id = stringOf(args[at]);
  if (id === undefined) return undefined;
  const kind = name === "Failure" ? (stringOf(args[0]) ?? "") : name;
  return { id, kind: kind === "required" ? "notFound" : kind, key: stringOf(args[at + 1]) };
}
