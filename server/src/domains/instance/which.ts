import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { instanceOf } from "./queries.ts";

/** The same request about another instance. Permission to do so is the caller's concern. */
export const inInstance = (ctx: Ctx, instanceId: string): Ctx => ({
  ...ctx,
  instanceId,
  config: ctx.store.config(instanceId),
});

/** For system users: the instance that the request names. @throws not_found */
export async function namedInstance(ctx: Ctx, instanceId: string): Promise<Ctx> {
  const named = inInstance(ctx, instanceId);
  await instanceOf(named);
  return named;
}

/**
 * The instance that a request names, or its own when it names none. Managers know their own instance alone; users of
 * the system know all.
 * @param permission of managers of the instance
 * @param systemPermission of users of the system
 * @throws like `requirePermission`; not_found for an instance that is not there, or not the manager's
 */
export async function permittedInstance(
  ctx: Ctx,
  instanceId: string,
  permission: string,
  systemPermission: string,
): Promise<Ctx> {
  const wanted = instanceId === "" ? ctx.instanceId : instanceId;
  const ofSystem = await callerScope(ctx, systemPermission);
  if (ofSystem.all) return namedInstance(ctx, wanted);
  await requirePermission(ctx, permission, { orgId: ctx.instanceId });
  if (wanted !== ctx.instanceId) throw notFound("INST-Ot2nf", "Errors.Instance.NotFound");
  return ctx;
}
