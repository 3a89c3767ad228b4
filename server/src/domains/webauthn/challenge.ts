import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { AuthenticatorKind } from "./events.ts";
import { requestOptions, type UserVerification } from "./options.ts";
import { readyAuthenticators } from "./queries.ts";
import { relyingPartyOf } from "./relying-party.ts";

const challengeShape = { length: 32, lower: true, upper: true, digits: true, symbols: false };

/** What an authenticator signs: 32 bytes that nobody can guess, base64url. */
export const makeChallenge = ({ secrets }: Pick<Ctx, "secrets">): string =>
  Buffer.from(secrets.code(challengeShape)).toString("base64url");

/** Passkeys prove who holds them; where that is not asked for, second factors answer. */
export const kindFor = (userVerification: UserVerification): AuthenticatorKind =>
  userVerification === "required" ? "passkey" : "u2f";

/** A challenge ready to be stored; nothing is yet. */
export interface MadeWebAuthN {
  readonly challenge: string;
  readonly rpId: string;
  /** The credentials that may answer, base64url. */
  readonly allowed: readonly string[];
  /** For `navigator.credentials.get`. */
  readonly options: ReturnType<typeof requestOptions>;
}

/**
 * Asks somebody to log in with an authenticator of theirs.
 * @param domain the relying party's id; the host of the request when empty
 * @throws invalid_argument WEBAUTHN-Rp1dm; failed_precondition WEBAUTHN-Nk1ey when they have none for it
 */
export async function makeWebAuthN(
  ctx: Ctx,
  userId: string,
  domain: string,
  userVerification: UserVerification,
): Promise<MadeWebAuthN> {
  const rpId = await relyingPartyOf(ctx, domain, "challenges.webAuthN.domain");
  const rows = await readyAuthenticators(ctx, userId, kindFor(userVerification), rpId);
  if (rows.length === 0) throw precondition("WEBAUTHN-Nk1ey", "Errors.User.WebAuthN.NotFound");
  const challenge = makeChallenge(ctx);
  const allowed = rows.map(({ state }) => state.keyId);
  return {
    challenge,
    rpId,
    allowed,
    options: requestOptions({ rpId, challenge, allowed, userVerification }),
  };
}
