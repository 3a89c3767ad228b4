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

/** What one rule counts for one subject: a user id, an address, a recipient. */
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
  userCodePerAddress: rule("user-code/address", 20, 15 * MINUTE),
  /** Who guesses from many addresses; far above what all the people of an instance mistype. */
  userCodePerInstance: rule("user-code/instance", 2000, 15 * MINUTE),
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
