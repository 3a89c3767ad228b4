import type { Room } from "./rooms.ts";
import {
  dotted,
  type Finding,
  isNode,
  isTest,
  lineIn,
  type Node,
  type Source,
  target,
  walk,
} from "./source.ts";

const impureRooms = new Set(["platform", "app", "cli"]);
const randomNames =
  /^(crypto\.)?(randomBytes|randomUUID|randomInt|randomFill|randomFillSync|getRandomValues)$/;

/**
 * The environment, the clock and randomness are handed in from app and platform; SQL is written where it is looked
 * for; nothing at module level changes, so that one process can hold many tenants.
 */
export function impurities(source: Source, room: Room | undefined): readonly Finding[] {
  if (room === undefined || isTest(source.path)) return [];
  const line = lineIn(source.text);
  const at = (node: Node, text: string): Finding => ({ path: source.path, line: line(node.start), text });
  const findings = moduleState(source).map((node) => at(node, "holds state at module level"));
  if (!impureRooms.has(room.kind)) {
    for (const node of walk(source.program)) {
      const what = impurity(node);
      if (what !== undefined)
        findings.push(at(node, `uses ${what}: it is handed in (ctx.now, ctx.newId(), configuration)`));
    }
  }
  return [...findings, ...strayedSql(source)];
}

function impurity(node: Node): string | undefined {
  if (node.type === "MemberExpression") {
    const name = dotted(node);
    return name !== undefined && /^(globalThis\.)?process\.env$|^performance\.now$/.test(name)
      ? name
      : undefined;
  }
  if (node.type === "NewExpression") {
    const bare = Array.isArray(node["arguments"]) && node["arguments"].length === 0;
    return dotted(node["callee"]) === "Date" && bare ? "new Date()" : undefined;
  }
  if (node.type !== "CallExpression") return undefined;
  const name = dotted(node["callee"]) ?? "";
  return name === "Date.now" || name === "Math.random" || name === "Date" || randomNames.test(name)
    ? name
    : undefined;
}

function moduleState(source: Source): readonly Node[] {
  const body = source.program["body"];
  if (!Array.isArray(body)) return [];
  return body
    .filter(isNode)
    .map((node) => (isNode(node["declaration"]) ? node["declaration"] : node))
    .filter(
      (node) => node.type === "VariableDeclaration" && node["kind"] !== "const" && node["declare"] !== true,
    );
}

/** SQL is at home in platform, kits, migrations, and in a slice's queries.ts (<part>-queries.ts or search.ts where it grew). */
function strayedSql(source: Source): readonly Finding[] {
  const isHome = /^server\/src\/(platform|kits)\/|\/migrations\/|\/(([a-z0-9-]+-)?queries|search)\.ts$/.test(
    source.path,
  );
  if (isHome) return [];
  return source.imports
    .filter((item) => target(source.path, item.specifier)?.startsWith("server/src/platform/db/"))
    .filter((item) => item.names.some((name) => name === "sql" || name === "identifier" || name === "*"))
    .map((item) => ({
      path: source.path,
      line: item.line,
      text: "writes SQL: it belongs in the slice's queries.ts",
    }));
}
