import { type DescField, ScalarType } from "@bufbuild/protobuf";
import type { FieldRules, StringRules } from "#contract/validate/validate_pb.ts";
import { ofItem, type Reason, reason } from "./reason.ts";
import { type Check, codePoints } from "./value-rules.ts";

/** What the contract allows for addresses; names get less there. */
const most = 2_048;
/** What it allows for the longest texts: scripts, bodies of messages, keys in JSON. */
const mostOfBodies = 8_000;
const bodies = /^(script|text|serviceaccount_json)$/;

/**
 * Text whose length the contract leaves open is limited all the same, in code points, so that no row grows without
 * bound and no index meets what it cannot hold. Items of lists, keys and values of maps as well.
 */
export function textLimit(field: DescField, rules: FieldRules | undefined): readonly Check[] {
  const limit = bodies.test(field.name) ? mostOfBodies : most;
  const tooLong = reason("TooLong", `value length must be at most ${limit} runes`);
  const check: Check = (value) =>
    typeof value === "string" && value.length > limit && codePoints(value) > limit ? tooLong : undefined;
  switch (field.fieldKind) {
    case "list": {
      const items = rules?.type.case === "repeated" ? rules.type.value.items : undefined;
      return field.scalar === ScalarType.STRING && !isLimited(items) ? [ofItems(check)] : [];
    }
    case "map":
      return [(value) => firstReason(check, Object.entries(value as object).flat())];
    default:
      return isText(field) && !isLimited(rules) ? [check] : [];
  }
}

const isText = ({ scalar, message }: DescField): boolean =>
  scalar === ScalarType.STRING || message?.typeName === "google.protobuf.StringValue";

function isLimited(rules: FieldRules | undefined): boolean {
  if (rules?.type.case !== "string") return false;
  const { maxLen, maxBytes, len, email }: StringRules & { readonly email?: boolean } = rules.type.value;
  return maxLen > 0n || maxBytes > 0n || len > 0n || email === true;
}

const ofItems =
  (check: Check): Check =>
  (value) => {
    // Compiled for list fields alone, whose values are arrays.
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      const found = check(item);
      if (found !== undefined) return ofItem(index, found);
    }
    return undefined;
  };

function firstReason(check: Check, values: readonly unknown[]): Reason | undefined {
  for (const value of values) {
    const found = check(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
