import type { DescField } from "@bufbuild/protobuf";
import { type Reason, reason } from "./reason.ts";
import type { Check } from "./value-rules.ts";

/** Midnight at the beginning of the year 1, and the last second of 9999. */
const firstSecond = -62_135_596_800n;
const lastSecond = 253_402_300_799n;
/** About 10,000 years. */
const longest = 315_576_000_000n;
const nanosPerSecond = 1_000_000_000;

interface Time {
  readonly seconds: bigint;
  readonly nanos: number;
}

const ranges: Readonly<
  Record<string, { readonly holds: (time: Time) => boolean; readonly refused: Reason }>
> = {
  "google.protobuf.Timestamp": {
    holds: ({ seconds, nanos }) =>
      seconds >= firstSecond && seconds <= lastSecond && nanos >= 0 && nanos < nanosPerSecond,
    refused: reason("Time", "value must be a time from the year 1 to 9999"),
  },
  "google.protobuf.Duration": {
    holds: ({ seconds, nanos }) =>
      seconds >= -longest &&
      seconds <= longest &&
      Math.abs(nanos) < nanosPerSecond &&
      (seconds <= 0n || nanos >= 0) &&
      (seconds >= 0n || nanos <= 0),
    refused: reason("Time", "value must be a duration of at most 10000 years, with nanos of the same sign"),
  },
};

/**
 * The limits that protobuf sets for its times. JSON is read within them; the binary form holds any number, which would
 * make dates that are none.
 */
export function timeRange({ fieldKind, message }: DescField): readonly Check[] {
  const range = message === undefined ? undefined : ranges[message.typeName];
  if (range === undefined || fieldKind !== "message") return [];
  return [(value) => (isTime(value) && range.holds(value) ? undefined : range.refused)];
}

const isTime = (value: unknown): value is Time =>
  typeof value === "object" && value !== null && "seconds" in value && "nanos" in value;
