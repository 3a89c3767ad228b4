/** Rules over one value, read once from `validate.rules`; what the contract uses, and a refusal for the rest. */
import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import {
  BoolRulesSchema,
  BytesRulesSchema,
  EnumRulesSchema,
  type FieldRules,
  Int32RulesSchema,
  StringRulesSchema,
  UInt32RulesSchema,
  UInt64RulesSchema,
} from "#contract/validate/validate_pb.ts";
import { durationChecks } from "./duration-rules.ts";
import { type Reason, reason } from "./reason.ts";

/** The reason why a value is refused, or undefined. */
export type Check = (value: unknown) => Reason | undefined;

/** @throws Error for a rule that is not interpreted, so that no rule of the contract is ever silently skipped */
export function valueChecks(rules: FieldRules, field: DescField): readonly Check[] {
  const { case: kind, value } = rules.type;
  switch (kind) {
    case undefined:
    case "repeated":
    case "timestamp":
      return [];
    case "string":
      return stringChecks(read(StringRulesSchema, value, field));
    case "bytes":
      return bytesChecks(read(BytesRulesSchema, value, field));
    case "enum":
      return enumChecks(read(EnumRulesSchema, value, field));
    case "bool":
      return boolChecks(read(BoolRulesSchema, value, field));
    case "int32":
      return numberChecks(read(Int32RulesSchema, value, field));
    case "uint32":
      return numberChecks(read(UInt32RulesSchema, value, field));
    case "uint64":
      return numberChecks(read(UInt64RulesSchema, value, field));
    case "duration":
      return durationChecks(value);
    default:
      throw new Error(`${field.toString()} has ${kind} rules, which are not interpreted`);
  }
}

const interpreted = new Set(
  `len min_len max_len max_bytes prefix pattern email uri_ref ignore_empty
   defined_only not_in const gt gte lt lte`.split(/\s+/),
);

type RuleSet = ReadonlyMap<string, unknown>;

/** The rules that are set, by their proto names. */
function read(schema: DescMessage, rules: Message, field: DescField): RuleSet {
  const reflected = reflect(schema, rules);
  const set = new Map<string, unknown>();
  for (const rule of schema.fields.filter((candidate) => reflected.isSet(candidate))) {
    if (!interpreted.has(rule.name)) throw new Error(`${field.toString()} has a rule ${rule.name}`);
    const value: unknown = reflected.get(rule);
    set.set(rule.name, rule.fieldKind === "list" ? [...(value as Iterable<unknown>)] : value);
  }
  return set;
}

/** A rule's bound: small enough for a number wherever the contract has one. */
function bound(rules: RuleSet, name: string): number | undefined {
  const value = rules.get(name);
  return value === undefined ? undefined : Number(value);
}

function stringChecks(rules: RuleSet): readonly Check[] {
  const checks: Check[] = [];
  const len = bound(rules, "len");
  if (len !== undefined)
    checks.push(text((s) => codePoints(s) === len, reason("Length", `value length must be ${len} runes`)));
  checks.push(...lengthChecks(rules, "runes", (value) => codePoints(String(value))));
  const maxBytes = bound(rules, "max_bytes");
  if (maxBytes !== undefined) {
    checks.push(
      text(
        (s) => Buffer.byteLength(s) <= maxBytes,
        reason("TooLong", `value length must be at most ${maxBytes} bytes`),
      ),
    );
  }
  const prefix = rules.get("prefix");
  if (typeof prefix === "string") {
    checks.push(
      text((s) => s.startsWith(prefix), reason("Prefix", `value does not have prefix "${prefix}"`)),
    );
  }
  const pattern = rules.get("pattern");
  if (typeof pattern === "string") {
    const form = new RegExp(pattern, "u");
    checks.push(
      text((s) => form.test(s), reason("Pattern", `value does not match regex pattern "${pattern}"`)),
    );
  }
  if (rules.get("email") === true)
    checks.push(text(isEmail, reason("Email", "value must be a valid email address")));
  if (rules.get("uri_ref") === true)
    checks.push(text(isUriReference, reason("Uri", "value must be a valid URI")));
  if (rules.get("ignore_empty") !== true) return checks;
  return checks.map((check) => (value) => (value === "" ? undefined : check(value)));
}

function bytesChecks(rules: RuleSet): readonly Check[] {
  return lengthChecks(rules, "bytes", (value) => (value instanceof Uint8Array ? value.length : 0));
}

function lengthChecks(rules: RuleSet, unit: string, measure: (value: unknown) => number): readonly Check[] {
  const min = bound(rules, "min_len");
  const max = bound(rules, "max_len");
  if (min === undefined && max === undefined) return [];
  const wanted =
    min === undefined
      ? `at most ${max} ${unit}`
      : max === undefined
        ? `at least ${min} ${unit}`
        : `between ${min} and ${max} ${unit}, inclusive`;
  const tooShort = reason("TooShort", `value length must be ${wanted}`);
  const tooLong = reason("TooLong", tooShort.text);
  const [low, high] = [min ?? 0, max ?? Number.POSITIVE_INFINITY];
  return [
    (value) => {
      const length = measure(value);
      if (length < low) return tooShort;
      return length > high ? tooLong : undefined;
    },
  ];
}

/** `defined_only` holds for every field, see `knownEnum`. */
function enumChecks(rules: RuleSet): readonly Check[] {
  const refused = rules.get("not_in");
  if (!Array.isArray(refused) || refused.length === 0) return [];
  const found = reason("Enum", `value must not be in list [${refused.join(" ")}]`);
  return [(value) => (refused.includes(value) ? found : undefined)];
}

function boolChecks(rules: RuleSet): readonly Check[] {
  const wanted = rules.get("const");
  if (typeof wanted !== "boolean") return [];
  const other = reason("Value", `value must equal ${wanted}`);
  return [(value) => (value === wanted ? undefined : other)];
}

const comparisons = {
  gt: [(a: bigint, b: bigint) => a > b, "greater than"],
  gte: [(a: bigint, b: bigint) => a >= b, "greater than or equal to"],
  lt: [(a: bigint, b: bigint) => a < b, "less than"],
  lte: [(a: bigint, b: bigint) => a <= b, "less than or equal to"],
} as const;

function numberChecks(rules: RuleSet): readonly Check[] {
  return Object.entries(comparisons).flatMap(([name, [holds, words]]): Check[] => {
    const limit = rules.get(name);
    if (typeof limit !== "number" && typeof limit !== "bigint") return [];
    const wanted = BigInt(limit);
    const outside = reason("Range", `value must be ${words} ${wanted}`);
    return [(value) => (holds(BigInt(String(value)), wanted) ? undefined : outside)];
  });
}

function text(holds: (value: string) => boolean, refused: Reason): Check {
  return (value) => (holds(String(value)) ? undefined : refused);
}

/** Lengths are in code points, as everywhere in the contract. */
export function codePoints(value: string): number {
  let count = value.length;
  for (let at = 0; at < value.length - 1; at++) {
    if ((value.charCodeAt(at) & 0xfc00) === 0xd800) count--;
  }
  return count;
}

/** One address without a display name: local part up to 64, whole up to 254 characters, and a host name. */
function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  const [local, host] = [value.slice(0, at), value.slice(at + 1)];
  return (
    value.length <= 254 &&
    at > 0 &&
    at <= 64 &&
    /^[^\s@<>(),;:"[\]\\]+$/.test(local) &&
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/.test(
      host,
    )
  );
}

function isUriReference(value: string): boolean {
  return !/[\s\u007f]|%(?![0-9A-Fa-f]{2})/.test(value) && URL.canParse(value, "http://reference.invalid");
}
