/** What would be right, for the text of the refusal; `{field}` in it is the field's name. */
export interface Wanted {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** One field of a policy: its value in state, and how event payloads spell it. */
export interface Field<T> {
  readonly default: T;
  /** What a payload that leaves the field out means. */
  readonly zero: T;
  /** Its names in payloads, where they differ from the field's own; added and changed events may disagree. */
  readonly wire?: { readonly added: string; readonly changed: string };
  /** A payload's value; undefined when it is none of this field's. */
  read(stored: unknown): T | undefined;
  write(value: T): unknown;
  /** Whether a value may be set. */
  allows(value: T): boolean;
  readonly wanted: Wanted;
  same(left: T, right: T): boolean;
}

interface Naming {
  /** The name in payloads. */
  readonly wire?: string | { readonly added: string; readonly changed: string };
}

const named = ({ wire }: Naming): Pick<Field<never>, "wire"> => {
  if (wire === undefined) return {};
  return { wire: typeof wire === "string" ? { added: wire, changed: wire } : wire };
};

const anything = () => true;
const identical = <T>(left: T, right: T): boolean => left === right;

export const flag = (byDefault: boolean, naming: Naming = {}): Field<boolean> => ({
  default: byDefault,
  zero: false,
  ...named(naming),
  read: (stored) => (typeof stored === "boolean" ? stored : undefined),
  write: (value) => value,
  allows: anything,
  wanted: { key: "Errors.Invalid.Argument", values: {} },
  same: identical,
});

/** A whole number from 0, or from `min`, up to `max`. */
export const whole = (
  byDefault: number,
  { min = 0, max = 2 ** 31 - 1, ...naming }: Naming & { readonly min?: number; readonly max?: number } = {},
): Field<number> => ({
  default: byDefault,
  zero: 0,
  ...named(naming),
  read: (stored) => (typeof stored === "number" ? stored : undefined),
  write: (value) => value,
  allows: (value) => Number.isSafeInteger(value) && value >= min && value <= max,
  wanted: { key: "Errors.Setting.Whole", values: { min, max } },
  same: identical,
});

/**
 * Text of at most `maxLength` characters, empty or as `shape` says.
 * @param wanted key of the text that says both; `{max}` in it is `maxLength`
 */
export const text = (
  byDefault: string,
  {
    maxLength = 500,
    shape = anything,
    wanted = "Errors.Setting.Text",
    ...naming
  }: Naming & {
    readonly maxLength?: number;
    readonly shape?: (value: string) => boolean;
    readonly wanted?: string;
  } = {},
): Field<string> => ({
  default: byDefault,
  zero: "",
  ...named(naming),
  read: (stored) => (typeof stored === "string" ? stored : undefined),
  write: (value) => value,
  allows: (value) => [...value].length <= maxLength && (value === "" || shape(value)),
  wanted: { key: wanted, values: { max: maxLength } },
  same: identical,
});

/** A policy is one row and stays small: what a list of texts may take of it, in bytes of JSON. */
const maxListBytes = 6_000;
const maxItems = 100;
const maxItemLength = 500;

/** A short list of texts. */
export const texts = (naming: Naming = {}): Field<readonly string[]> => ({
  default: [],
  zero: [],
  ...named(naming),
  read: (stored) =>
    Array.isArray(stored) && stored.every((item) => typeof item === "string") ? stored : undefined,
  write: (value) => value,
  allows: (value) =>
    value.length <= maxItems &&
    value.every((item) => item.length <= maxItemLength) &&
    Buffer.byteLength(JSON.stringify(value)) <= maxListBytes,
  wanted: {
    key: "Errors.Setting.Texts",
    values: { max: maxItems, maxLength: maxItemLength, maxBytes: maxListBytes },
  },
  same: (left, right) => left.length === right.length && left.every((item, n) => item === right[n]),
});

const nanosecondsPerSecond = 1_000_000_000;
/** What a payload's nanoseconds hold as a 64-bit number: about 292 years. */
const maxSeconds = 9_223_372_036;

/** A length of time: seconds in state, nanoseconds in payloads. */
export const seconds = (
  byDefault: number,
  { min = 0, ...naming }: Naming & { readonly min?: number } = {},
): Field<number> => ({
  default: byDefault,
  zero: 0,
  ...named(naming),
  read: (stored) => (typeof stored === "number" ? stored / nanosecondsPerSecond : undefined),
  write: (value) => Math.round(value * nanosecondsPerSecond),
  allows: (value) => Number.isFinite(value) && value >= min && value <= maxSeconds,
  wanted: { key: "Errors.Setting.Seconds", values: { min, max: maxSeconds } },
  same: identical,
});

/* oxlint-disable-next-line typescript/no-explicit-any -- fields of unlike types share one record; Values gives each its type back */
export type Fields = Readonly<Record<string, Field<any>>>;
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};
