import { isIPv6 } from "node:net";

/**
 * A sliding limit: `limit` failures or messages at once, and one more for each `windowSeconds / limit` that passes
 * (the generic cell rate algorithm). After `windowSeconds` of peace nothing is left of it.
 */
export interface LimitRule {
  /** Names the rule in keys and metrics. */
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

/** What one rule counts for one subject: a user id, an address (of rules named `…/address`), a recipient. */
export interface Budget {
  readonly instanceId: string;
  readonly rule: LimitRule;
  readonly subject: string;
}

/** One look of somebody who asks again and again. */
export interface Poll {
  readonly instanceId: string;
  /** What is asked for. */
  readonly subject: string;
  readonly intervalSeconds: number;
}

/** Whom a budget counts for. Of IPv6 that is a network of 64 bits: whoever has one address there has all of them. */
export function countedSubject({ rule, subject }: Budget): string {
  if (!rule.name.endsWith("/address") || !isIPv6(subject)) return subject;
  const [address = ""] = subject.split("%");
  const [head = "", tail = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (part: string) => part.split(":").filter((group) => group !== "");
  const zeros = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array.from({ length: zeros }, () => "0"), ...groups(tail)]
    .slice(0, 4)
    .join(":");
}

/** Seconds that one count takes up. */
export function spacingSeconds(rule: LimitRule): number {
  return rule.windowSeconds / rule.limit;
}

/** How far ahead of now a budget's `free_at` may lie while one more still fits, in seconds. */
export function slackSeconds(rule: LimitRule): number {
  return rule.windowSeconds - spacingSeconds(rule);
}

/** Seconds until one more fits; 0 = now. `aheadSeconds`: how far `free_at` lies ahead of now. */
export function waitSeconds(rule: LimitRule, aheadSeconds: number): number {
  const wait = aheadSeconds - slackSeconds(rule);
  // Below a millisecond it is the rounding of clocks.
  return wait < 0.001 ? 0 : wait;
}

const rule = (name: string, limit: number, windowSeconds: number): LimitRule => ({
  name,
  limit,
  windowSeconds,
});
const MINUTE = 60;
const HOUR = 3600;

/**
 * The product's limits. Failures per user are far above what people mistype and far below what guessing needs;
 * per address they allow for many people behind one.
 */
export const limitRules = {
  /** By the name that somebody goes by, whether anybody has it or not: a limit must not tell which names are known. */
  passwordPerName: rule("password/name", 20, 15 * MINUTE),
  passwordPerAddress: rule("password/address", 200, 15 * MINUTE),
  /** Names that nobody has, where it is told that nobody has them: also those of people who are new. */
  unknownNamePerAddress: rule("unknown-name/address", 300, 15 * MINUTE),
  /** A challenge that a page carries is answered once; longer than it may be answered at all. */
  answersPerChallenge: rule("challenge/answers", 1, 10 * MINUTE),
  secondFactorPerUser: rule("second-factor/user", 10, 15 * MINUTE),
  codePerUser: rule("code/user", 10, 15 * MINUTE),
  codePerAddress: rule("code/address", 100, 15 * MINUTE),
  /** Wrong entries of one code: counted before they are compared, so that no two at once share one. */
  entriesPerCode: rule("code/entries", 5, 5 * 24 * HOUR),
  /** Links to register a passkey elsewhere, which are shown: each page of one more is a code more. */
  passkeyLinkPerUser: rule("passkey-link/user", 10, HOUR),
  /**
   * Codes of devices that were typed wrong (RFC 8628 section 5.1). There are 20^8 of them, 34.5 bits, and one is good
   * for five minutes, unless the settings say otherwise. In that time an address tries 67 of them at most, and all
   * addresses together 13,334: the chance to meet one of W devices that wait is below W / 2^28 and W / 2^20.
   */
  userCodePerBrowser: rule("user-code/browser", 10, 15 * MINUTE),
  /** Many people behind one. */
  userCodePerAddress: rule("user-code/address", 50, 15 * MINUTE),
  /** Against very many addresses alone: nobody with fewer than 200 keeps the others from their devices. */
  userCodePerInstance: rule("user-code/instance", 10_000, 15 * MINUTE),
  /** Devices that nobody has answered; those that somebody has are given back. */
  waitingDevicesPerClient: rule("waiting-devices/client", 5000, 15 * MINUTE),
  clientSecretPerClient: rule("client-secret/client", 100, 5 * MINUTE),
  messagePerRecipient: rule("message/recipient", 10, HOUR),
  /** Somebody who changes their address on and on writes to strangers through us. */
  messagePerAccount: rule("message/account", 20, HOUR),
  messagePerAddress: rule("message/address", 60, HOUR),
  /** Requests for a login that nobody has finished; those that lead to one are given back. */
  unfinishedLoginPerAddress: rule("unfinished-login/address", 1000, 15 * MINUTE),
  /** Looks whether a domain shows its token: each is a request to somewhere that the caller names. */
  domainProofPerOrg: rule("domain-proof/org", 20, 10 * MINUTE),
  registrationPerAddress: rule("registration/address", 30, HOUR),
} as const;
