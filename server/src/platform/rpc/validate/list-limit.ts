import type { DescField } from "@bufbuild/protobuf";
import type { FieldRules } from "#contract/validate/validate_pb.ts";
import { reason } from "./reason.ts";
import type { Check } from "./value-rules.ts";

/** Filters, metadata, managers and the like in one request. */
const most = 1_000;
/** An import is of whole organizations. */
const imported = /\.(ImportDataOrg|DataOrg)$/;
const tooMany = reason("TooMany", `value must contain no more than ${most} item(s)`);

/**
 * Lists of messages whose length the contract leaves open are limited all the same: each item is work of its own, a
 * condition of a statement or a row of a transaction, and a request has room for tens of thousands.
 */
export function listLimit(field: DescField, rules: FieldRules | undefined): readonly Check[] {
  if (field.fieldKind !== "list" || field.listKind !== "message" || isLimited(rules)) return [];
  if (imported.test(field.parent.typeName)) return [];
  // JSON within a request, which is data.
  if (field.parent.file.proto.package === "google.protobuf") return [];
  // Compiled for list fields alone, whose values are arrays.
  return [(value) => ((value as readonly unknown[]).length > most ? tooMany : undefined)];
}

const isLimited = (rules: FieldRules | undefined): boolean =>
  rules?.type.case === "repeated" && rules.type.value.maxItems > 0n;
