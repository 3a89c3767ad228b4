import { Instance, instanceOf } from "#src/domains/instance/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { Milestones, milestones } from "./state.ts";

export interface Milestone {
  readonly type: (typeof milestones)[keyof typeof milestones];
  /** Undefined: not yet. */
  readonly reachedAt: Date | undefined;
}

/** More than the product has of its own, so that the first one of somebody else is among them. */
const firstOnes = 100;

/** How far the instance has come, in the order of the contract. */
export async function milestonesOf(ctx: Ctx): Promise<readonly Milestone[]> {
  const [instance, written, project, application] = await Promise.all([
    ctx.config.row(Instance, ctx.instanceId),
    ctx.config.row(Milestones, ctx.instanceId),
    firstOf(ctx, "project.added"),
    firstOf(ctx, "project.application.added"),
  ]);
  const reachedAt: Readonly<Record<Milestone["type"], string | Date | undefined>> = {
    1: instance?.createdAt,
    2: written?.state[milestones.authenticatedOnInstance],
    3: project,
    4: application,
    5: written?.state[milestones.authenticatedOnApplication],
  };
  return Object.values(milestones).map((type) => {
    const at = reachedAt[type];
    return { type, reachedAt: at === undefined ? undefined : new Date(at) };
  });
}

/** When the first one was made outside the project that stands for the product, whatever became of it. */
async function firstOf(
  ctx: Ctx,
  type: "project.added" | "project.application.added",
): Promise<string | undefined> {
  const { projectId } = await instanceOf(ctx);
  const first = await ctx.store.events(ctx.instanceId, { types: [type], asc: true, limit: firstOnes });
  return first.find(({ aggregateId }) => aggregateId !== projectId)?.createdAt;
}
