import type { MessageWords } from "./model.ts";

export const pl: MessageWords = {
  greeting: "Dzień dobry, {{.DisplayName}},",
  linkHint: "Jeśli przycisk nie działa, otwórz ten adres w przeglądarce:",
  footers: {
    unasked: "Jeśli ta wiadomość jest nieoczekiwana, możesz ją zignorować.",
    secret: "Nigdy nie udostępniaj nikomu tego kodu. Jeśli właśnie się nie logujesz, zmień hasło.",
  },
  mails: {
    init: {
      subject: "Skonfiguruj swoje konto",
      preHeader: "Twoje konto czeka. Został tylko jeden krok.",
      text: "Utworzono dla Ciebie konto. Twoja nazwa logowania to {{.PreferredLoginName}}.\n\nAby dokończyć konfigurację, otwórz poniższy link lub wpisz ten kod:\n\n{{.Code}}",
      buttonText: "Skonfiguruj konto",
    },
    password_reset: {
      subject: "Zresetuj hasło",
      preHeader: "Wybierz nowe hasło do swojego konta.",
      text: "Otrzymaliśmy prośbę o zresetowanie hasła do Twojego konta {{.PreferredLoginName}}. Aby wybrać nowe, otwórz poniższy link lub wpisz ten kod:\n\n{{.Code}}",
      buttonText: "Wybierz nowe hasło",
    },
    verify_email: {
      subject: "Potwierdź swój adres e-mail",
      preHeader: "Potwierdź, że ten adres należy do Ciebie.",
      text: "Ten adres e-mail podano dla Twojego konta. Aby potwierdzić, że należy do Ciebie, otwórz poniższy link lub wpisz ten kod:\n\n{{.Code}}",
      buttonText: "Potwierdź adres",
    },
    verify_email_otp: {
      subject: "Twój kod logowania",
      preHeader: "Użyj tego kodu, aby się zalogować.",
      text: "Aby się zalogować, otwórz poniższy link lub wpisz ten jednorazowy kod. Ważność: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Zaloguj się",
    },
    domain_claimed: {
      subject: "Twoja nazwa logowania się zmieniła",
      preHeader: "Domena {{.Domain}} należy teraz do organizacji.",
      text: "Pewna organizacja wykazała, że domena {{.Domain}} należy do niej. Twoje konto nie jest częścią tej organizacji, dlatego dotychczasowa nazwa logowania już nie działa.\n\nLoguj się jako {{.TempUsername}}, dopóki nie wybierzesz innej nazwy logowania.",
      buttonText: "Zaloguj się",
    },
    passwordless_registration: {
      subject: "Dodaj klucz dostępu",
      preHeader: "Loguj się bez hasła.",
      text: "Do swojego konta {{.PreferredLoginName}} możesz dodać klucz dostępu i logować się bez hasła. Otwórz poniższy link na urządzeniu, którego chcesz używać.",
      buttonText: "Dodaj klucz dostępu",
    },
    password_change: {
      subject: "Twoje hasło zostało zmienione",
      preHeader: "Hasło do Twojego konta zostało zmienione.",
      text: "Hasło do Twojego konta {{.PreferredLoginName}} zostało zmienione.\n\nJeśli ta zmiana nie pochodzi od Ciebie, natychmiast zresetuj hasło i powiadom administratora.",
      buttonText: "Zaloguj się",
    },
    invite_user: {
      subject: "Zaproszenie do {{.ApplicationName}}",
      preHeader: "Przyjmij zaproszenie i skonfiguruj swoje konto.",
      text: "Masz zaproszenie do {{.ApplicationName}}. Aby je przyjąć, otwórz poniższy link lub wpisz ten kod:\n\n{{.Code}}",
      buttonText: "Przyjmij zaproszenie",
    },
  },
  sms: {
    password_reset: "{{.Code}} to Twój kod do zresetowania hasła w {{.Domain}}.",
    verify_phone: "{{.Code}} to Twój kod do potwierdzenia tego numeru telefonu w {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} to Twój kod logowania do {{.Domain}}. Ważność: {{.Expiry}}.",
  },
};
