import { effectiveLockout } from "#src/domains/lockout/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Failure } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type FactorProof, humanToCheck, recordFactorCheck } from "./factor-decisions.ts";
import { failuresOf } from "./factor-state.ts";
import type { HumanState } from "./human-state.ts";
import { User } from "./state.ts";
import { lossesOf } from "./trust.ts";

/**
 * Compares what somebody entered for a second factor and records the outcome: wrong entries count towards the lockout
 * of that factor and the limit of all, a success starts the count again.
 * @param compare what the entry proves; it may refuse, and then nothing is counted
 * @param wrong the refusal of a wrong entry, with how many there were in a row
 * @returns how often the factor was lost before: the proof counts until it is lost again
 * @throws resource_exhausted LIMIT-f4Sl7; what `humanToCheck`, `compare` and `wrong` say
 */
export async function checkFactor(
  ctx: Ctx,
  userId: string,
  compare: (human: HumanState) => FactorProof | Promise<FactorProof>,
  wrong: (failedAttempts: number) => Failure,
): Promise<number> {
  const budget = { instanceId: ctx.instanceId, rule: limitRules.secondFactorPerUser, subject: userId };
  const { ok, failures, losses } = await ctx.limits.guard([budget], async () => {
    const user = await ctx.store.get(User, ctx.instanceId, userId);
    const proof = await compare(humanToCheck(user?.state));
    const { maxOtpAttempts } = await effectiveLockout(ctx, user?.owner ?? "");
    const info = { userAgent: ctx.userAgent, remoteIP: ctx.ip };
    const [after] = await ctx.store.execute(ctx, [ref(User, userId)], ([current]) => [
      recordFactorCheck(proof, info, maxOtpAttempts)(current),
    ]);
    const counted = after.state?.kind === "human" ? failuresOf(after.state.human.factors, proof.factor) : 1;
    const lost = after.state === undefined ? 0 : lossesOf(after.state, proof.factor);
    return { ok: counted === 0, failures: counted, losses: lost };
  });
  if (!ok) throw wrong(failures);
  return losses;
}
