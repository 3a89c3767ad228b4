import pg from "pg";
import { Failure, unavailable } from "#src/platform/failure/index.ts";

/** A refusal by PostgreSQL itself: `code` is the SQLSTATE, `detail` and `constraint` as the server sent them. */
export type DatabaseError = pg.DatabaseError;

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof pg.DatabaseError;
}

/** The SQLSTATE of a database error, undefined for everything else. */
export function sqlState(error: unknown): string | undefined {
  return isDatabaseError(error) ? error.code : undefined;
}

/** Shutdown, crash, start-up, too many clients, and a server that has become a standby. */
const gone = new Set(["57P01", "57P02", "57P03", "57P05", "53300", "25006"]);

/** True when the session behind the error is of no use any more, or never came to be. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof Failure) return error.kind === "unavailable";
  if (!isDatabaseError(error)) return true;
  return error.code === undefined || error.code.startsWith("08") || gone.has(error.code);
}

/** The named statement no longer fits its table or is unknown to this session: it did not run. */
export function isStaleStatement(error: unknown): boolean {
  if (!isDatabaseError(error)) return false;
  return error.code === "26000" || (error.code === "0A000" && error.routine === "RevalidateCachedQuery");
}

export const connectionLost = (cause: unknown): Failure =>
  cause instanceof Failure
    ? cause
    : new Failure("unavailable", "DB-c0nL5", "Errors.Database.Unavailable", {}, cause);

/** Errors of the server stay as they are; everything that means "no session" becomes `unavailable`. */
export function toFailure(error: unknown): unknown {
  return isConnectionLoss(error) ? connectionLost(error) : error;
}

/** Disk full, out of memory, a configured limit reached. */
const exhausted = new Set(["53100", "53200", "53400"]);

/**
 * What callers are told when the server has no room for a statement: nothing of it is stored, the session lives on, and
 * reading may well work. Undefined for every other error.
 */
export function outOfRoom(error: unknown): Failure | undefined {
  if (!isDatabaseError(error) || !exhausted.has(error.code ?? "")) return undefined;
  return new Failure("unavailable", "DB-Fu11d", "Errors.Database.Full", {}, error);
}

/** What callers are told of a statement that the server gave up for its length; undefined for every other error. */
export function tooLong(error: unknown): Failure | undefined {
  if (!isDatabaseError(error) || error.code !== "57014") return undefined;
  return new Failure("deadline_exceeded", "DB-T1m3d", "Errors.Database.TooLong", {}, error);
}

export const closed = (): Failure => unavailable("DB-cL05d", "Errors.Database.Unavailable");
