import { type Duration, durationFromMs } from "@bufbuild/protobuf/wkt";

/** Milliseconds are kept. */
export const duration = (seconds: number): Duration => durationFromMs(Math.round(seconds * 1000));

/** Nothing said is 0. */
export const secondsOf = (given: Duration | undefined): number =>
  given === undefined ? 0 : Number(given.seconds) + given.nanos / 1_000_000_000;
