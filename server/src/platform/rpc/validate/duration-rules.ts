import type { Duration } from "@bufbuild/protobuf/wkt";
import type { DurationRules } from "#contract/validate/validate_pb.ts";
import { reason } from "./reason.ts";
import type { Check } from "./value-rules.ts";

const comparisons = {
  const: [(a: bigint, b: bigint) => a === b, "equal"],
  gt: [(a: bigint, b: bigint) => a > b, "be greater than"],
  gte: [(a: bigint, b: bigint) => a >= b, "be greater than or equal to"],
  lt: [(a: bigint, b: bigint) => a < b, "be less than"],
  lte: [(a: bigint, b: bigint) => a <= b, "be less than or equal to"],
} as const;

export function durationChecks(rules: DurationRules): readonly Check[] {
  if (rules.in.length > 0 || rules.notIn.length > 0) {
    throw new Error("lists of durations are not interpreted");
  }
  const names = ["const", "gt", "gte", "lt", "lte"] as const;
  return names.flatMap((name): Check[] => {
    const limit = rules[name];
    if (limit === undefined) return [];
    const [holds, words] = comparisons[name];
    const wanted = nanoseconds(limit);
    const refused = reason("Range", `value must ${words} ${limit.seconds}s`);
    return [(value) => (isDuration(value) && holds(nanoseconds(value), wanted) ? undefined : refused)];
  });
}

function nanoseconds(duration: Duration): bigint {
  return duration.seconds * 1_000_000_000n + BigInt(duration.nanos);
}

function isDuration(value: unknown): value is Duration {
  return typeof value === "object" && value !== null && "seconds" in value && "nanos" in value;
}
