import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";
import type { QuotaEvent, QuotaTerms, QuotaUnit } from "./events.ts";

export interface QuotaState extends QuotaTerms {
  /** What was announced last, by the id of the notification. */
  readonly announced: Readonly<Record<string, { readonly periodStart: string; readonly threshold: number }>>;
}

/** One row per instance and unit. The aggregate goes by the unit, so that there can be no second one. */
export const Quota: Entity<QuotaState, QuotaEvent> = {
  table: "quotas",
  aggregate: "quota",
  types: ["quota.added", "quota.set", "quota.removed", "quota.notificationdue", "quota.notified"],
  version: 2,
  owner: "instance",
  config: true,
  evolve(quota, event) {
    switch (event.type) {
      case "quota.added":
      case "quota.set":
        return { ...event.payload, announced: announcedOf(event.payload, quota?.announced ?? {}) };
      case "quota.removed":
        return undefined;
      case "quota.notified":
        return quota;
      case "quota.notificationdue": {
        const { id, periodStart, threshold } = event.payload;
        return quota && { ...quota, announced: { ...quota.announced, [id]: { periodStart, threshold } } };
      }
    }
  },
};

/** Of notifications that are gone nothing is kept: each change of the terms would leave some more. */
function announcedOf(
  { notifications }: QuotaTerms,
  before: QuotaState["announced"],
): QuotaState["announced"] {
  const ids = new Set(notifications.map(({ id }) => id));
  return Object.fromEntries(Object.entries(before).filter(([id]) => ids.has(id)));
}

const aggregates: Readonly<Record<QuotaUnit, string>> = {
  1: "requests.all.authenticated",
  2: "actions.all.runs.seconds",
};

export const quotaId = (unit: QuotaUnit): string => aggregates[unit];

export const quotaRef = (unit: QuotaUnit): Ref<QuotaState, QuotaEvent> => ref(Quota, quotaId(unit));
