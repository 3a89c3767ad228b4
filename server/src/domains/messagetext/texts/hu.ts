import type { MessageWords } from "./model.ts";

export const hu: MessageWords = {
  greeting: "Tisztelt {{.DisplayName}}!",
  linkHint: "Ha a gomb nem működik, nyissa meg ezt a címet a böngészőjében:",
  footers: {
    unasked: "Ha nem számított erre az üzenetre, hagyja figyelmen kívül.",
    secret:
      "Soha ne adja meg senkinek ezt a kódot. Ha éppen nem bejelentkezni próbál, változtassa meg a jelszavát.",
  },
  mails: {
    init: {
      subject: "Állítsa be a fiókját",
      preHeader: "A fiókja készen áll. Már csak egy lépés van hátra.",
      text: "Fiókot hoztunk létre az Ön számára. A bejelentkezési neve: {{.PreferredLoginName}}.\n\nA beállítás befejezéséhez nyissa meg az alábbi hivatkozást, vagy írja be ezt a kódot:\n\n{{.Code}}",
      buttonText: "Fiók beállítása",
    },
    password_reset: {
      subject: "Jelszó visszaállítása",
      preHeader: "Válasszon új jelszót a fiókjához.",
      text: "Kérés érkezett a következő fiók jelszavának visszaállítására: {{.PreferredLoginName}}. Új jelszó választásához nyissa meg az alábbi hivatkozást, vagy írja be ezt a kódot:\n\n{{.Code}}",
      buttonText: "Új jelszó választása",
    },
    verify_email: {
      subject: "Erősítse meg az e-mail-címét",
      preHeader: "Kérjük, erősítse meg, hogy ez a cím az Öné.",
      text: "Ezt az e-mail-címet a fiókjához adták meg. Annak megerősítéséhez, hogy az Öné, nyissa meg az alábbi hivatkozást, vagy írja be ezt a kódot:\n\n{{.Code}}",
      buttonText: "Cím megerősítése",
    },
    verify_email_otp: {
      subject: "Bejelentkezési kód",
      preHeader: "Jelentkezzen be ezzel a kóddal.",
      text: "A bejelentkezéshez nyissa meg az alábbi hivatkozást, vagy írja be ezt az egyszer használatos kódot. Érvényesség: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Bejelentkezés",
    },
    domain_claimed: {
      subject: "Megváltozott a bejelentkezési neve",
      preHeader: "A következő tartomány mostantól egy szervezeté: {{.Domain}}.",
      text: "Egy szervezet igazolta, hogy a következő tartomány az övé: {{.Domain}}. Az Ön fiókja nem tartozik ehhez a szervezethez, ezért az eddigi bejelentkezési neve már nem működik.\n\nAmíg nem választ másik nevet, ezzel a névvel jelentkezzen be: {{.TempUsername}}.",
      buttonText: "Bejelentkezés",
    },
    passwordless_registration: {
      subject: "Adjon hozzá azonosítókulcsot",
      preHeader: "Jelentkezzen be jelszó nélkül.",
      text: "Azonosítókulcsot (passkey) adhat hozzá a következő fiókhoz, hogy jelszó nélkül jelentkezhessen be: {{.PreferredLoginName}}. Nyissa meg az alábbi hivatkozást azon az eszközön, amelyet használni szeretne.",
      buttonText: "Azonosítókulcs hozzáadása",
    },
    password_change: {
      subject: "Megváltozott a jelszava",
      preHeader: "A fiókja jelszava megváltozott.",
      text: "A következő fiók jelszava megváltozott: {{.PreferredLoginName}}.\n\nHa nem Ön változtatta meg, azonnal állítsa vissza a jelszavát, és értesítse a rendszergazdáját.",
      buttonText: "Bejelentkezés",
    },
    invite_user: {
      subject: "Meghívó: {{.ApplicationName}}",
      preHeader: "Fogadja el a meghívót, és állítsa be a fiókját.",
      text: "Meghívót kapott ide: {{.ApplicationName}}. Az elfogadáshoz nyissa meg az alábbi hivatkozást, vagy írja be ezt a kódot:\n\n{{.Code}}",
      buttonText: "Meghívó elfogadása",
    },
  },
  sms: {
    password_reset: "{{.Code}} – ezzel a kóddal állíthatja vissza a jelszavát itt: {{.Domain}}.",
    verify_phone: "{{.Code}} – ezzel a kóddal erősítheti meg ezt a telefonszámot itt: {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} – ezzel a kóddal jelentkezhet be itt: {{.Domain}}. Érvényesség: {{.Expiry}}.",
  },
};
