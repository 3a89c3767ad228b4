import type { Finding } from "./gate/source.ts";

type Graph = ReadonlyMap<string, ReadonlySet<string>>;
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const begin = "<!-- slices: generated from the imports; `npm run check -- --write` -->";
const end = "<!-- /slices -->";

/** The document with the drawing of the slices as they import each other now. @throws when it has no place for it */
export function withSliceGraph(document: string, graph: Graph): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error("docs/architecture.md has no place for the slice graph");
  return `${document.slice(0, from + begin.length)}\n${draw(graph)}\n${document.slice(to)}`;
}

function draw(graph: Graph): string {
  const names = [...graph.keys()].sort();
  const lines = names.flatMap((name) => {
    const uses = [...(graph.get(name) ?? [])].sort();
    return uses.length === 0 ? [`  ${name}`] : uses.map((used) => `  ${name} --> ${used}`);
  });
  return ["```mermaid", "graph LR", ...lines, "```"].join("\n");
}

export function checkSliceGraph(document: string, graph: Graph): readonly Finding[] {
  if (withSliceGraph(document, graph) === document) return [];
  return [stale("docs/architecture.md")];
}

/** A generated document must say what its generator says today. */
export function checkGenerated(path: string, there: string, generated: string): readonly Finding[] {
  return there === generated ? [] : [stale(path)];
}

const stale = (path: string): Finding => ({
  path,
  line: 1,
  text: "is out of date: npm run check -- --write",
});

/** Every package that we ask for is named in docs/dependencies.md. `manifests` holds path → text of a package.json. */
export function checkDependencies(
  document: string,
  manifests: ReadonlyMap<string, string>,
): readonly Finding[] {
  return [...manifests].flatMap(([path, text]) => {
    // Our own files; what else stands in them does not matter here.
    const manifest = JSON.parse(text) as Manifest;
    const names = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]
      .flatMap((group) => Object.keys(group ?? {}))
      .filter((name) => !name.startsWith("@gatehouse/") && !document.includes(`\`${name}\``));
    return names.map((name) => ({
      path,
      line: 1,
      text: `needs ${name}, which docs/dependencies.md does not explain`,
    }));
  });
}
