import { authenticate as authenticateToken } from "#src/domains/token/index.ts";
import { Failure, unauthenticated } from "#src/platform/failure/index.ts";
import type { Exchange, Tenant } from "#src/platform/http/index.ts";
import type { Caller, Ctx } from "#src/platform/request/index.ts";
import { type Call, type OrgReference, tenantless } from "#src/platform/rpc/index.ts";
import { type ContextParts, contextOf, withCaller } from "./context.ts";
import { createForesight } from "./foresight.ts";
import type { QuotaGate } from "./quota-gate.ts";
import type { SystemAuthentication } from "./system-users.ts";

export interface CallerOptions {
  readonly core: ContextParts;
  readonly systemUser: SystemAuthentication;
  /** The deployment's own, which the API of the system is under, whatever the host. */
  readonly origin: string;
  readonly gate: Pick<QuotaGate, "use">;
}

/** The context of whoever holds a token, for what the contract has no place for. @throws as `authenticate` below */
export async function tokenContext(
  { core, gate }: Pick<CallerOptions, "core" | "gate">,
  exchange: Exchange,
  token: string,
  org?: OrgReference,
): Promise<Ctx> {
  const ctx = contextOf(core, exchange, await exchange.tenant());
  const caller = await authenticateToken(ctx, token, exchange.header("origin"));
  await gate.use(exchange, ctx);
  return withCaller(ctx, caller, org);
}

/** Who calls the API, and in which context. */
export function callersOf({ core, systemUser, origin, gate }: CallerOptions) {
  const system: Tenant = { instanceId: "", origin };
  const foresight = createForesight();
  const isOfSystem = ({ method }: Call): boolean => method.service.typeName === tenantless;
  const tenantOf = (call: Call): Tenant | Promise<Tenant> =>
    isOfSystem(call) ? system : call.exchange.tenant();

  return {
    /** @throws unauthenticated AUTH-7fs1e; resource_exhausted when the instance has used up its requests */
    async authenticate(token: string, call: Call): Promise<Caller> {
      const ofSystem = await systemUser(token, core.now(), (await tenantOf(call)).instanceId);
      if (ofSystem !== undefined) return ofSystem;
      const tenant = await tenantOfHost(call);
      const ctx = contextOf(core, call.exchange, tenant, { config: tenant.config });
      const { method, exchange } = call;
      const ahead = foresight.expects(method);
      const caller = await authenticateToken(ctx, token, exchange.header("origin"), ahead, method.name);
      if (!isOfSystem(call)) await gate.use(exchange, ctx);
      return foresight.watch(method, caller);
    },
    async makeCtx(call: Call, caller: Caller, org: OrgReference | undefined): Promise<Ctx> {
      return withCaller(contextOf(core, call.exchange, await tenantOf(call)), caller, org);
    },
  };

  /** People's tokens are of the host's instance, also before the API of the system. Where none is served there are none. */
  async function tenantOfHost(call: Call): Promise<Tenant> {
    if (!isOfSystem(call)) return call.exchange.tenant();
    return call.exchange.tenant().catch((error: unknown) => {
      const isOfNobody =
        error instanceof Failure && (error.kind === "not_found" || error.kind === "resource_exhausted");
      throw isOfNobody ? unauthenticated("AUTH-7fs1e", "Errors.Token.Invalid") : error;
    });
  }
}
