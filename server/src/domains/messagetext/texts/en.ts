import type { MessageWords } from "./model.ts";

export const en: MessageWords = {
  greeting: "Hello {{.DisplayName}},",
  linkHint: "If the button does not work, open this address in your browser:",
  footers: {
    unasked: "If you did not expect this message, you can ignore it.",
    secret:
      "Never pass this code on to anyone. If you are not logging in right now, please change your password.",
  },
  mails: {
    init: {
      subject: "Set up your account",
      preHeader: "Your account is waiting for you. One step is left.",
      text: "An account was created for you. Your login name is {{.PreferredLoginName}}.\n\nTo finish setting it up, open the link below or enter this code:\n\n{{.Code}}",
      buttonText: "Set up account",
    },
    password_reset: {
      subject: "Reset your password",
      preHeader: "Choose a new password for your account.",
      text: "We were asked to reset the password of your account {{.PreferredLoginName}}. To choose a new one, open the link below or enter this code:\n\n{{.Code}}",
      buttonText: "Choose a new password",
    },
    verify_email: {
      subject: "Confirm your email address",
      preHeader: "Please confirm that this address is yours.",
      text: "This email address was entered for your account. To confirm that it is yours, open the link below or enter this code:\n\n{{.Code}}",
      buttonText: "Confirm address",
    },
    verify_email_otp: {
      subject: "Your login code",
      preHeader: "Use this code to log in.",
      text: "To log in, open the link below or enter this one-time code. It is valid for {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Log in",
    },
    domain_claimed: {
      subject: "Your login name has changed",
      preHeader: "The domain {{.Domain}} now belongs to an organization.",
      text: "An organization has proved that the domain {{.Domain}} belongs to it. Your account is not part of this organization, so your previous login name no longer works.\n\nPlease log in as {{.TempUsername}} until you choose another login name.",
      buttonText: "Log in",
    },
    passwordless_registration: {
      subject: "Add a passkey",
      preHeader: "Log in without a password.",
      text: "You can add a passkey to your account {{.PreferredLoginName}} and log in without a password. Open the link below on the device that you want to use.",
      buttonText: "Add passkey",
    },
    password_change: {
      subject: "Your password was changed",
      preHeader: "The password of your account was changed.",
      text: "The password of your account {{.PreferredLoginName}} was changed.\n\nIf this was not you, reset your password at once and tell your administrator.",
      buttonText: "Log in",
    },
    invite_user: {
      subject: "Invitation to {{.ApplicationName}}",
      preHeader: "Accept the invitation and set up your account.",
      text: "You have been invited to {{.ApplicationName}}. To accept the invitation, open the link below or enter this code:\n\n{{.Code}}",
      buttonText: "Accept invitation",
    },
  },
  sms: {
    password_reset: "{{.Code}} is your code to reset your password at {{.Domain}}.",
    verify_phone: "{{.Code}} is your code to confirm this phone number at {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} is your login code for {{.Domain}}. It is valid for {{.Expiry}}.",
  },
};
