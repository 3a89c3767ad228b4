import type { MessageWords } from "./model.ts";

export const de: MessageWords = {
  greeting: "Guten Tag {{.DisplayName}},",
  linkHint: "Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse im Browser:",
  footers: {
    unasked: "Falls Sie diese Nachricht nicht erwartet haben, können Sie sie ignorieren.",
    secret:
      "Geben Sie diesen Code niemals weiter. Wenn Sie sich gerade nicht anmelden, ändern Sie bitte Ihr Passwort.",
  },
  mails: {
    init: {
      subject: "Richten Sie Ihr Konto ein",
      preHeader: "Ihr Konto wartet auf Sie. Es fehlt nur noch ein Schritt.",
      text: "Für Sie wurde ein Konto angelegt. Ihr Anmeldename ist {{.PreferredLoginName}}.\n\nUm die Einrichtung abzuschließen, öffnen Sie den Link unten oder geben Sie diesen Code ein:\n\n{{.Code}}",
      buttonText: "Konto einrichten",
    },
    password_reset: {
      subject: "Setzen Sie Ihr Passwort zurück",
      preHeader: "Wählen Sie ein neues Passwort für Ihr Konto.",
      text: "Für Ihr Konto {{.PreferredLoginName}} wurde angefragt, das Passwort zurückzusetzen. Um ein neues zu wählen, öffnen Sie den Link unten oder geben Sie diesen Code ein:\n\n{{.Code}}",
      buttonText: "Neues Passwort wählen",
    },
    verify_email: {
      subject: "Bestätigen Sie Ihre E-Mail-Adresse",
      preHeader: "Bitte bestätigen Sie, dass diese Adresse Ihnen gehört.",
      text: "Diese E-Mail-Adresse wurde für Ihr Konto angegeben. Um zu bestätigen, dass sie Ihnen gehört, öffnen Sie den Link unten oder geben Sie diesen Code ein:\n\n{{.Code}}",
      buttonText: "Adresse bestätigen",
    },
    verify_email_otp: {
      subject: "Ihr Anmeldecode",
      preHeader: "Melden Sie sich mit diesem Code an.",
      text: "Um sich anzumelden, öffnen Sie den Link unten oder geben Sie diesen Einmalcode ein. Gültigkeit: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Anmelden",
    },
    domain_claimed: {
      subject: "Ihr Anmeldename hat sich geändert",
      preHeader: "Die Domain {{.Domain}} gehört jetzt zu einer Organisation.",
      text: "Eine Organisation hat nachgewiesen, dass ihr die Domain {{.Domain}} gehört. Ihr Konto ist nicht Teil dieser Organisation, daher funktioniert Ihr bisheriger Anmeldename nicht mehr.\n\nBitte melden Sie sich als {{.TempUsername}} an, bis Sie einen anderen Anmeldenamen wählen.",
      buttonText: "Anmelden",
    },
    passwordless_registration: {
      subject: "Fügen Sie einen Passkey hinzu",
      preHeader: "Melden Sie sich ohne Passwort an.",
      text: "Sie können Ihrem Konto {{.PreferredLoginName}} einen Passkey hinzufügen und sich ohne Passwort anmelden. Öffnen Sie den Link unten auf dem Gerät, das Sie dafür verwenden möchten.",
      buttonText: "Passkey hinzufügen",
    },
    password_change: {
      subject: "Ihr Passwort wurde geändert",
      preHeader: "Das Passwort Ihres Kontos wurde geändert.",
      text: "Das Passwort Ihres Kontos {{.PreferredLoginName}} wurde geändert.\n\nWenn Sie das nicht waren, setzen Sie Ihr Passwort sofort zurück und informieren Sie Ihre Administration.",
      buttonText: "Anmelden",
    },
    invite_user: {
      subject: "Einladung zu {{.ApplicationName}}",
      preHeader: "Nehmen Sie die Einladung an und richten Sie Ihr Konto ein.",
      text: "Sie wurden zu {{.ApplicationName}} eingeladen. Um die Einladung anzunehmen, öffnen Sie den Link unten oder geben Sie diesen Code ein:\n\n{{.Code}}",
      buttonText: "Einladung annehmen",
    },
  },
  sms: {
    password_reset: "{{.Code}} ist Ihr Code, um Ihr Passwort bei {{.Domain}} zurückzusetzen.",
    verify_phone: "{{.Code}} ist Ihr Code, um diese Telefonnummer bei {{.Domain}} zu bestätigen.",
    verify_sms_otp: "{{.OTP}} ist Ihr Anmeldecode für {{.Domain}}. Gültigkeit: {{.Expiry}}.",
  },
};
