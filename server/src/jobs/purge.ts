import { AuthRequest, isPastAuthRequest } from "#src/domains/authrequest/index.ts";
import { isPastSession, Session } from "#src/domains/session/index.ts";
import { isPastOidcSession, OidcSession } from "#src/domains/token/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "#src/platform/eventstore/index.ts";
import type { Task } from "#src/platform/queue/index.ts";

interface Forgetting {
  /** Forgets whole aggregates of a root's kind that fit, of all instances, so many at most. */
  readonly forget: (root: AnyEntity, where: Sql, limit: number) => Promise<unknown>;
  readonly forgetDeliveries: (before: Date) => Promise<unknown>;
  /** Forgets limits that are whole again, and uses of what has expired. */
  readonly forgetLimits: () => Promise<unknown>;
}

/** How often: what has had its time is gone within a day even when one round fails. */
const purgeEveryMs = 3_600_000;
const keptMs = 22 * 3_600_000;
const deliveriesKeptMs = 30 * 24 * 3_600_000;

/** Of each kind in one round. */
const limit = 100_000;

/** Forgets requests, sessions and tokens that ended about a day ago, and delivery records after 30 days. */
async function purgePast({ forget, forgetDeliveries, forgetLimits }: Forgetting, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMs);
  await forget(AuthRequest, isPastAuthRequest(before), limit);
  await forget(OidcSession, isPastOidcSession(before), limit);
  await forget(Session, isPastSession(before), limit);
  await forgetDeliveries(new Date(now.getTime() - deliveriesKeptMs));
  await forgetLimits();
}

export const purging = (forgetting: Forgetting, now: () => Date): Task => ({
  everyMs: purgeEveryMs,
  async run() {
    await purgePast(forgetting, now());
    return "done";
  },
});
