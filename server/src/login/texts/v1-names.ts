/**
 * The texts of ours that each login text of the contract's first generation stands for, by its name there. The first
 * is the one that answers as its default. What we have no screen for is kept, and shown to nobody.
 */
import type { TextKey } from "./keys.ts";

export const keysOfV1: Readonly<Record<string, readonly [TextKey, ...TextKey[]]>> = {
  "selectAccountText.title": ["accounts.title"],
  "selectAccountText.otherUser": ["common.otherAccount"],
  "selectAccountText.sessionStateActive": ["accounts.signedIn"],
  "selectAccountText.sessionStateInactive": ["accounts.signedOut"],

  "loginText.title": ["loginName.title"],
  "loginText.loginNameLabel": ["loginName.label"],
  "loginText.nextButtonText": ["common.continue"],

  "passwordText.title": ["password.title"],
  "passwordText.passwordLabel": ["password.label"],
  "passwordText.nextButtonText": ["password.submit"],
  "passwordText.minLength": ["rules.minLength"],
  "passwordText.hasUppercase": ["rules.upper"],
  "passwordText.hasLowercase": ["rules.lower"],
  "passwordText.hasNumber": ["rules.number"],
  "passwordText.hasSymbol": ["rules.symbol"],

  "passwordChangeText.title": ["passwordChange.title"],
  "passwordChangeText.description": ["passwordChange.required"],
  "passwordChangeText.expiredDescription": ["passwordChange.expired"],
  "passwordChangeText.oldPasswordLabel": ["passwordChange.current"],
  "passwordChangeText.newPasswordLabel": ["passwordChange.new"],
  "passwordChangeText.newPasswordConfirmLabel": ["passwordChange.confirm"],
  "passwordChangeText.nextButtonText": ["passwordChange.submit"],

  "registrationOrgText.title": ["registerOrg.title"],
  "registrationOrgText.description": ["registerOrg.lead"],
  "registrationOrgText.orgnameLabel": ["registerOrg.name"],
  "registrationOrgText.usernameLabel": ["registerOrg.userName"],
  "registrationOrgText.saveButtonText": ["registerOrg.submit"],

  "successLoginText.title": ["success.title"],
  "successLoginText.autoRedirectDescription": ["success.application"],
  "successLoginText.redirectedDescription": ["success.visit"],

  "logoutText.title": ["logout.doneTitle"],
  "logoutText.description": ["logout.done"],
  "logoutText.loginButtonText": ["logout.signInAgain"],

  "footerText.tos": ["footer.terms"],
  "footerText.privacyPolicy": ["footer.privacy"],
  "footerText.help": ["footer.help"],
  "footerText.supportEmail": ["footer.support"],
};
