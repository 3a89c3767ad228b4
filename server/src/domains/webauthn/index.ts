import { Passkey, PasskeyCode, U2fKey } from "./state.ts";

export { authPart } from "./api.auth.v1.ts";
export { managementPart } from "./api.v1.ts";
export { userBetaPart, userPart } from "./api.v2.ts";
export { type MadeWebAuthN, makeWebAuthN } from "./challenge.ts";
export { checkWebAuthN, type OpenChallenge } from "./check.ts";
export { createPasskeyCode, enterPasskeyCode, spendPasskeyCode } from "./code-commands.ts";
export type { AskedRegistration } from "./decisions.ts";
export { checkDiscoverable, claimedUser, makeDiscoverable } from "./discoverable.ts";
export type { AuthenticatorEvent, AuthenticatorKind } from "./events.ts";
export { linkV1 } from "./link.ts";
export { type UserVerification, userVerificationOf } from "./options.ts";
export { authenticatorsOf, hasPasskeyCode, readyAuthenticators, usableAuthenticators } from "./queries.ts";
export {
  answerRegistration,
  askForRegistration,
  beginRegistration,
  registerAnswer,
} from "./registration-commands.ts";
export { type AuthenticatorState, Passkey, PasskeyCode, type ReadyAuthenticator, U2fKey } from "./state.ts";
export const entities = [U2fKey, Passkey, PasskeyCode];
