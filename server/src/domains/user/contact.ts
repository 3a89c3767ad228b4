import { invalid } from "#src/platform/failure/index.ts";

/** An e-mail address as stored: trimmed, otherwise as typed. @throws invalid_argument EMAIL-599BI */
export function normalEmail(input: string): string {
  const email = input.trim();
  if (email.length > 200 || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalid("EMAIL-599BI", "Errors.User.Email.Invalid", { field: "email" });
  return email;
}

/** A phone number in E.164: digits after a plus; spaces, dots, dashes and brackets are dropped. @throws invalid_argument */
export function normalPhone(input: string): string {
  const phone = input.replace(/[\s.()/-]/g, "").replace(/^00/, "+");
  if (!/^\+[1-9]\d{5,14}$/.test(phone))
    throw invalid("PHONE-so0wa", "Errors.User.Phone.Invalid", { field: "phone" });
  return phone;
}
