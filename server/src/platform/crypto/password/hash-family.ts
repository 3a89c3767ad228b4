/**
 * How one stored hash is checked. "pool" runs on the thread pool of Node; "sliced" is JavaScript of our own, a
 * generator that yields often, so that the event loop never waits longer than a slice.
 */
export type Check =
  | { readonly kind: "pool"; verify(plain: string): Promise<boolean> }
  | { readonly kind: "sliced"; steps(plain: string): Generator<undefined, boolean> };

/** A stored hash that was understood. `cost` holds what a policy compares: higher is stronger. */
export interface KnownHash {
  readonly algorithm: string;
  readonly cost: Readonly<Record<string, number>>;
  readonly check: Check;
}

/** Undefined when the text is of another family, malformed, or dearer than any honest hash (a denial of service). */
export type ParseHash = (encoded: string) => KnownHash | undefined;

/** Rounds between two yields of a sliced check: well below a millisecond. */
export const ROUNDS_PER_YIELD = 128;
