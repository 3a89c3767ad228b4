import type { Texts } from "./keys.ts";

export const de: Texts = {
  "language.name": "Deutsch",
  "common.continue": "Weiter",
  "common.skipToContent": "Zum Formular springen",
  "common.toApp": "weiter zu {app}",
  "common.backToApp": "Zurück zu {app}",
  "common.backToApplication": "Zurück zur Anwendung",
  "common.startAgain": "Neu beginnen",
  "common.otherAccount": "Anderes Konto verwenden",
  "common.notYou": "Nicht Sie?",
  "common.signedInAs": "Konto",
  "common.showPassword": "Passwort anzeigen",
  "common.hidePassword": "Passwort verbergen",
  "common.required": "Dieses Feld muss ausgefüllt sein.",
  "common.tooLong": "Diese Eingabe ist zu lang.",

  "footer.label": "Informationen und Sprache",
  "footer.language": "Sprache",
  "footer.terms": "Bedingungen",
  "footer.privacy": "Datenschutz",
  "footer.help": "Hilfe",
  "footer.support": "Support",
  "footer.watermark": "Gesichert durch Gatehouse",

  "loginName.title": "Anmelden",
  "loginName.label": "Anmeldename",
  "loginName.labelEmail": "Anmeldename oder E-Mail",
  "loginName.labelPhone": "Anmeldename oder Telefonnummer",
  "loginName.labelEmailPhone": "Anmeldename, E-Mail oder Telefonnummer",
  "loginName.errorUnknown":
    "Ein Konto dieses Namens kennen wir nicht. Prüfen Sie die Schreibweise oder fragen Sie die Stelle, die Ihre Konten verwaltet.",

  "password.title": "Passwort eingeben",
  "password.label": "Passwort",
  "password.submit": "Anmelden",
  "password.errorWrong": "Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.",
  "password.errorNameOrPassword": "Anmeldename oder Passwort stimmt nicht.",
  "password.errorLocked":
    "Dieses Konto ist nach zu vielen falschen Passwörtern gesperrt. Wer Ihre Konten verwaltet, kann es entsperren.",
  "password.errorTooMany": "Zu viele Versuche. Warten Sie einen Moment, bevor Sie es wieder versuchen.",

  "passwordChange.title": "Neues Passwort wählen",
  "passwordChange.required": "Für Ihr Konto wird ein neues Passwort verlangt, bevor es weitergeht.",
  "passwordChange.expired":
    "Ihr Passwort ist seit mehr als {days} Tagen in Gebrauch. Wählen Sie ein neues, um fortzufahren.",
  "passwordChange.current": "Bisheriges Passwort",
  "passwordChange.new": "Neues Passwort",
  "passwordChange.confirm": "Neues Passwort, noch einmal",
  "passwordChange.submit": "Speichern und weiter",
  "passwordChange.errorCurrent": "Das bisherige Passwort stimmt nicht.",
  "passwordChange.errorConfirm": "Die beiden neuen Passwörter unterscheiden sich.",
  "passwordChange.errorUnchanged": "Das neue Passwort muss sich vom bisherigen unterscheiden.",
  "passwordChange.errorCommon":
    "Dieses Passwort ist zu verbreitet: Es gehört zu den ersten, die andere probieren. Wählen Sie ein anderes.",
  "passwordChange.errorUsedBefore":
    "Sie haben dieses Passwort schon einmal verwendet. Wählen Sie ein anderes.",
  "passwordChange.errorRules": "Dem neuen Passwort fehlt noch: {rules}.",

  "rules.title": "Ihr neues Passwort braucht",
  "rules.minLength": "mindestens {count} Zeichen",
  "rules.lower": "einen Kleinbuchstaben",
  "rules.upper": "einen Großbuchstaben",
  "rules.number": "eine Ziffer",
  "rules.symbol": "ein Sonder- oder Satzzeichen",
  "rules.fulfilled": "erfüllt",
  "rules.open": "noch nicht erfüllt",

  "registerOrg.title": "Organisation registrieren",
  "registerOrg.lead": "Sie gehört Ihnen; Sie verwalten ihre Personen und Anwendungen.",
  "registerOrg.name": "Name der Organisation",
  "registerOrg.givenName": "Vorname",
  "registerOrg.familyName": "Nachname",
  "registerOrg.email": "E-Mail",
  "registerOrg.userName": "Benutzername (freiwillig)",
  "registerOrg.userNameHint": "Bleibt das Feld leer, ist Ihre E-Mail-Adresse Ihr Benutzername.",
  "registerOrg.confirm": "Passwort, noch einmal",
  "registerOrg.terms": "Ich akzeptiere die {link}.",
  "registerOrg.termsLink": "Bedingungen",
  "registerOrg.privacy": "Ich habe die {link} gelesen.",
  "registerOrg.privacyLink": "Datenschutzerklärung",
  "registerOrg.submit": "Registrieren",
  "registerOrg.errorNameInvalid":
    "So kann eine Organisation nicht heißen: Der Name braucht Buchstaben oder Ziffern.",
  "registerOrg.errorNameTaken": "Eine Organisation dieses Namens gibt es schon.",
  "registerOrg.errorEmail": "Das ist keine E-Mail-Adresse.",
  "registerOrg.errorUserNameTaken": "Ein Konto dieses Namens gibt es schon.",
  "registerOrg.errorUserNameReserved":
    "Dieser Name endet auf eine Domain einer anderen Organisation. Wählen Sie einen Benutzernamen ohne sie.",
  "registerOrg.errorConfirm": "Die beiden Passwörter unterscheiden sich.",
  "registerOrg.errorConsent": "Ohne dies gibt es keine Organisation.",
  "registerOrg.errorTooMany":
    "Von Ihrem Anschluss aus wurden zu viele Organisationen registriert. Versuchen Sie es später noch einmal.",

  "accounts.title": "Konto auswählen",
  "accounts.signedIn": "Angemeldet",
  "accounts.signedOut": "Abgemeldet",
  "accounts.list": "Konten in diesem Browser",
  "accounts.forget": "{name} aus dieser Liste entfernen",

  "logout.title": "Abmelden",
  "logout.question": "Von welchem Konto möchten Sie sich abmelden?",
  "logout.all": "Von allen Konten abmelden",
  "logout.doneTitle": "Sie sind abgemeldet",
  "logout.done": "Schließen Sie an einem gemeinsam genutzten Rechner auch das Browserfenster.",
  "logout.signInAgain": "Wieder anmelden",

  "success.title": "Sie sind angemeldet",
  "success.app": "{app} öffnet sich gleich. Falls nichts geschieht, gehen Sie von Hand weiter.",
  "success.application":
    "Die Anwendung öffnet sich gleich. Falls nichts geschieht, gehen Sie von Hand weiter.",
  "success.visit": "Sie können weitergehen oder dieses Fenster schließen.",

  "error.title": "Diese Anmeldung kann nicht weitergehen",
  "error.reference": "Fehler {id}",
  "error.request": "Anfrage {id}",
  "error.requestNotFound":
    "Die Anfrage, die Sie hierher geführt hat, ist nicht bekannt. Kehren Sie zur Anwendung zurück und melden Sie sich dort an.",
  "error.requestExpired":
    "Diese Anmeldung blieb zu lange offen. Kehren Sie zur Anwendung zurück und beginnen Sie neu.",
  "error.requestHandled": "Diese Anmeldung ist bereits abgeschlossen. Sie können zur Anwendung zurückkehren.",
  "error.otherBrowser":
    "Diese Anmeldung wurde in einem anderen Browser oder unter einer anderen Adresse dieses Servers begonnen. Beginnen Sie in diesem Browser neu, ausgehend von der Anwendung.",
  "error.applicationUnknown":
    "Die Anwendung, von der Sie kommen, ist nicht bekannt oder nicht aktiv. Gehen Sie zu ihr zurück; hilft das nicht, wenden Sie sich an ihre Betreiber.",
  "error.applicationRequest":
    "Die Anwendung, von der Sie kommen, hat eine ungültige Anfrage gestellt. Gehen Sie zu ihr zurück und versuchen Sie es noch einmal; hilft das nicht, wenden Sie sich an ihre Betreiber.",
  "error.csrf":
    "Das Formular ließ sich diesem Browser nicht zuordnen. Erlauben Sie Cookies für diese Seite und senden Sie es noch einmal ab.",
  "error.pageNotFound": "Unter dieser Adresse gibt es keine Seite.",
  "error.internal": "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.",
  "error.unavailable": "Der Dienst ist ausgelastet. Bitte versuchen Sie es gleich noch einmal.",
  "error.logout": "Die Anfrage zum Abmelden ist nicht gültig. Es wurde nichts verändert.",
  "error.user_not_active": "Dieses Konto ist nicht aktiv. Wer Ihre Konten verwaltet, kann es aktivieren.",
  "error.activate_user": "Dieses Konto wurde noch nicht aktiviert.",
  "error.org_not_active": "Die Organisation dieses Kontos ist nicht aktiv.",
  "error.no_login_method": "Für dieses Konto ist keine Art der Anmeldung erlaubt.",
  "error.password_setup": "Dieses Konto hat noch kein Passwort.",
  "error.passkey_setup": "Dieses Konto braucht zuerst einen Passkey.",
  "error.passkey":
    "Dieses Konto meldet sich mit einem Passkey an; das ist auf dieser Seite noch nicht möglich.",
  "error.external_login":
    "Dieses Konto meldet sich über einen Identitätsanbieter an; das ist auf dieser Seite noch nicht möglich.",
  "error.email_verification": "Die E-Mail-Adresse dieses Kontos muss zuerst bestätigt werden.",
  "error.mfa_check":
    "Dieses Konto braucht einen zweiten Faktor, der auf dieser Seite noch nicht geprüft werden kann.",
  "error.mfa_setup":
    "Ein zweiter Faktor ist hier vorgeschrieben, und für dieses Konto ist keiner eingerichtet.",
  "error.mfa_not_configured":
    "Ein zweiter Faktor ist vorgeschrieben, aber die Einstellungen erlauben keinen. Das muss die Verwaltung richtigstellen.",
  "error.username_change": "Der Anmeldename dieses Kontos muss geändert werden, bevor es weitergeht.",
  "error.project_required": "Ihre Organisation hat keinen Zugang zu dieser Anwendung.",
  "error.grant_required": "Ihr Konto hat keinen Zugang zu dieser Anwendung.",
  "error.register": "Auf dieser Seite lässt sich noch kein Konto anlegen.",
  "error.registrationClosed": "Organisationen können hier nicht registriert werden.",
  "error.other": "Ein Schritt dieser Anmeldung fehlt.",
};
