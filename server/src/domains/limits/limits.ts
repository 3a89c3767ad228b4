import { type Entity, ref } from "#src/platform/eventstore/index.ts";
import { invalid, notFound } from "#src/platform/failure/index.ts";

/** What the operator holds an instance to; what is left out is not limited. */
export interface LimitsState {
  /** How far back the history is shown, in nanoseconds as in the events. */
  readonly auditLogRetention?: number;
  /** Every request of the instance is refused. */
  readonly block?: boolean;
}

export type LimitsEvent =
  | { readonly type: "limits.set"; readonly payload: LimitsState }
  | { readonly type: "limits.reset"; readonly payload: null };

/** One row per instance. The aggregate goes by the instance's id, so that there can be no second one. */
export const Limits: Entity<LimitsState, LimitsEvent> = {
  table: "limits",
  aggregate: "limits",
  types: ["limits.set", "limits.reset"],
  version: 1,
  owner: "instance",
  config: true,
  evolve: (limits, event) => (event.type === "limits.set" ? { ...limits, ...event.payload } : undefined),
};

export const limitsRef = (instanceId: string) => ref(Limits, instanceId);

/** What is given replaces what was; the rest stays. @throws invalid_argument when nothing is given */
export const setLimits =
  (given: LimitsState) =>
  (before: LimitsState | undefined): readonly LimitsEvent[] => {
    if (given.auditLogRetention === undefined && given.block === undefined)
      throw invalid("LIMITS-4M9vs", "Errors.Limits.NoneSpecified");
    if ((given.auditLogRetention ?? 0) < 0)
      throw invalid("LIMITS-Ar1ng", "Errors.Limits.AuditLogRetentionInvalid", {
        field: "audit_log_retention",
      });
    const same =
      before !== undefined &&
      (given.auditLogRetention ?? before.auditLogRetention) === before.auditLogRetention &&
      (given.block ?? before.block) === before.block;
    return same ? [] : [{ type: "limits.set", payload: given }];
  };

/** @throws not_found when there are none */
export const resetLimits = (before: LimitsState | undefined): readonly LimitsEvent[] => {
  if (!before) throw notFound("LIMITS-9JToT", "Errors.Limits.NotFound");
  return [{ type: "limits.reset", payload: null }];
};
