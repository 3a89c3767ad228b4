/** Numbers as stored. */
export const quotaUnits = { authenticatedRequests: 1, actionSeconds: 2 } as const;
export type QuotaUnit = (typeof quotaUnits)[keyof typeof quotaUnits];

/** Calls a URL when so much of the amount is used; with `repeat` at every multiple of it. */
export interface QuotaNotification {
  readonly id: string;
  readonly percent: number;
  readonly repeat?: boolean;
  readonly callURL: string;
}

/** How much of a unit an instance may use in each interval. */
export interface QuotaTerms {
  readonly unit: QuotaUnit;
  /** RFC 3339; the first period begins here. */
  readonly from: string;
  /** Nanoseconds. */
  readonly interval: number;
  readonly amount: number;
  /** More than the amount is refused; else it is only counted. */
  readonly limit: boolean;
  readonly notifications: readonly QuotaNotification[];
}

/** That a share of the amount was reached. */
export interface QuotaNotice {
  readonly unit: QuotaUnit;
  /** The notification's. */
  readonly id: string;
  readonly callURL: string;
  /** RFC 3339 */
  readonly periodStart: string;
  /** Percent. */
  readonly threshold: number;
  readonly usage: number;
}

export type QuotaEvent =
  | { readonly type: "quota.added" | "quota.set"; readonly payload: QuotaTerms }
  | { readonly type: "quota.removed"; readonly payload: { readonly unit: QuotaUnit } }
  | { readonly type: "quota.notificationdue"; readonly payload: QuotaNotice }
  | {
      readonly type: "quota.notified";
      readonly payload: QuotaNotice & { readonly dueEventID: string };
    };
