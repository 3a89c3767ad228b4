import type { MessageWords } from "./model.ts";

export const nl: MessageWords = {
  greeting: "Hallo {{.DisplayName}},",
  linkHint: "Werkt de knop niet? Open dan dit adres in uw browser:",
  footers: {
    unasked: "Als u dit bericht niet verwachtte, kunt u het negeren.",
    secret:
      "Deel deze code met niemand. Wijzig uw wachtwoord als u op dit moment niet probeert in te loggen.",
  },
  mails: {
    init: {
      subject: "Stel uw account in",
      preHeader: "Uw account staat voor u klaar. Nog één stap te gaan.",
      text: "Er is een account voor u aangemaakt. Uw inlognaam is {{.PreferredLoginName}}.\n\nOpen de link hieronder of voer deze code in om het instellen af te ronden:\n\n{{.Code}}",
      buttonText: "Account instellen",
    },
    password_reset: {
      subject: "Stel uw wachtwoord opnieuw in",
      preHeader: "Kies een nieuw wachtwoord voor uw account.",
      text: "Er is gevraagd om het wachtwoord van uw account {{.PreferredLoginName}} opnieuw in te stellen. Open de link hieronder of voer deze code in om een nieuw wachtwoord te kiezen:\n\n{{.Code}}",
      buttonText: "Nieuw wachtwoord kiezen",
    },
    verify_email: {
      subject: "Bevestig uw e-mailadres",
      preHeader: "Bevestig dat dit adres van u is.",
      text: "Dit e-mailadres is opgegeven voor uw account. Open de link hieronder of voer deze code in om te bevestigen dat het van u is:\n\n{{.Code}}",
      buttonText: "Adres bevestigen",
    },
    verify_email_otp: {
      subject: "Uw inlogcode",
      preHeader: "Log in met deze code.",
      text: "Open de link hieronder of voer deze eenmalige code in om in te loggen. Geldigheid: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Inloggen",
    },
    domain_claimed: {
      subject: "Uw inlognaam is gewijzigd",
      preHeader: "Het domein {{.Domain}} hoort nu bij een organisatie.",
      text: "Een organisatie heeft aangetoond dat het domein {{.Domain}} van haar is. Uw account hoort niet bij deze organisatie, daarom werkt uw vorige inlognaam niet meer.\n\nLog in als {{.TempUsername}} totdat u een andere inlognaam kiest.",
      buttonText: "Inloggen",
    },
    passwordless_registration: {
      subject: "Voeg een passkey toe",
      preHeader: "Log in zonder wachtwoord.",
      text: "U kunt een passkey toevoegen aan uw account {{.PreferredLoginName}} en zonder wachtwoord inloggen. Open de link hieronder op het apparaat dat u wilt gebruiken.",
      buttonText: "Passkey toevoegen",
    },
    password_change: {
      subject: "Uw wachtwoord is gewijzigd",
      preHeader: "Het wachtwoord van uw account is gewijzigd.",
      text: "Het wachtwoord van uw account {{.PreferredLoginName}} is gewijzigd.\n\nHebt u dit niet zelf gedaan? Stel uw wachtwoord dan direct opnieuw in en waarschuw uw beheerder.",
      buttonText: "Inloggen",
    },
    invite_user: {
      subject: "Uitnodiging voor {{.ApplicationName}}",
      preHeader: "Accepteer de uitnodiging en stel uw account in.",
      text: "U bent uitgenodigd voor {{.ApplicationName}}. Open de link hieronder of voer deze code in om de uitnodiging te accepteren:\n\n{{.Code}}",
      buttonText: "Uitnodiging accepteren",
    },
  },
  sms: {
    password_reset: "{{.Code}} is uw code om uw wachtwoord bij {{.Domain}} opnieuw in te stellen.",
    verify_phone: "{{.Code}} is uw code om dit telefoonnummer bij {{.Domain}} te bevestigen.",
    verify_sms_otp: "{{.OTP}} is uw inlogcode voor {{.Domain}}. Geldigheid: {{.Expiry}}.",
  },
};
