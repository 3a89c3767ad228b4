import { EmailProvider } from "./state.ts";

export { adminPart, smtpConfigPart } from "./api.v1.ts";
export { startingSmtp } from "./commands.ts";
export type { SmtpInput } from "./input.ts";
export { deliverMail, emailProviders, type OutgoingMail } from "./send.ts";
export const entities = [EmailProvider];
