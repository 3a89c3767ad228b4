import type { MessageWords } from "./model.ts";

export const sv: MessageWords = {
  greeting: "Hej {{.DisplayName}}!",
  linkHint: "Om knappen inte fungerar öppnar du den här adressen i webbläsaren:",
  footers: {
    unasked: "Om du inte väntade dig det här meddelandet kan du bortse från det.",
    secret:
      "Lämna aldrig ut den här koden till någon. Om du inte håller på att logga in just nu bör du byta lösenord.",
  },
  mails: {
    init: {
      subject: "Konfigurera ditt konto",
      preHeader: "Ditt konto väntar på dig. Ett steg återstår.",
      text: "Ett konto har skapats åt dig. Ditt inloggningsnamn är {{.PreferredLoginName}}.\n\nÖppna länken nedan eller ange den här koden för att slutföra konfigurationen:\n\n{{.Code}}",
      buttonText: "Konfigurera konto",
    },
    password_reset: {
      subject: "Återställ ditt lösenord",
      preHeader: "Välj ett nytt lösenord för ditt konto.",
      text: "Någon har begärt att lösenordet för ditt konto {{.PreferredLoginName}} ska återställas. Öppna länken nedan eller ange den här koden för att välja ett nytt:\n\n{{.Code}}",
      buttonText: "Välj nytt lösenord",
    },
    verify_email: {
      subject: "Bekräfta din e-postadress",
      preHeader: "Bekräfta att adressen är din.",
      text: "Den här e-postadressen har angetts för ditt konto. Öppna länken nedan eller ange den här koden för att bekräfta att den är din:\n\n{{.Code}}",
      buttonText: "Bekräfta adressen",
    },
    verify_email_otp: {
      subject: "Din inloggningskod",
      preHeader: "Logga in med den här koden.",
      text: "Öppna länken nedan eller ange den här engångskoden för att logga in. Giltighetstid: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Logga in",
    },
    domain_claimed: {
      subject: "Ditt inloggningsnamn har ändrats",
      preHeader: "Domänen {{.Domain}} tillhör nu en organisation.",
      text: "En organisation har visat att domänen {{.Domain}} tillhör den. Ditt konto ingår inte i organisationen, och därför fungerar ditt tidigare inloggningsnamn inte längre.\n\nLogga in som {{.TempUsername}} tills du väljer ett annat inloggningsnamn.",
      buttonText: "Logga in",
    },
    passwordless_registration: {
      subject: "Lägg till en nyckel",
      preHeader: "Logga in utan lösenord.",
      text: "Du kan lägga till en nyckel (passkey) för ditt konto {{.PreferredLoginName}} och logga in utan lösenord. Öppna länken nedan på den enhet du vill använda.",
      buttonText: "Lägg till nyckel",
    },
    password_change: {
      subject: "Ditt lösenord har ändrats",
      preHeader: "Lösenordet för ditt konto har ändrats.",
      text: "Lösenordet för ditt konto {{.PreferredLoginName}} har ändrats.\n\nOm det inte var du ska du genast återställa lösenordet och kontakta din administratör.",
      buttonText: "Logga in",
    },
    invite_user: {
      subject: "Inbjudan till {{.ApplicationName}}",
      preHeader: "Tacka ja till inbjudan och konfigurera ditt konto.",
      text: "Du har bjudits in till {{.ApplicationName}}. Öppna länken nedan eller ange den här koden för att tacka ja till inbjudan:\n\n{{.Code}}",
      buttonText: "Tacka ja till inbjudan",
    },
  },
  sms: {
    password_reset: "{{.Code}} är din kod för att återställa lösenordet hos {{.Domain}}.",
    verify_phone: "{{.Code}} är din kod för att bekräfta det här telefonnumret hos {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} är din inloggningskod för {{.Domain}}. Giltighetstid: {{.Expiry}}.",
  },
};
