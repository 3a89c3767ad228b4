import { createHmac } from "node:crypto";
import type { Database } from "#src/platform/db/index.ts";
import { exhausted, type Failure } from "#src/platform/failure/index.ts";
import { purgeBudgets } from "./purge.ts";
import { addCounts, type Count, keepPace, readAhead, returnCount, takeCount } from "./queries.ts";
import { type Budget, countedSubject, type Poll, slackSeconds, spacingSeconds, waitSeconds } from "./rule.ts";

/**
 * Limits that count failures, sent messages and what was begun and not finished, never successes, exactly over all
 * processes. Each call is one statement. All budgets of one call are of one instance.
 */
export interface Limits {
  /** @throws resource_exhausted (LIMIT-f4Sl7) while any of the budgets is used up; counts nothing */
  check(...budgets: readonly Budget[]): Promise<void>;
  /** Counts one failure against each. */
  fail(...budgets: readonly Budget[]): Promise<void>;
  /**
   * Guards a guess: refuses while the budgets are used up, counts when `work` answers not ok (not when it throws),
   * and looks again before a success is let through. So whoever guesses in parallel gains no more guesses than are
   * being checked at one moment.
   */
  guard<T extends { readonly ok: boolean }>(budgets: readonly Budget[], work: () => Promise<T>): Promise<T>;
  /** Counts one, if it fits: for messages, and for what is only begun. @throws resource_exhausted (LIMIT-m2Sg9) when it does not */
  take(budget: Budget): Promise<void>;
  /** Undoes one `take`, for what turned out well. */
  giveBack(budget: Budget): Promise<void>;
  /**
   * Keeps whoever polls to an interval: false for a poll that came too early, from which on the interval is five
   * seconds longer (RFC 8628 section 3.5). One small write, and nothing in any history.
   */
  pace(poll: Poll): Promise<boolean>;
  /** Forgets budgets that are whole again; how many. */
  purge(): Promise<number>;
}

export interface LimitsOptions {
  readonly db: Database;
  /** Keys the hash of subjects; the same in every process: `deriveKey(keys, "limits")` of platform/crypto. */
  readonly pepper: Uint8Array;
  /** A refusal, for metrics. */
  readonly onLimited?: (rule: string) => void;
  /** False lets everything through. */
  readonly enabled?: boolean;
}

function refusal(id: string, budget: Budget, seconds: number): Failure {
  const { name, limit, windowSeconds } = budget.rule;
  return exhausted(id, "Errors.TooManyRequests", {
    values: { retryAfterSeconds: Math.max(1, Math.ceil(seconds)), rule: name, limit, windowSeconds },
  });
}

/** Budgets as the table knows them. */
function createKeys(pepper: Uint8Array) {
  const keyOf = (budget: Budget): string =>
    createHmac("sha256", pepper)
      .update(`${budget.instanceId}\n${budget.rule.name}\n${countedSubject(budget)}`)
      .digest("base64url")
      .slice(0, 24);
  const countOf = (budget: Budget): Count => ({
    key: keyOf(budget),
    spacingSeconds: spacingSeconds(budget.rule),
    windowSeconds: budget.rule.windowSeconds,
  });
  return { keyOf, countOf };
}

function createOpenLimits(db: Database): Limits {
  const nothing = () => Promise.resolve();
  return {
    check: nothing,
    fail: nothing,
    guard: (_budgets, work) => work(),
    take: nothing,
    giveBack: nothing,
    pace: () => Promise.resolve(true),
    purge: () => purgeBudgets(db),
  };
}

export function createLimits(options: LimitsOptions): Limits {
  const { db } = options;
  if (options.enabled === false) return createOpenLimits(db);
  const { keyOf, countOf } = createKeys(options.pepper);

  function refuse(id: string, budget: Budget, seconds: number): never {
    options.onLimited?.(budget.rule.name);
    throw refusal(id, budget, seconds);
  }

  const check: Limits["check"] = async (...budgets) => {
    const [first] = budgets;
    if (!first) return;
    const ahead = await readAhead(db, first.instanceId, budgets.map(keyOf));
    for (const budget of budgets) {
      const wait = waitSeconds(budget.rule, ahead.get(keyOf(budget)) ?? 0);
      if (wait > 0) refuse("LIMIT-f4Sl7", budget, wait);
    }
  };

  const fail: Limits["fail"] = async (...budgets) => {
    const [first] = budgets;
    if (first) await addCounts(db, first.instanceId, budgets.map(countOf));
  };

  return {
    check,
    fail,
    async guard(budgets, work) {
      await check(...budgets);
      const result = await work();
      await (result.ok ? check(...budgets) : fail(...budgets));
      return result;
    },
    async take(budget) {
      const fits = await takeCount(db, budget.instanceId, countOf(budget), slackSeconds(budget.rule));
      if (!fits) refuse("LIMIT-m2Sg9", budget, spacingSeconds(budget.rule));
    },
    giveBack: (budget) => returnCount(db, budget.instanceId, countOf(budget)),
    pace: ({ instanceId, subject, intervalSeconds }) =>
      keepPace(db, instanceId, {
        key: keyOf({ instanceId, rule: { name: "poll", limit: 1, windowSeconds: intervalSeconds }, subject }),
        intervalSeconds,
      }),
    purge: () => purgeBudgets(db),
  };
}
