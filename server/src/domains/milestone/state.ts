import { type Entity, ref } from "#src/platform/eventstore/index.ts";

/** The contract's numbers. */
export const milestones = {
  instanceCreated: 1,
  authenticatedOnInstance: 2,
  projectCreated: 3,
  applicationCreated: 4,
  authenticatedOnApplication: 5,
} as const;

/** Those that are written down when they are reached: sessions and tokens, which tell of them, are forgotten again. */
export type WrittenMilestone =
  | typeof milestones.authenticatedOnInstance
  | typeof milestones.authenticatedOnApplication;

export type MilestonesState = Readonly<Partial<Record<WrittenMilestone, string>>>;

export interface MilestoneEvent {
  readonly type: "milestone.v2.reached";
  readonly payload: { readonly type: WrittenMilestone };
}

/** One row per instance: when it reached what, RFC 3339. Cached, so that a login knows what is reached already. */
export const Milestones: Entity<MilestonesState, MilestoneEvent> = {
  table: "milestones",
  aggregate: "milestone",
  types: ["milestone.v2.reached"],
  version: 1,
  owner: "instance",
  config: true,
  evolve: (reached = {}, event, meta) => ({ [event.payload.type]: meta.createdAt, ...reached }),
};

export const milestonesRef = (instanceId: string) => ref(Milestones, instanceId);
