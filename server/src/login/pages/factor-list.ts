import { html } from "hono/html";
import type { Frame, Html } from "./frame.ts";

/** What can be proven or set up. */
export type ListedFactor = "passkey" | "totp" | "u2f" | "otp_sms" | "otp_email" | "recovery_code";

/** Outlines of 24 by 24. */
const drawings: Readonly<Record<ListedFactor, string>> = {
  passkey:
    "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 20c0-3.5 3-5 7-5 1 0 2 .1 2.8.4M17 12a2.5 2.5 0 1 0-1 4.8V21l1.5-1 1.5 1v-4.2A2.5 2.5 0 0 0 17 12z",
  totp: "M7 2.5h10a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 20V4A1.5 1.5 0 0 1 7 2.5zM12 8v4l2.5 1.5M12 6.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10z",
  u2f: "M8 9h8v9.5a2.5 2.5 0 0 1-2.5 2.5h-3A2.5 2.5 0 0 1 8 18.500zM9.5 9V3h5v6M12 13.500v3",
  otp_sms: "M4 4.500h16v11.500H11l-4 4v-4H4zM8 10.300h.01M12 10.300h.01M16 10.300h.01",
  otp_email: "M3.5 5.500h17v13h-17zM3.5 6.5 12 13l8.5-6.5",
  recovery_code: "M6 2.500h9l4 4V21.500H6zM15 2.500v4h4M9 11.500h7M9 15h7M9 18h4",
};

export function factorIcon(factor: ListedFactor): Html {
  return html`<svg class="sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="${drawings[factor]}"/></svg>`;
}

/** Name and explanation of a factor, for a line that is chosen. */
export const factorLine = (factor: ListedFactor, name: string, about: string | undefined): Html =>
  html`${factorIcon(factor)}<span class="who"><span class="strong">${name}</span>${about === undefined ? "" : html`<span>${about}</span>`}</span>`;

/** The name by which a factor is asked for. */
export const factorName = ({ t }: Frame, factor: ListedFactor): string => t(`mfa.${factor}`);
