import type { DescMethodUnary, DescService } from "@bufbuild/protobuf";
import { services } from "#contract/services.ts";
import { methodsSince } from "#contract/since.ts";
import {
  type AuthRule,
  authOf,
  bindingsOf,
  type HttpBinding,
  isUnary,
  successCodeOf,
} from "./annotations.ts";

/** One RPC of the contract, with everything its annotations say. */
export interface RpcMethod {
  /** `zitadel.org.v2.OrganizationService/AddOrganization`; with a slash before it, its Connect and gRPC path. */
  readonly name: string;
  readonly service: DescService;
  readonly method: DescMethodUnary;
  /** REST routes, empty for methods that only Connect, gRPC and gRPC-web reach. */
  readonly http: readonly HttpBinding[];
  /** Status of a successful answer over REST. */
  readonly successCode: number;
  readonly auth: AuthRule;
  /** The level of the contract that brought the method. */
  readonly since: string;
}

/** The level of every method that no addition brought: the contract package itself. */
export const baseLevel = "1.3.1";

/** Reads the annotations of all methods. Throws where they contradict each other or the messages. */
export function readContract(
  from: readonly DescService[],
  since: Readonly<Record<string, string>>,
): readonly RpcMethod[] {
  const methods = from.flatMap((service) =>
    service.methods.map((method): RpcMethod => {
      const name = `${service.typeName}/${method.name}`;
      if (!isUnary(method)) throw new Error(`${name} streams; the contract has no streams`);
      return {
        name,
        service,
        method,
        http: bindingsOf(method),
        successCode: successCodeOf(method),
        auth: authOf(method),
        since: since[name] ?? baseLevel,
      };
    }),
  );
  return withoutSharedRoutes(methods);
}

/**
 * A route belongs to one method. Where a v2beta service binds the route of its v2 twin, v2 has it and the beta
 * method stays reachable by Connect, gRPC and gRPC-web; any other clash is a mistake.
 */
function withoutSharedRoutes(methods: readonly RpcMethod[]): readonly RpcMethod[] {
  const owners = new Map<string, RpcMethod>();
  for (const method of methods) {
    for (const binding of method.http) {
      const route = routeOf(binding);
      const owner = owners.get(route);
      if (owner !== undefined && !isBetaOf(method, owner) && !isBetaOf(owner, method)) {
        throw new Error(`${route} is bound by ${owner.name} and ${method.name}`);
      }
      if (owner === undefined || isBetaOf(owner, method)) owners.set(route, method);
    }
  }
  return methods.map((method) => ({
    ...method,
    http: method.http.filter((binding) => owners.get(routeOf(binding)) === method),
  }));
}

/** What a router sees: names of variables make no difference. */
function routeOf({ verb, path }: HttpBinding): string {
  return `${verb} ${path.replace(/\{[^}=]+/g, "{")}`;
}

function isBetaOf(beta: RpcMethod, stable: RpcMethod): boolean {
  return beta.name !== stable.name && beta.name.replace(".v2beta.", ".v2.") === stable.name;
}

/** Every RPC of the contract, by service and in declared order. */
export const contractMethods: readonly RpcMethod[] = readContract(services, methodsSince);
