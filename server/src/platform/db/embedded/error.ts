/**
 * Why there is no database of our own. The message is for the operator's terminal: what is wrong and what
 * to do about it.
 */
export class EmbeddedDatabaseError extends Error {
  override readonly name = "EmbeddedDatabaseError";
  readonly reason: "unsupported" | "unreachable" | "in_use" | "failed";

  constructor(reason: EmbeddedDatabaseError["reason"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

/** What every message about a missing database of our own ends with. */
export const orBringYourOwn = "or bring your own PostgreSQL (15 or newer): --database-url postgres://…";
