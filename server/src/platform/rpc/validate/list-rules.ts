import type { DescField } from "@bufbuild/protobuf";
import type { FieldRules } from "#contract/validate/validate_pb.ts";
import { ofItem, type Reason, reason } from "./reason.ts";
import { type Check, valueChecks } from "./value-rules.ts";

const repeated = reason("Unique", "repeated value must contain unique items");

/** Rules over a list and its items. */
export function listChecks(rules: FieldRules, field: DescField): readonly Check[] {
  if (rules.type.case === undefined) return [];
  if (rules.type.case !== "repeated") throw new Error(`${field.toString()} is a list with other rules`);
  const { minItems, maxItems, unique, items } = rules.type.value;
  const checks: Check[] = [];
  const min = Number(minItems);
  const max = Number(maxItems);
  if (min > 0 || max > 0) checks.push(countCheck(min, max));
  if (unique) checks.push((value) => (isUnique(asList(value)) ? undefined : repeated));
  if (items !== undefined) {
    const each = valueChecks(items, field);
    checks.push((value) => firstItem(asList(value), each));
  }
  return checks;
}

function countCheck(min: number, max: number): Check {
  const wanted =
    max === 0
      ? `at least ${min} item(s)`
      : min === 0
        ? `no more than ${max} item(s)`
        : `between ${min} and ${max} items, inclusive`;
  const tooFew = reason("TooFew", `value must contain ${wanted}`);
  const tooMany = reason("TooMany", tooFew.text);
  return (value) => {
    const { length } = asList(value);
    if (length < min) return tooFew;
    return max > 0 && length > max ? tooMany : undefined;
  };
}

function firstItem(list: readonly unknown[], checks: readonly Check[]): Reason | undefined {
  for (const [index, item] of list.entries()) {
    for (const check of checks) {
      const found = check(item);
      if (found !== undefined) return ofItem(index, found);
    }
  }
  return undefined;
}

function isUnique(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}

/** Compiled for list fields alone, whose values are arrays. */
function asList(value: unknown): readonly unknown[] {
  return value as readonly unknown[];
}
