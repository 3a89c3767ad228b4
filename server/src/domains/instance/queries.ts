import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { Instance, type InstanceState } from "./state.ts";

/** The instance of the request; cached, exact. @throws not_found when it was removed a moment ago */
export async function instanceOf(ctx: Pick<Ctx, "config" | "instanceId">): Promise<InstanceState> {
  const row = await ctx.config.row(Instance, ctx.instanceId);
  if (row === undefined) throw notFound("INST-Nf0nd", "Errors.Instance.NotFound");
  return row.state;
}
