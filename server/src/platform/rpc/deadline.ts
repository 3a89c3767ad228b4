import { Code } from "@connectrpc/connect";
import { Refused } from "./refused.ts";

/** Nobody is waited for longer, whatever the client asks. */
const longestMs = 300_000;

const units: Readonly<Record<string, number>> = { n: 1e-6, u: 1e-3, m: 1, S: 1e3, M: 6e4, H: 3.6e6 };

/**
 * Milliseconds out of `connect-timeout-ms` (up to ten digits) or `grpc-timeout` (up to eight digits and a
 * unit); undefined when neither is given.
 * @throws Refused for a value in neither form
 */
export function readTimeoutMs(header: (name: string) => string | undefined): number | undefined {
  const connect = header("connect-timeout-ms");
  if (connect !== undefined) {
    if (!/^\d{1,10}$/.test(connect)) throw badTimeout("connect-timeout-ms");
    return Math.min(Number(connect), longestMs);
  }
  const grpc = header("grpc-timeout");
  if (grpc === undefined) return undefined;
  const [, digits, unit = ""] = /^(\d{1,8})([numSMH])$/.exec(grpc) ?? [];
  const factor = units[unit];
  if (digits === undefined || factor === undefined) throw badTimeout("grpc-timeout");
  return Math.min(Number(digits) * factor, longestMs);
}

function badTimeout(header: string): Refused {
  return new Refused(Code.InvalidArgument, `invalid ${header}`);
}

/**
 * The result of `work`, or a refusal once the deadline is past. The work itself goes on: what it commits stays
 * committed, as after any lost answer.
 */
export async function within<T>(
  work: () => Promise<T>,
  deadline: number | undefined,
  now: number,
): Promise<T> {
  if (deadline === undefined) return work();
  if (deadline <= now) throw tooLate();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), deadline - now);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(): Refused {
  return new Refused(Code.DeadlineExceeded, "the operation timed out");
}
