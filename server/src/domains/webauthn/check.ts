import { humanToCheck, User } from "#src/domains/user/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { kindFor } from "./challenge.ts";
import { countAnswer, isOver, requireReady } from "./decisions.ts";
import type { UserVerification } from "./options.ts";
import { readyAuthenticators } from "./queries.ts";
import { entityOf } from "./state.ts";
import { verifyAssertion } from "./verify.ts";

/** What a session waits to be answered. */
export interface OpenChallenge {
  readonly challenge: string;
  readonly rpId: string;
  readonly userVerification: UserVerification;
  /** RFC 3339 */
  readonly createdAt: string;
}

const field = "checks.webAuthN.credentialAssertionData";

/**
 * Checks the answer of one of somebody's authenticators to a challenge, and counts it. That the challenge is answered
 * once is its owner's to see to.
 * @param answer what `navigator.credentials.get` gave, as JSON
 * @throws failed_precondition COMMAND-Ioqu5 without a challenge, WEBAUTHN-Ch1ex when it is too late, and what
 *   `humanToCheck` says; invalid_argument COMMAND-Aej7i for an authenticator that is not theirs or answers to something
 *   else, WEBAUTHN-As1wr for an answer that is not right, WEBAUTHN-Cl1ne for a counter that did not grow;
 *   resource_exhausted LIMIT-f4Sl7
 */
export async function checkWebAuthN(
  ctx: Ctx,
  userId: string,
  open: OpenChallenge | undefined,
  answer: object,
): Promise<{ readonly userVerified: boolean; readonly credentialId: string }> {
  if (!open) throw precondition("COMMAND-Ioqu5", "Errors.User.WebAuthN.NoChallenge", { field });
  if (isOver(open.createdAt, ctx.now))
    throw precondition("WEBAUTHN-Ch1ex", "Errors.User.WebAuthN.ChallengeExpired", { field });
  const { challenge, rpId, userVerification } = open;
  const kind = kindFor(userVerification);
  const rows = await readyAuthenticators(ctx, userId, kind, rpId);
  const id = "id" in answer ? answer.id : undefined;
  const row = rows.find(({ state }) => state.keyId === id);
  const { keyId, publicKey } = requireReady(row?.state);
  const budget = { instanceId: ctx.instanceId, rule: limitRules.secondFactorPerUser, subject: userId };
  const expected = { challenge, rpId, userVerified: kind === "passkey" };
  const { right } = await ctx.limits.guard([budget], async () => {
    const verified = await verifyAssertion(answer, { keyId, publicKey }, expected);
    return { ok: verified !== undefined, right: verified };
  });
  if (!right || !row || !isOfUser(answer, userId))
    throw invalid("WEBAUTHN-As1wr", "Errors.User.WebAuthN.ValidateLoginFailed", { field });
  const count = countAnswer(kind, row.entityId, right.signCount);
  const refs = [ref(entityOf[kind], userId, row.entityId), ref(User, userId)] as const;
  await ctx.store.execute(ctx, refs, ([authenticator, user]) => {
    humanToCheck(user);
    return [count(authenticator), []];
  });
  return { userVerified: right.userVerified, credentialId: row.entityId };
}

/** An authenticator that found its credential by itself says whose it is. */
function isOfUser(answer: object, userId: string): boolean {
  const handle = userHandleOf(answer);
  return handle === undefined || handle === userId;
}

/** What we gave the authenticator as the user's id when it was registered, if it answers with it. */
export function userHandleOf(answer: object): string | undefined {
  const response = "response" in answer ? answer.response : undefined;
  const handle =
    typeof response === "object" && response !== null && "userHandle" in response
      ? response.userHandle
      : undefined;
  if (typeof handle !== "string" || handle === "") return undefined;
  return Buffer.from(handle, "base64url").toString();
}
