import type { FieldError } from "./server-form.ts";

/** @param max the contract's limit, in characters */
export function requiredText(value: string, max: number): FieldError | undefined {
  if (value.trim() === "") return { key: "common.required" };
  return limitedText(value, max);
}

export function limitedText(value: string, max: number): FieldError | undefined {
  return [...value.trim()].length > max ? { key: "common.tooLong", values: { max } } : undefined;
}

/** The contract's limit of addresses. */
const maxEmail = 200;

export function emailError(email: string): FieldError | undefined {
  const missing = requiredText(email, maxEmail);
  if (missing !== undefined) return missing;
  return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : { key: "userCreate.emailInvalid" };
}
