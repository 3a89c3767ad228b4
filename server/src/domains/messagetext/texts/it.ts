import type { MessageWords } from "./model.ts";

export const it: MessageWords = {
  greeting: "Buongiorno {{.DisplayName}},",
  linkHint: "Se il pulsante non funziona, apri questo indirizzo nel browser:",
  footers: {
    unasked: "Se non ti aspettavi questo messaggio, puoi ignorarlo.",
    secret:
      "Non comunicare mai questo codice a nessuno. Se non stai effettuando l’accesso in questo momento, cambia la password.",
  },
  mails: {
    init: {
      subject: "Configura il tuo account",
      preHeader: "Il tuo account ti aspetta. Manca solo un passaggio.",
      text: "È stato creato un account per te. Il tuo nome di accesso è {{.PreferredLoginName}}.\n\nPer completare la configurazione, apri il link qui sotto o inserisci questo codice:\n\n{{.Code}}",
      buttonText: "Configura account",
    },
    password_reset: {
      subject: "Reimposta la password",
      preHeader: "Scegli una nuova password per il tuo account.",
      text: "È stato richiesto di reimpostare la password del tuo account {{.PreferredLoginName}}. Per sceglierne una nuova, apri il link qui sotto o inserisci questo codice:\n\n{{.Code}}",
      buttonText: "Scegli una nuova password",
    },
    verify_email: {
      subject: "Conferma il tuo indirizzo e-mail",
      preHeader: "Conferma che questo indirizzo è tuo.",
      text: "Questo indirizzo e-mail è stato indicato per il tuo account. Per confermare che è tuo, apri il link qui sotto o inserisci questo codice:\n\n{{.Code}}",
      buttonText: "Conferma indirizzo",
    },
    verify_email_otp: {
      subject: "Il tuo codice di accesso",
      preHeader: "Usa questo codice per accedere.",
      text: "Per accedere, apri il link qui sotto o inserisci questo codice monouso. Validità: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Accedi",
    },
    domain_claimed: {
      subject: "Il tuo nome di accesso è cambiato",
      preHeader: "Il dominio {{.Domain}} appartiene ora a un’organizzazione.",
      text: "Un’organizzazione ha dimostrato che il dominio {{.Domain}} le appartiene. Il tuo account non fa parte di questa organizzazione, quindi il tuo nome di accesso precedente non funziona più.\n\nAccedi come {{.TempUsername}} finché non scegli un altro nome di accesso.",
      buttonText: "Accedi",
    },
    passwordless_registration: {
      subject: "Aggiungi una passkey",
      preHeader: "Accedi senza password.",
      text: "Puoi aggiungere una passkey al tuo account {{.PreferredLoginName}} e accedere senza password. Apri il link qui sotto sul dispositivo che vuoi usare.",
      buttonText: "Aggiungi passkey",
    },
    password_change: {
      subject: "La tua password è stata modificata",
      preHeader: "La password del tuo account è stata modificata.",
      text: "La password del tuo account {{.PreferredLoginName}} è stata modificata.\n\nSe la modifica non è stata fatta da te, reimposta subito la password e avvisa il tuo amministratore.",
      buttonText: "Accedi",
    },
    invite_user: {
      subject: "Invito a {{.ApplicationName}}",
      preHeader: "Accetta l’invito e configura il tuo account.",
      text: "Hai ricevuto un invito a {{.ApplicationName}}. Per accettarlo, apri il link qui sotto o inserisci questo codice:\n\n{{.Code}}",
      buttonText: "Accetta l’invito",
    },
  },
  sms: {
    password_reset: "{{.Code}} è il tuo codice per reimpostare la password su {{.Domain}}.",
    verify_phone: "{{.Code}} è il tuo codice per confermare questo numero di telefono su {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} è il tuo codice di accesso per {{.Domain}}. Validità: {{.Expiry}}.",
  },
};
