import { AuthRequest, isPastAuthRequest } from "#src/domains/authrequest/index.ts";
import { DeviceAuth, isPastDeviceAuth } from "#src/domains/deviceauth/index.ts";
import { isPastSession, Session } from "#src/domains/session/index.ts";
import { isPastSessionLogout, SessionLogout } from "#src/domains/sessionlogout/index.ts";
import { isPastOidcSession, OidcSession } from "#src/domains/token/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "#src/platform/eventstore/index.ts";
import type { Task } from "#src/platform/queue/index.ts";

/**
 * Forgets whole aggregates of a root's kind that fit, so many at most.
 * @param where over its table as `t`; what an index finds
 * @param instanceId of all instances without one
 * @returns how many there were
 */
export type Forget = (root: AnyEntity, where: Sql, limit: number, instanceId?: string) => Promise<number>;

interface Forgetting {
  readonly forget: Forget;
  /** So many at most; answers how many there were. */
  readonly forgetDeliveries: (before: Date, limit: number) => Promise<number>;
  readonly forgetMessages: (before: Date, limit: number) => Promise<number>;
  /** Files that were sent and that nothing came to name. */
  readonly forgetAssets: (before: Date, limit: number) => Promise<number>;
  /** Forgets limits that are whole again, and uses of what has expired. */
  readonly forgetLimits: () => Promise<unknown>;
}

/** How often: what has had its time is gone within a day even when one round fails. */
const purgeEveryMs = 3_600_000;
const keptMs = 22 * 3_600_000;
const deliveriesKeptMs = 30 * 24 * 3_600_000;

/** Of each kind in one run: the next one goes on behind other jobs. */
const limit = 10_000;

/**
 * Forgets requests, sessions and tokens that ended about a day ago, and records of deliveries and messages after 30 days.
 * @returns whether some are left
 */
async function purgePast(
  { forget, forgetDeliveries, forgetMessages, forgetAssets, forgetLimits }: Forgetting,
  now: Date,
): Promise<boolean> {
  const before = new Date(now.getTime() - keptMs);
  const gone = [
    await forget(AuthRequest, isPastAuthRequest(before), limit),
    await forget(DeviceAuth, isPastDeviceAuth(before), limit),
    await forget(OidcSession, isPastOidcSession(before), limit),
    await forget(Session, isPastSession(before), limit),
    await forget(SessionLogout, isPastSessionLogout(before), limit),
    await forgetDeliveries(new Date(now.getTime() - deliveriesKeptMs), limit),
    await forgetMessages(new Date(now.getTime() - deliveriesKeptMs), limit),
    await forgetAssets(before, limit),
  ];
  await forgetLimits();
  return gone.some((count) => count >= limit);
}

export const purging = (forgetting: Forgetting, now: () => Date): Task => ({
  everyMs: purgeEveryMs,
  async run() {
    return (await purgePast(forgetting, now())) ? "again" : "done";
  },
});
