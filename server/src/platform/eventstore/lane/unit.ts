import type { Draft, Job, Refs, Writer } from "../model.ts";

export type AnyStates = readonly (object | undefined)[];

/** One atomic piece of work on its way through a lane; its types are gone, they hold where `execute` is called. */
export interface Unit {
  /** A UUID, stored with every event: after a lost reply it tells whether the unit was committed. */
  readonly id: string;
  readonly writer: Writer;
  readonly refs: Refs;
  decide(states: AnyStates): readonly (readonly Draft[])[];
  jobs?(before: AnyStates, after: AnyStates): readonly Job[];
}
