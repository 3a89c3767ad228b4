import type { FieldError } from "./server-form.ts";

/** @param max the contract's limit, in characters */
export function requiredText(value: string, max: number): FieldError | undefined {
  if (value.trim() === "") return { key: "common.required" };
  return limitedText(value, max);
}

export function limitedText(value: string, max: number): FieldError | undefined {
  return [...value.trim()].length > max ? { key: "common.tooLong", values: { max } } : undefined;
}
