import { methodsThatStand, type SessionState } from "#src/domains/session/index.ts";
import { isCredentialLost, isLoginOver, lossesOf, type UserState } from "#src/domains/user/index.ts";
import type { OidcSessionState } from "./state.ts";

/** A service user's secret, among the numbers of authentication methods. */
const secret = 4;

/**
 * Which of the proofs that tokens were issued for still count: by their login, or by what a service user proved.
 * @param login the session; none for service users
 * @returns undefined when the tokens are good for nothing any more
 */
export function standingMethods(
  { sessionId, authMethods, provenBy }: OidcSessionState,
  login: SessionState | undefined,
  user: UserState,
): readonly number[] | undefined {
  if (sessionId !== "") return login && methodsThatStand(authMethods, login, sessionId, user);
  const { epoch = 0, secretLosses = 0, keyId } = provenBy ?? {};
  const replaced = authMethods.includes(secret) && secretLosses < lossesOf(user, "secret");
  const lost = keyId !== undefined && isCredentialLost(user, keyId);
  return replaced || lost || isLoginOver(user, sessionId, epoch) ? undefined : authMethods;
}
