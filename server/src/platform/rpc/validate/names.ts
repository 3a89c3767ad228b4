import type { DescMessage } from "@bufbuild/protobuf";

/** `user_id` → `UserId`, as generated Go code spells it: validation errors have always named fields so. */
export function goName(protoName: string): string {
  return protoName.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A reason about one item of a list begins with its index in brackets. */
export function violation(desc: DescMessage, field: string, reason: string): string {
  return `invalid ${desc.name}.${field}${reason.startsWith("[") ? "" : ": "}${reason}`;
}
