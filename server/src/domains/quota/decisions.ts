import { alreadyExists, invalid, notFound } from "#src/platform/failure/index.ts";
import type { QuotaEvent, QuotaNotice, QuotaNotification, QuotaTerms, QuotaUnit } from "./events.ts";
import type { QuotaState } from "./state.ts";

type Before = QuotaState | undefined;

const nanosecondsPerMs = 1_000_000;
const minIntervalNs = 60_000 * nanosecondsPerMs;

/** So many are looked at with every count. */
const maxNotifications = 20;
/** All of them are in one row, as JSON, with what was announced of each. */
const maxNotificationBytes = 5_000;

function requireCallable({ percent, callURL }: QuotaNotification): void {
  if (percent < 1)
    throw invalid("QUOTA-Nt1pc", "Errors.Quota.Invalid.Percent", { field: "notifications.percent" });
  if (!URL.canParse(callURL) || !/^https?:$/.test(new URL(callURL).protocol))
    throw invalid("QUOTA-Nt2ur", "Errors.Quota.Invalid.CallURL", { field: "notifications.call_url" });
}

function checked(terms: QuotaTerms): QuotaTerms {
  if (terms.amount < 1) throw invalid("QUOTA-Am1nt", "Errors.Quota.Invalid.Amount", { field: "amount" });
  if (terms.interval < minIntervalNs)
    throw invalid("QUOTA-R5otd", "Errors.Quota.Invalid.ResetInterval", { field: "reset_interval" });
  if (terms.notifications.length > maxNotifications)
    throw invalid("QUOTA-Nt3mx", "Errors.Quota.Invalid.TooManyNotifications", {
      field: "notifications",
      values: { max: maxNotifications },
    });
  if (Buffer.byteLength(JSON.stringify(terms.notifications)) > maxNotificationBytes)
    throw invalid("QUOTA-Nt4bg", "Errors.Quota.Invalid.CallURL", { field: "notifications.call_url" });
  terms.notifications.forEach(requireCallable);
  return terms;
}

export const addQuota =
  (terms: QuotaTerms) =>
  (quota: Before): readonly QuotaEvent[] => {
    if (quota) throw alreadyExists("QUOTA-Ad1ex", "Errors.Quota.AlreadyExists");
    return [{ type: "quota.added", payload: checked(terms) }];
  };

/** Replaces what was set before. */
export const setQuota = (terms: QuotaTerms) => (): readonly QuotaEvent[] => [
  { type: "quota.set", payload: checked(terms) },
];

export const removeQuota =
  (unit: QuotaUnit) =>
  (quota: Before): readonly QuotaEvent[] => {
    if (!quota) throw notFound("QUOTA-WDfFf", "Errors.Quota.NotFound");
    return [{ type: "quota.removed", payload: { unit } }];
  };

/** The beginning of the period that a moment falls in; undefined before the first. */
export function periodStart(
  { from, interval }: Pick<QuotaTerms, "from" | "interval">,
  now: Date,
): Date | undefined {
  const first = Date.parse(from);
  const ms = interval / nanosecondsPerMs;
  const passed = Math.floor((now.getTime() - first) / ms);
  return passed < 0 ? undefined : new Date(first + passed * ms);
}

/** Until the next period begins, at least one. */
export const secondsLeft = ({ interval }: Pick<QuotaTerms, "interval">, period: Date, now: Date): number =>
  Math.max(1, Math.ceil((period.getTime() + interval / nanosecondsPerMs - now.getTime()) / 1000));

/** What is to be announced at so much use and was not yet in this period. */
export function noticesDue(
  { unit, amount, notifications, announced }: QuotaState,
  period: string,
  usage: number,
): readonly QuotaNotice[] {
  const reached = Math.floor((usage * 100) / amount);
  return notifications.flatMap(({ id, percent, repeat, callURL }) => {
    if (reached < percent) return [];
    const threshold = repeat ? reached - (reached % percent) : percent;
    const last = announced[id];
    if (last?.periodStart === period && last.threshold >= threshold) return [];
    return [{ unit, id, callURL, periodStart: period, threshold, usage }];
  });
}

/** Once per period and threshold, whichever process finds out. */
export const announce =
  (period: string, usage: number) =>
  (quota: Before): readonly QuotaEvent[] =>
    quota === undefined
      ? []
      : noticesDue(quota, period, usage).map((payload) => ({ type: "quota.notificationdue", payload }));

/** A call was answered; a quota that is gone has nothing to remember. */
export const recordNotified =
  (notice: QuotaNotice, dueEventID: string) =>
  (quota: Before): readonly QuotaEvent[] =>
    quota ? [{ type: "quota.notified", payload: { ...notice, dueEventID } }] : [];
