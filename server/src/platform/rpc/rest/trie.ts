/** Routes of one verb: literal segments win over variables, with going back where that leads nowhere. */
export interface RouteMatch<T> {
  readonly target: T;
  /** Raw path text by variable, in the order of the template. */
  readonly values: readonly (readonly [variable: string, text: string])[];
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  variable?: Node<T>;
  rest?: Leaf<T>;
  leaf?: Leaf<T>;
}

interface Leaf<T> {
  readonly target: T;
  readonly variables: readonly string[];
}

export interface Trie<T> {
  add(template: string, target: T): void;
  find(path: string): RouteMatch<T> | undefined;
}

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable" | "rest"; readonly name: string };

export function createTrie<T>(): Trie<T> {
  const root: Node<T> = { literals: new Map() };
  return {
    add: (template, target) => insert(root, parseTemplate(template), target, template),
    find: (path) => {
      const segments = path.slice(1).split("/");
      const values: string[] = [];
      const leaf = seek(root, segments, 0, values);
      if (leaf === undefined) return undefined;
      const named = leaf.variables.map((name, at) => [name, values[at] ?? ""] as const);
      return { target: leaf.target, values: named };
    },
  };
}

/** `/a/{b}/{c=**}`; the only wildcards of the contract. @throws Error for any other form */
function parseTemplate(template: string): readonly Segment[] {
  const pieces = template.slice(1).match(/\{[^}]*\}|[^/{}]+/g) ?? [];
  if (`/${pieces.join("/")}` !== template) throw new Error(`the path template ${template} is not supported`);
  return pieces.map((piece): Segment => {
    if (!piece.startsWith("{")) return { kind: "literal", text: piece };
    const [, name, wildcard] = /^\{([\w.]+)(?:=(\*\*?))?\}$/.exec(piece) ?? [];
    if (name === undefined) throw new Error(`the path template ${template} is not supported`);
    return { kind: wildcard === "**" ? "rest" : "variable", name };
  });
}

function insert<T>(root: Node<T>, segments: readonly Segment[], target: T, template: string): void {
  const variables = segments.flatMap((segment) => (segment.kind === "literal" ? [] : [segment.name]));
  const leaf: Leaf<T> = { target, variables };
  let node = root;
  for (const [at, segment] of segments.entries()) {
    if (segment.kind === "rest") {
      if (at !== segments.length - 1 || node.rest !== undefined) throw clash(template);
      node.rest = leaf;
      return;
    }
    node = segment.kind === "literal" ? literal(node, segment.text) : variable(node);
  }
  if (node.leaf !== undefined) throw clash(template);
  node.leaf = leaf;
}

function literal<T>(node: Node<T>, text: string): Node<T> {
  const next = node.literals.get(text) ?? { literals: new Map() };
  node.literals.set(text, next);
  return next;
}

function variable<T>(node: Node<T>): Node<T> {
  node.variable ??= { literals: new Map() };
  return node.variable;
}

function clash(template: string): Error {
  return new Error(`the path template ${template} clashes with another one`);
}

function seek<T>(
  node: Node<T>,
  segments: readonly string[],
  at: number,
  values: string[],
): Leaf<T> | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.leaf;
  const next = node.literals.get(segment);
  const byLiteral = next === undefined ? undefined : seek(next, segments, at + 1, values);
  if (byLiteral !== undefined) return byLiteral;
  const taken = values.length;
  if (node.variable !== undefined && segment !== "") {
    values.push(segment);
    const byVariable = seek(node.variable, segments, at + 1, values);
    if (byVariable !== undefined) return byVariable;
    values.length = taken;
  }
  if (node.rest === undefined || segments.slice(at).join("") === "") return undefined;
  values.push(segments.slice(at).join("/"));
  return node.rest;
}
