import type { DescMessage } from "@bufbuild/protobuf";
import type { Reason } from "./reason.ts";

/** `user_id` → `UserId`, as generated Go code spells it: validation errors have always named fields so. */
export function goName(protoName: string): string {
  return protoName.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The reason with the field that it is about; that of an item begins with the item's index in brackets. */
export function violation(desc: DescMessage, field: string, { id, text }: Reason): Reason {
  return { id, text: `invalid ${desc.name}.${field}${text.startsWith("[") ? "" : ": "}${text}` };
}
