/** Where somebody who holds a domain puts the token that shows it, and the look whether it is there. */
import { domainToASCII } from "node:url";
import type { ValidationType } from "#src/domains/org/index.ts";
import { type Outbound, OutboundRefusal } from "#src/platform/outbound/index.ts";

const limits = { maxBytes: 1_024, timeoutMs: 5_000 };

/** The name of a TXT record, or the address of a file, that must say the token and nothing else. */
export function placeOf(domain: string, type: ValidationType, token: string): string {
  const name = domainToASCII(domain);
  return type === "dns"
    ? `_zitadel-challenge.${name}`
    : `https://${name}/.well-known/zitadel-challenge/${token}.txt`;
}

/**
 * Whether the token is there. Whatever keeps it from being read, a private address too, is the same "no": the answer
 * must not tell what can be reached from here.
 */
export async function isShown(
  outbound: Outbound,
  domain: string,
  type: ValidationType,
  token: string,
): Promise<boolean> {
  const place = placeOf(domain, type, token);
  try {
    if (type === "dns") return (await outbound.txt(place)).some((text) => text.trim() === token);
    const { status, body } = await outbound.get(new URL(place), limits);
    return status === 200 && body.trim() === token;
  } catch (error) {
    if (error instanceof OutboundRefusal) return false;
    throw error;
  }
}
