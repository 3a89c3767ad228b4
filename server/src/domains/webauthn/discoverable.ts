/** Logins that name nobody: the authenticator finds its passkey by itself, and says whose it is. */
import { Failure, invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type MadeWebAuthN, makeChallenge } from "./challenge.ts";
import { checkWebAuthN, type OpenChallenge, userHandleOf } from "./check.ts";
import { requestOptions } from "./options.ts";
import { authenticatorsOf, isReady } from "./queries.ts";
import { relyingPartyOf } from "./relying-party.ts";

/** Asks for any passkey of this host. */
export async function makeDiscoverable(ctx: Ctx): Promise<MadeWebAuthN> {
  const rpId = await relyingPartyOf(ctx, "");
  const challenge = makeChallenge(ctx);
  const options = requestOptions({ rpId, challenge, allowed: [], userVerification: "required" });
  return { challenge, rpId, allowed: [], options };
}

/** Whom an answer is of, by what it says itself: nothing is proven by it. Undefined where it says nothing usable. */
export function claimedUser(answer: object): string | undefined {
  const userId = userHandleOf(answer);
  return userId !== undefined && /^[\w.-]{1,200}$/.test(userId) ? userId : undefined;
}

/** Ids of `checkWebAuthN` for an answer that nobody's passkey gave, or not rightly. */
const notProven: ReadonlySet<string> = new Set(["COMMAND-Aej7i", "WEBAUTHN-As1wr"]);

/**
 * Who answers a challenge that was made for nobody, by a passkey of theirs in this tenant that verified its user.
 * @throws invalid_argument WEBAUTHN-Dk1un for a passkey that the tenant does not know, WEBAUTHN-Dk2wr for any other
 *   answer that proves nothing; else as `checkWebAuthN`
 */
export async function checkDiscoverable(
  ctx: Ctx,
  open: Pick<OpenChallenge, "challenge" | "rpId" | "createdAt">,
  answer: object,
): Promise<{ readonly userId: string; readonly userVerified: boolean; readonly credentialId: string }> {
  const userId = claimedUser(answer);
  const key = "Errors.User.WebAuthN.ValidateLoginFailed";
  if (userId === undefined) throw invalid("WEBAUTHN-Dk2wr", key);
  try {
    const proof = await checkWebAuthN(ctx, userId, { ...open, userVerification: "required" }, answer);
    return { userId, ...proof };
  } catch (error) {
    if (!(error instanceof Failure && notProven.has(error.id))) throw error;
    throw invalid((await isKnown(ctx, userId, answer)) ? "WEBAUTHN-Dk2wr" : "WEBAUTHN-Dk1un", key);
  }
}

/** Some second factors can be found without a name as well: they are no passkeys, and not unknown either. */
async function isKnown(ctx: Ctx, userId: string, answer: object): Promise<boolean> {
  const id = "id" in answer ? answer.id : undefined;
  const rows = await Promise.all(
    (["passkey", "u2f"] as const).map((kind) => authenticatorsOf(ctx, userId, kind)),
  );
  return rows.flat().some((row) => isReady(row) && row.state.keyId === id);
}
