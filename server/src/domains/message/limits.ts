import { type Budget, limitRules, withinBudgets } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** A message that a request asks for. */
export interface Wanted {
  /** The address or number that it goes to. */
  readonly to: string;
  /** Whose account it is about; left out for one that is only being made. */
  readonly userId?: string | undefined;
}

type Asking = Pick<Ctx, "limits" | "caller" | "instanceId" | "ip">;

/**
 * Does `work`, which puts these messages into its unit, within the limits of how many may be asked for. What fails
 * costs nothing.
 * @throws resource_exhausted LIMIT-m2Sg9, and then nothing is done
 */
export const withinMessageLimits = <T>(
  ctx: Asking,
  wanted: readonly Wanted[],
  work: () => Promise<T>,
): Promise<T> =>
  withinBudgets(
    ctx.limits,
    wanted.flatMap((one) => messageBudgets(ctx, one)),
    work,
  );

/**
 * Per recipient, so that nobody's mailbox is flooded under our name, whoever asks; per account, so that nobody changes
 * their address on and on to write to strangers; and per address, but only of people who ask for themselves: login
 * applications and managers ask for many from one.
 */
export function messageBudgets(ctx: Omit<Asking, "limits">, { to, userId }: Wanted): readonly Budget[] {
  const { instanceId, caller, ip } = ctx;
  // The operator's own, and what is made before anybody can ask.
  if (caller.kind === "system" || (caller.kind === "anonymous" && ip === "")) return [];
  const isForThemselves = caller.kind === "anonymous" || caller.userId === userId;
  return [
    { instanceId, rule: limitRules.messagePerRecipient, subject: to.trim().toLowerCase() },
    ...(userId === undefined ? [] : [{ instanceId, rule: limitRules.messagePerAccount, subject: userId }]),
    ...(isForThemselves && ip !== ""
      ? [{ instanceId, rule: limitRules.messagePerAddress, subject: ip }]
      : []),
  ];
}
