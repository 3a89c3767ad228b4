import type { Sealed } from "#src/platform/crypto/index.ts";
import type { EventMeta } from "#src/platform/eventstore/index.ts";
import type { CodeAdded, CodeSent, InviteCodeAdded } from "../events.ts";

/** A code waiting to be entered; times are RFC 3339. */
export interface PendingCode {
  /** None where the provider `generatorId` made it, who knows it as `verificationId` once it was sent. */
  readonly code?: Sealed;
  readonly generatorId?: string;
  readonly verificationId?: string;
  readonly createdAt: string;
  readonly expirySeconds: number;
  /** Wrong entries so far. */
  readonly failures: number;
}

/** An invitation that nobody has accepted yet, with what it takes to send it again. */
export interface PendingInvite extends PendingCode {
  readonly returned: boolean;
  readonly urlTemplate?: string;
  readonly applicationName?: string;
}

const nanosPerSecond = 1_000_000_000;

export function pendingCode(
  { code, generatorId, expiry }: Pick<CodeAdded, "code" | "generatorId" | "expiry">,
  { createdAt }: EventMeta,
): PendingCode {
  return {
    ...(code === undefined ? {} : { code }),
    ...(generatorId === undefined ? {} : { generatorId }),
    createdAt,
    expirySeconds: expiry / nanosPerSecond,
    failures: 0,
  };
}

export function pendingInvite(added: InviteCodeAdded, meta: EventMeta): PendingInvite {
  const { codeReturned = false, urlTemplate, applicationName } = added;
  return {
    ...pendingCode(added, meta),
    returned: codeReturned,
    ...(urlTemplate === undefined ? {} : { urlTemplate }),
    ...(applicationName === undefined ? {} : { applicationName }),
  };
}

export const failedOnce = <C extends PendingCode>(code: C): C => ({ ...code, failures: code.failures + 1 });

/** What was sent can be checked where its provider knows it. */
export function sentCode<C extends PendingCode>(code: C, sent: CodeSent | null): C {
  const { id, verificationId } = sent?.generatorInfo ?? {};
  // Of a code that has been replaced since.
  if (code.generatorId === undefined || code.generatorId !== id || verificationId === undefined) return code;
  return { ...code, verificationId };
}
