import { collectParts } from "../server/src/platform/rpc/collect-parts.ts";
import { baseLevel, contractMethods, type RpcMethod } from "../server/src/platform/rpc/contract.ts";
import type { ServicePart } from "../server/src/platform/rpc/handlers.ts";
import { seedChecklistTable } from "./seed-checklist.ts";

/**
 * `docs/compatibility.md`: every RPC of the contract with its routes, what it asks of the caller and whether the
 * given parts implement it, with counts per service. The same parts always give the same text.
 */
export function compatibilityDocument(
  parts: readonly ServicePart[],
  methods: readonly RpcMethod[] = contractMethods,
): string {
  const handlers = collectParts(parts);
  const services = byService(methods).map(([name, ofService]) => ({
    name,
    methods: ofService,
    implemented: ofService.filter((method) => handlers.has(method.name)).length,
  }));
  const implemented = services.reduce((sum, service) => sum + service.implemented, 0);
  return [
    "# Compatibility",
    "",
    "Generated from the contract and the handlers of the server; do not edit.",
    "",
    `${implemented} of ${methods.length} RPCs in ${services.length} services are implemented. The others answer`,
    "UNIMPLEMENTED (HTTP 501 over REST). Every RPC is reachable by Connect, gRPC and gRPC-web at",
    `\`/<service>/<method>\`, and by REST where a route is given. \`since\` is the level of the contract that brought`,
    `the RPC where it is newer than ${baseLevel}.`,
    "",
    "| service | RPCs | implemented |",
    "|---|---:|---:|",
    ...services.map(
      (service) =>
        `| [${service.name}](#${anchor(service.name)}) | ${service.methods.length} | ${service.implemented} |`,
    ),
    "",
    ...services.flatMap((service) => [
      `## ${service.name}`,
      "",
      `${service.implemented} of ${service.methods.length} implemented.`,
      "",
      "| RPC | REST | caller | since | state |",
      "|---|---|---|---|---|",
      ...service.methods.map((method) => row(method, handlers.has(method.name))),
      "",
    ]),
    ...seedChecklistTable(),
  ].join("\n");
}

function byService(methods: readonly RpcMethod[]): [name: string, methods: RpcMethod[]][] {
  const services = new Map<string, RpcMethod[]>();
  for (const method of methods) {
    const name = method.service.typeName;
    services.set(name, [...(services.get(name) ?? []), method]);
  }
  return [...services].sort(([a], [b]) => (a < b ? -1 : 1));
}

function row({ method, http, auth, since }: RpcMethod, implemented: boolean): string {
  const routes = http.map(({ verb, path }) => `\`${verb} ${path}\``).join(", ");
  const caller = auth.kind === "permission" ? `\`${auth.permission}\`` : auth.kind;
  const level = since === baseLevel ? "" : since;
  const state = implemented ? "implemented" : "UNIMPLEMENTED";
  return `| ${method.name} | ${routes} | ${caller} | ${level} | ${state} |`;
}

/** The anchor that Markdown readers give a heading: lower case, without dots. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(".", "");
}
