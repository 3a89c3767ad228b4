import { createHmac } from "node:crypto";
import type { Database } from "#src/platform/db/index.ts";
import { takeUse } from "./queries.ts";

/** The use of something that is good for one. */
export interface Use {
  readonly instanceId: string;
  /** What it is, such as `assertion`; names of different kinds never meet. */
  readonly kind: string;
  readonly subject: string;
  /** When it is refused for its age anyway, and need not be known any longer. */
  readonly until: Date;
}

/** What may be used one single time: exact over all processes, whether rate limits are on or not. */
export interface Once {
  /** Whether this use is the first. Of several at the same moment one alone is. */
  first(use: Use): Promise<boolean>;
}

export interface OnceOptions {
  readonly db: Database;
  /** Keys the hash of subjects; the same in every process: `deriveKey(keys, "once")` of platform/crypto. */
  readonly pepper: Uint8Array;
}

/** Uses are kept a little longer than they have to be: nodes and database may differ by a moment. */
const marginMs = 60_000;

export function createOnce({ db, pepper }: OnceOptions): Once {
  const keyOf = ({ instanceId, kind, subject }: Use): string =>
    createHmac("sha256", pepper).update(`${instanceId}\n${kind}\n${subject}`).digest("base64url");
  return {
    first: (use) =>
      takeUse(db, use.instanceId, {
        key: keyOf(use),
        expiresAt: new Date(use.until.getTime() + marginMs),
      }),
  };
}
