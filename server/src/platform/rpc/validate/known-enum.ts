import type { DescField } from "@bufbuild/protobuf";
import { ofItem, type Reason, reason } from "./reason.ts";
import type { Check } from "./value-rules.ts";

const unknown = reason("Enum", "value must be one of the defined enum values");

/**
 * Enums of proto3 are open: JSON and the binary form hold any number. One that the contract does not know would be
 * taken for something it is not, so it is refused in every request, whether a rule says so or not.
 */
export function knownEnum(field: DescField): readonly Check[] {
  if (field.enum === undefined) return [];
  const known = new Set<unknown>(field.enum.values.map((value) => value.number));
  const check: Check = (value) => (known.has(value) ? undefined : unknown);
  switch (field.fieldKind) {
    case "enum":
      return [check];
    case "list":
      return [(value) => firstUnknown(value, known)];
    default:
      return [];
  }
}

function firstUnknown(value: unknown, known: ReadonlySet<unknown>): Reason | undefined {
  // Compiled for list fields alone, whose values are arrays.
  const index = (value as readonly unknown[]).findIndex((item) => !known.has(item));
  return index < 0 ? undefined : ofItem(index, unknown);
}
