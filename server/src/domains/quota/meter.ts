import { exhausted } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { announceUsage } from "./commands.ts";
import { noticesDue, periodStart, secondsLeft } from "./decisions.ts";
import type { QuotaUnit } from "./events.ts";
import { addUsage, quotaOf, type Usage } from "./queries.ts";

export interface MeterOptions {
  readonly store: Ctx["store"];
  /** A context in which thresholds of an instance are announced. */
  readonly contextFor: (instanceId: string) => Ctx;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Counts what instances use, exactly over all processes and without a write per request: a process gathers for a
 * second and adds it up in one statement for all its instances. So a limit takes hold within a second; near it the
 * process asks before each request. What a process that is killed had gathered in its last second is lost.
 */
export interface Meter {
  /**
   * Counts, when the instance has a quota of that unit.
   * @throws resource_exhausted when the amount of the period is used up and the quota is a limit
   */
  use(ctx: Pick<Ctx, "config" | "instanceId" | "now">, unit: QuotaUnit, amount: number): Promise<void>;
  /** @throws like `use`, and counts nothing */
  check(ctx: Pick<Ctx, "config" | "instanceId" | "now">, unit: QuotaUnit): Promise<void>;
  /** Adds up what was gathered; the last time when the process ends. */
  flush(): Promise<void>;
}

const gatherMs = 1_000;
/** What a request is refused by that an instance has none left for. */
export const exhaustedId = "QUOTA-vjAy8";

/** So close to the limit, other processes' last second may matter. */
const nearShare = 0.01;
const nearLeast = 100;

type Place = Pick<Ctx, "config" | "instanceId" | "now">;

/** One unit of one instance in its running period. */
interface Counter extends Omit<Usage, "amount"> {
  /** What the database said last; undefined when it was never asked. */
  stored: number | undefined;
  /** On its way to the database. */
  moving: number;
  gathered: number;
}

export function createMeter(options: MeterOptions): Meter {
  return new GatheringMeter(options);
}

class GatheringMeter implements Meter {
  readonly #options: MeterOptions;
  readonly #counters = new Map<string, Counter>();
  /** Of periods that ended since the last flush. */
  #ended: Counter[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  async use(place: Place, unit: QuotaUnit, amount: number): Promise<void> {
    const counted = await this.#admit(place, unit, amount);
    if (counted) this.#timer ??= setTimeout(() => void this.flush(), gatherMs).unref();
  }

  async check(place: Place, unit: QuotaUnit): Promise<void> {
    await this.#admit(place, unit, 0);
  }

  /** Whoever comes while one waits for its turn goes along with it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting ??= this.#flushing = this.#flushing
      .then(() => {
        this.#waiting = undefined;
        return this.#addUp();
      })
      .catch(this.#options.onTrouble);
    return this.#waiting;
  }

  /** @returns whether there is a quota, and it was not used up */
  async #admit(place: Place, unit: QuotaUnit, amount: number): Promise<boolean> {
    const quota = (await quotaOf(place, unit))?.state;
    const period = quota && periodStart(quota, place.now);
    if (quota === undefined || period === undefined) return false;
    const counter = this.#counterOf(place.instanceId, unit, period);
    if (quota.limit) {
      const near = quota.amount - Math.max(nearLeast, quota.amount * nearShare);
      if (counter.stored === undefined || usedOf(counter) >= near) await this.flush();
      if (usedOf(counter) >= quota.amount)
        throw exhausted(exhaustedId, "Errors.Quota.Access.Exhausted", {
          values: { retryAfterSeconds: secondsLeft(quota, period, place.now) },
        });
    }
    // Nothing waits between the question and the count: others ask in the next moment.
    counter.gathered += amount;
    return true;
  }

  #counterOf(instanceId: string, unit: QuotaUnit, period: Date): Counter {
    const key = keyOf(instanceId, unit);
    const known = this.#counters.get(key);
    if (known?.periodStart.getTime() === period.getTime()) return known;
    if (known !== undefined && known.gathered > 0) this.#ended.push(known);
    const made: Counter = {
      instanceId,
      unit,
      periodStart: period,
      stored: undefined,
      moving: 0,
      gathered: 0,
    };
    this.#counters.set(key, made);
    return made;
  }

  async #addUp(): Promise<void> {
    const counters = [...this.#ended, ...this.#counters.values()].filter(
      ({ gathered, stored }) => gathered > 0 || stored === undefined,
    );
    this.#ended = [];
    if (counters.length === 0) return;
    for (const counter of counters) {
      counter.moving = counter.gathered;
      counter.gathered = 0;
    }
    const totals = await this.#store(counters);
    await Promise.all(totals.map((total) => this.#announce(total)));
  }

  async #store(counters: readonly Counter[]): Promise<readonly Usage[]> {
    try {
      const used = counters.map((counter) => ({ ...counter, amount: counter.moving }));
      const totals = await addUsage(this.#options.store, used);
      const byKey = new Map(
        totals.map((total) => [keyOf(total.instanceId, total.unit, total), total.amount]),
      );
      for (const counter of counters) {
        counter.stored = byKey.get(keyOf(counter.instanceId, counter.unit, counter)) ?? 0;
        counter.moving = 0;
      }
      return totals;
    } catch (error) {
      for (const counter of counters) {
        counter.gathered += counter.moving;
        counter.moving = 0;
        if (this.#counters.get(keyOf(counter.instanceId, counter.unit)) !== counter)
          this.#ended.push(counter);
      }
      throw error;
    }
  }

  async #announce({ instanceId, unit, periodStart: period, amount }: Usage): Promise<void> {
    const ctx = this.#options.contextFor(instanceId);
    const quota = (await quotaOf(ctx, unit))?.state;
    const start = period.toISOString();
    if (quota && noticesDue(quota, start, amount).length > 0) await announceUsage(ctx, unit, start, amount);
  }
}

const usedOf = ({ stored = 0, moving, gathered }: Counter): number => stored + moving + gathered;

const keyOf = (instanceId: string, unit: QuotaUnit, of?: Pick<Usage, "periodStart">): string =>
  `${instanceId} ${unit} ${of?.periodStart.getTime() ?? ""}`;
