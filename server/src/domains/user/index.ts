export { onlyTypeable, onlyVisible } from "#src/kits/name/index.ts";
export { requireOnUser, requireSelfOrOnUser } from "./access.ts";
export { authCodePart } from "./api.auth.v1.codes.ts";
export { authPart } from "./api.auth.v1.ts";
export { managementCodePart } from "./api.v1.codes.ts";
export { managementHumanPart } from "./api.v1.human.ts";
export { managementMachinePart } from "./api.v1.machine.ts";
export { authMetadataPart, managementMetadataPart } from "./api.v1.metadata.ts";
export { managementPart } from "./api.v1.ts";
export { userCodePart } from "./api.v2.codes.ts";
export { userCredentialsPart } from "./api.v2.credentials.ts";
export { userMetadataPart } from "./api.v2.metadata.ts";
export { userPart } from "./api.v2.ts";
export { userBetaPart } from "./api.v2beta.ts";
export { avatarKeyOf, avatarUrl } from "./avatar.ts";
export { setAvatar } from "./avatar-commands.ts";
export { renewCode, verifyContact } from "./codes/contact-codes.ts";
export { codeBudgets, isDead } from "./codes/enter-code.ts";
export { initialise, resendInitialisation } from "./codes/initialisation.ts";
export { acceptInvite, inviteUser, resendInvite } from "./codes/invite.ts";
export { requestPasswordReset } from "./codes/password-reset.ts";
export type { PendingCode } from "./codes/pending-code.ts";
export { requireMayGiveCredentials } from "./credential-access.ts";
export { addMachineKey, addPat, never, prepareMachineKey, preparePat } from "./credential-commands.ts";
export { MachineKey, type MachineKeyState, Pat, type PatState } from "./credentials.ts";
export { loseCredential, requireHuman } from "./decisions.ts";
export { claimNames, type DomainClaim, prepareDomainClaim } from "./domain-claim.ts";
export { checkFactor } from "./factor-commands.ts";
export {
  addOtp,
  addProvenTotp,
  addTotp,
  humanToCheck,
  type OtpChannel,
  otpChannels,
  pendingTotp,
  removeOtp,
  removeRecoveryCodes,
  removeTotp,
  setRecoveryCodes,
  verifyTotp,
} from "./factor-decisions.ts";
export type { CountedFactor } from "./factor-events.ts";
export type { TotpState } from "./factor-state.ts";
export { changeHuman } from "./human-changes.ts";
export { type AddedHuman, createHuman, type NewHuman, prepareHuman } from "./human-commands.ts";
export type { HumanState } from "./human-state.ts";
export {
  IdpLink,
  type IdpLinkState,
  idpLinkId,
  type NewIdpLink,
  prepareIdpLink,
} from "./idp-links.ts";
export { maxRecoveryCodes } from "./imported-factors.ts";
export { removeUsersOf, skipMfaSetup, unlockIfLocked } from "./lifecycle-commands.ts";
export { type LoginNames, loginNamesOf } from "./login-names.ts";
export { checkSecret, createMachine } from "./machine-commands.ts";
export { requireTrustedLink } from "./mail-links.ts";
export { metadataOf, UserMetadata } from "./metadata-queries.ts";
export { type NamesOf, usersOfOtherUniqueness, usersOutOfScope } from "./name-queries.ts";
export { nameInScope, rescopeName, setUniqueness, userRef } from "./name-scope.ts";
export { requireOwnHuman, requireOwnUser, requireSelfHuman } from "./own.ts";
export {
  changeOwnPassword,
  checkPassword,
  type PasswordOutcome,
  passwordBudget,
  recordPassword,
  setFirstPassword,
  setPassword,
  setPasswordByCode,
  tryPassword,
} from "./password-commands.ts";
export { brokenRule } from "./password-rules.ts";
export {
  avatarUses,
  existsUser,
  isNoGoneUser,
  listedUsers,
  preferredLoginNameIs,
  shownUser,
  standsWithUser,
  usersByIds,
  whoseUser,
} from "./published-queries.ts";
export {
  countUsersOf,
  findByLoginName,
  isUsable,
  isUserNameFree,
  lookUpName,
  ofLivingOrg,
  requireUser,
  serviceUserByClientId,
  type TypedName,
  userById,
} from "./queries.ts";
export { newHumanV1 } from "./requests.v1.ts";
export { idpLinkFrom, newHumanFrom } from "./requests.v2.ts";
export { revocations } from "./revocations.ts";
export { loginsEndedTask, User, type UserState } from "./state.ts";
export { inviteOf } from "./translate.v2.ts";
export { epochOf, isCredentialLost, isLoginOver, lossesOf } from "./trust.ts";
