import { exhaustedId, type Meter, quotaUnits } from "#src/domains/quota/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Exchange } from "#src/platform/http/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

type Place = Pick<Ctx, "config" | "instanceId" | "now" | "origin">;

/**
 * Holds requests against the instance's quota of authenticated ones. A refusal leaves a cookie for some minutes, by
 * which a console in the same browser knows why nothing is answered any more.
 */
export interface QuotaGate {
  /** Counts a request whose caller has been proven. @throws resource_exhausted QUOTA-vjAy8 when none is left */
  use(exchange: Pick<Exchange, "addHeader">, place: Place): Promise<void>;
  /** Counts nothing. @throws resource_exhausted QUOTA-vjAy8 when none is left */
  check(exchange: Pick<Exchange, "addHeader">, place: Place): Promise<void>;
}

export function createQuotaGate(meter: Pick<Meter, "use" | "check">): QuotaGate {
  const unit = quotaUnits.authenticatedRequests;
  return {
    use: (exchange, place) => meter.use(place, unit, 1).catch(tellBrowser(exchange, place)),
    check: (exchange, place) => meter.check(place, unit).catch(tellBrowser(exchange, place)),
  };
}

const tellBrowser =
  ({ addHeader }: Pick<Exchange, "addHeader">, { origin }: Place) =>
  (error: unknown): never => {
    if (error instanceof Failure && error.id === exhaustedId)
      addHeader("set-cookie", exhaustedCookie(origin));
    throw error;
  };

/** Scripts of the console read it; nothing on the server does. */
const exhaustedCookie = (origin: string): string =>
  `zitadel.quota.exhausted=true; Path=/; Max-Age=300; SameSite=Lax${origin.startsWith("https:") ? "; Secure" : ""}`;
