import type { MessageWords } from "./model.ts";

export const ro: MessageWords = {
  greeting: "Bună ziua, {{.DisplayName}},",
  linkHint: "Dacă butonul nu funcționează, deschideți această adresă în browser:",
  footers: {
    unasked: "Dacă nu așteptați acest mesaj, îl puteți ignora.",
    secret:
      "Nu comunicați nimănui acest cod. Dacă nu vă autentificați chiar acum, vă rugăm să vă schimbați parola.",
  },
  mails: {
    init: {
      subject: "Configurați-vă contul",
      preHeader: "Contul vă așteaptă. A mai rămas un singur pas.",
      text: "A fost creat un cont pentru dumneavoastră. Numele de autentificare este {{.PreferredLoginName}}.\n\nPentru a finaliza configurarea, deschideți linkul de mai jos sau introduceți acest cod:\n\n{{.Code}}",
      buttonText: "Configurați contul",
    },
    password_reset: {
      subject: "Resetați-vă parola",
      preHeader: "Alegeți o parolă nouă pentru contul dumneavoastră.",
      text: "S-a solicitat resetarea parolei contului dumneavoastră {{.PreferredLoginName}}. Pentru a alege una nouă, deschideți linkul de mai jos sau introduceți acest cod:\n\n{{.Code}}",
      buttonText: "Alegeți o parolă nouă",
    },
    verify_email: {
      subject: "Confirmați adresa de e-mail",
      preHeader: "Vă rugăm să confirmați că această adresă vă aparține.",
      text: "Această adresă de e-mail a fost indicată pentru contul dumneavoastră. Pentru a confirma că vă aparține, deschideți linkul de mai jos sau introduceți acest cod:\n\n{{.Code}}",
      buttonText: "Confirmați adresa",
    },
    verify_email_otp: {
      subject: "Codul dumneavoastră de autentificare",
      preHeader: "Folosiți acest cod pentru autentificare.",
      text: "Pentru a vă autentifica, deschideți linkul de mai jos sau introduceți acest cod de unică folosință. Valabilitate: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Autentificare",
    },
    domain_claimed: {
      subject: "Numele dumneavoastră de autentificare s-a schimbat",
      preHeader: "Domeniul {{.Domain}} aparține acum unei organizații.",
      text: "O organizație a dovedit că domeniul {{.Domain}} îi aparține. Contul dumneavoastră nu face parte din această organizație, așa că numele de autentificare anterior nu mai funcționează.\n\nVă rugăm să vă autentificați ca {{.TempUsername}} până când alegeți alt nume.",
      buttonText: "Autentificare",
    },
    passwordless_registration: {
      subject: "Adăugați o cheie de acces",
      preHeader: "Autentificați-vă fără parolă.",
      text: "Puteți adăuga o cheie de acces la contul dumneavoastră {{.PreferredLoginName}} și vă puteți autentifica fără parolă. Deschideți linkul de mai jos pe dispozitivul pe care doriți să îl folosiți.",
      buttonText: "Adăugați cheia de acces",
    },
    password_change: {
      subject: "Parola dumneavoastră a fost schimbată",
      preHeader: "Parola contului dumneavoastră a fost schimbată.",
      text: "Parola contului dumneavoastră {{.PreferredLoginName}} a fost schimbată.\n\nDacă nu ați fost dumneavoastră, resetați imediat parola și anunțați administratorul.",
      buttonText: "Autentificare",
    },
    invite_user: {
      subject: "Invitație la {{.ApplicationName}}",
      preHeader: "Acceptați invitația și configurați-vă contul.",
      text: "Ați fost invitat(ă) la {{.ApplicationName}}. Pentru a accepta invitația, deschideți linkul de mai jos sau introduceți acest cod:\n\n{{.Code}}",
      buttonText: "Acceptați invitația",
    },
  },
  sms: {
    password_reset: "{{.Code}} este codul pentru resetarea parolei la {{.Domain}}.",
    verify_phone: "{{.Code}} este codul pentru confirmarea acestui număr de telefon la {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} este codul de autentificare pentru {{.Domain}}. Valabilitate: {{.Expiry}}.",
  },
};
