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
  "common.copy": "Kopieren",
  "common.close": "Schließen",
  "common.copied": "Kopiert",

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
  "loginName.ofOrg": "mit Ihrem Konto von {org}",
  "loginName.noAccount": "Neu hier?",
  "loginName.register": "Konto anlegen",
  "loginName.noNames":
    "Mit Name und Passwort kann sich hier niemand anmelden. Kehren Sie zur Anwendung zurück oder fragen Sie die Stelle, die Ihre Konten verwaltet.",
  "loginName.errorUnknown":
    "Ein Konto dieses Namens kennen wir nicht. Prüfen Sie die Schreibweise oder fragen Sie die Stelle, die Ihre Konten verwaltet.",

  "password.title": "Passwort eingeben",
  "password.label": "Passwort",
  "password.submit": "Anmelden",
  "password.reset": "Passwort vergessen?",
  "password.errorWrong": "Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.",
  "password.errorNameOrPassword": "Anmeldename oder Passwort stimmt nicht.",
  "password.errorLocked":
    "Dieses Konto ist nach zu vielen falschen Passwörtern gesperrt. Wer Ihre Konten verwaltet, kann es entsperren.",
  "password.errorTooMany": "Zu viele Versuche. Warten Sie einen Moment, bevor Sie es wieder versuchen.",

  "passkey.title": "Mit Passkey anmelden",
  "passkey.lead": "Ihr Gerät fragt nach Ihrem Fingerabdruck, Ihrem Gesicht oder seiner PIN.",
  "passkey.leadAnyone": "Ihr Browser zeigt die Passkeys, die er für diese Adresse hat.",
  "passkey.submit": "Passkey verwenden",
  "passkey.onLoginName": "Mit einem Passkey anmelden",
  "passkey.usePassword": "Stattdessen das Passwort verwenden",
  "passkey.useLoginName": "Stattdessen den Anmeldenamen eingeben",
  "passkey.otherFactor": "Einen anderen Weg wählen",
  "passkey.unsupported":
    "In diesem Browser lassen sich Passkeys nicht verwenden. Sie brauchen einen aktuellen Browser, der auf dieser Seite Skripte ausführen darf.",
  "passkey.waiting": "Ihr Gerät wird gefragt …",
  "passkey.failed":
    "Es wurde nichts bestätigt: abgebrochen, oder es dauerte zu lange. Versuchen Sie es wieder, wenn Sie so weit sind.",
  "passkey.none": "Keiner Ihrer Passkeys gilt an der Adresse dieser Seite.",
  "passkey.errorRefused":
    "Dieser Passkey konnte hier nicht verwendet werden. Wählen Sie einen anderen, oder einen anderen Weg.",
  "passkey.errorStale":
    "Diese Seite war zu lange offen oder wurde schon verwendet. Bitte bestätigen Sie noch einmal.",
  "passkey.errorCopied":
    "Von diesem Passkey scheint es eine Kopie zu geben, deshalb wurde er nicht angenommen. Melden Sie sich anders an und richten Sie ihn neu ein.",
  "passkey.errorNotAllowed":
    "Für dieses Konto sind Passkeys nicht erlaubt. Melden Sie sich auf einem anderen Weg an.",
  "passkey.errorOtherOrg":
    "Dieser Passkey gehört zu einem Konto einer anderen Organisation als der verlangten. Wählen Sie einen anderen.",

  "passkeySet.title": "Passkey einrichten",
  "passkeySet.lead":
    "Damit melden Sie sich mit Ihrem Fingerabdruck, Ihrem Gesicht oder der PIN Ihres Geräts an. Er lässt sich nicht erraten und gilt auf keiner gefälschten Seite.",
  "passkeySet.leadLink": "Mit diesem Link richten Sie auf diesem Gerät einen Passkey für Ihr Konto ein.",
  "passkeySet.name": "Name des Passkeys (freiwillig)",
  "passkeySet.nameHint": "Bleibt das Feld leer, heißt er nach dem Ort, an dem er liegt.",
  "passkeySet.fallbackName": "Passkey",
  "passkeySet.submit": "Passkey erstellen",
  "passkeySet.skip": "Nicht jetzt",
  "passkeySet.otherWay": "Einen anderen Weg wählen",
  "passkeySet.waiting": "Folgen Sie dem, was Ihr Gerät fragt …",
  "passkeySet.failed":
    "Es wurde kein Passkey erstellt: abgebrochen, oder es dauerte zu lange. Versuchen Sie es wieder, wenn Sie so weit sind.",
  "passkeySet.known":
    "Auf diesem Gerät gibt es schon einen Passkey für Ihr Konto. Sie können ihn gleich verwenden.",
  "passkeySet.unsupported":
    "In diesem Browser lassen sich keine Passkeys erstellen. Sie brauchen einen aktuellen Browser, der auf dieser Seite Skripte ausführen darf.",
  "passkeySet.otherDevice": "Auf einem anderen Gerät einrichten",
  "passkeySet.otherTitle": "Passkey auf einem anderen Gerät einrichten",
  "passkeySet.otherLead":
    "Scannen Sie den Code mit dem anderen Gerät, oder öffnen Sie dort die Adresse. Sie gilt einmal, und {minutes} Minuten lang. Geben Sie sie niemandem.",
  "passkeySet.otherCode": "QR-Code der Adresse",
  "passkeySet.otherAddress": "Adresse",
  "passkeySet.otherReady": "Weiter, sobald der Passkey eingerichtet ist",
  "passkeySet.errorStale": "Diese Seite war zu lange offen. Bitte versuchen Sie es noch einmal.",
  "passkeySet.errorRefused":
    "Die Antwort Ihres Geräts konnte nicht angenommen werden. Bitte versuchen Sie es noch einmal.",
  "passkeySet.errorCode":
    "Dieser Link gilt nicht: er wurde schon verwendet oder ist unvollständig. Lassen Sie sich einen neuen geben.",
  "passkeySet.errorCodeExpired": "Dieser Link ist zu alt. Lassen Sie sich einen neuen geben.",
  "passkeySet.errorNotAllowed": "Für dieses Konto sind Passkeys nicht erlaubt.",
  "passkeySet.doneTitle": "Ihr Passkey ist bereit",
  "passkeySet.done": "Ab jetzt können Sie sich damit anmelden.",
  "passkeySet.doneElsewhere": "Ab jetzt können Sie sich damit anmelden. Dieses Fenster dürfen Sie schließen.",
  "passkeySet.mailTitle": "Richten Sie Ihren Passkey ein",
  "passkeySet.mailLead":
    "Dieses Konto wird mit einem Passkey verwendet. Wir können an seine E-Mail-Adresse einen Link schicken, mit dem Sie einen einrichten.",
  "passkeySet.mailSubmit": "Link schicken",
  "passkeySet.mailSent":
    "Der Link ist unterwegs. Öffnen Sie ihn auf dem Gerät, mit dem Sie sich anmelden wollen.",
  "passkeySet.errorMail":
    "Die Adresse dieses Kontos ist nicht bestätigt, deshalb kann kein Link an sie geschickt werden.",

  "passkeyPrompt.title": "Beim nächsten Mal schneller anmelden",
  "passkeyPrompt.lead": "Mit einem Passkey brauchen Sie weder Passwort noch Code.",
  "passkeyPrompt.easy": "Ihr Fingerabdruck, Ihr Gesicht oder die PIN Ihres Geräts genügt.",
  "passkeyPrompt.safe":
    "Er lässt sich nicht erraten und von keiner gefälschten Seite stehlen, und er verlässt Ihre Geräte nie.",
  "passkeyPrompt.quick": "Es dauert eine halbe Minute. Ihr Passwort gilt weiter.",
  "passkeyPrompt.submit": "Passkey einrichten",
  "passkeyPrompt.skip": "Nicht jetzt",

  "passwordReset.title": "Passwort zurücksetzen",
  "passwordReset.lead": "Wir senden Ihnen einen Code. Damit wählen Sie ein neues Passwort.",
  "passwordReset.submit": "Code senden",
  "passwordReset.back": "Zurück zur Anmeldung",

  "passwordSet.title": "Neues Passwort festlegen",
  "passwordSet.lead":
    "Gibt es ein Konto dieses Namens, ist ein Code an seine E-Mail-Adresse oder Telefonnummer unterwegs. Geben Sie ihn hier ein und wählen Sie ein neues Passwort.",
  "passwordSet.leadLink": "Geben Sie den Code aus unserer Nachricht ein und wählen Sie ein neues Passwort.",
  "passwordSet.sent":
    "Ein neuer Code ist unterwegs, falls es ein Konto gibt, dem er gesendet werden kann. Frühere Codes gelten unter Umständen nicht mehr.",
  "passwordSet.firstTitle": "Passwort wählen",
  "passwordSet.firstLead": "Damit melden Sie sich von jetzt an an.",
  "passwordSet.code": "Code",
  "passwordSet.submit": "Speichern und weiter",
  "passwordSet.resend": "Neuen Code senden",
  "passwordSet.errorCode":
    "Dieser Code stimmt nicht oder gilt nicht mehr. Prüfen Sie ihn oder lassen Sie sich einen neuen senden.",

  "verify.title": "E-Mail-Adresse bestätigen",
  "verify.lead": "Geben Sie den Code aus der Nachricht ein, die wir Ihnen gesendet haben.",
  "verify.code": "Code",
  "verify.submit": "Bestätigen",
  "verify.resend": "Neuen Code senden",
  "verify.sent": "Ein neuer Code ist unterwegs, falls einer nötig ist. Frühere Codes gelten nicht mehr.",
  "verify.doneTitle": "Ihre E-Mail-Adresse ist bestätigt",
  "verify.done": "Sie können sich jetzt anmelden oder dieses Fenster schließen.",
  "verify.signIn": "Anmelden",
  "verify.errorCode":
    "Dieser Code stimmt nicht oder gilt nicht mehr. Prüfen Sie ihn oder lassen Sie sich einen neuen senden.",
  "verify.errorTooMany":
    "Es wurden zu viele Codes angefordert. Verwenden Sie den letzten oder warten Sie, bevor Sie einen weiteren anfordern.",

  "invite.title": "Einladung annehmen",
  "invite.lead":
    "Für Sie wurde ein Konto angelegt. Geben Sie den Code aus Ihrer Einladung ein, um zu beginnen.",
  "invite.submit": "Annehmen",

  "activate.title": "Konto aktivieren",
  "activate.lead":
    "Geben Sie den Code aus der Nachricht ein, die wir Ihnen gesendet haben. Danach wählen Sie, wie Sie sich anmelden.",
  "activate.submit": "Aktivieren",

  "authenticator.title": "Wie möchten Sie sich anmelden?",
  "authenticator.lead":
    "Ihre E-Mail-Adresse ist bestätigt. Wählen Sie, womit Sie sich von jetzt an anmelden.",
  "authenticator.passkey": "Passkey verwenden",
  "authenticator.passkeyHint":
    "Sie melden sich mit Fingerabdruck, Gesicht oder der Sperre Ihres Geräts an. Zu merken gibt es nichts.",
  "authenticator.password": "Passwort verwenden",

  "usernameChange.title": "Neuen Anmeldenamen wählen",
  "usernameChange.lead":
    "Die Domain in Ihrem Anmeldenamen gehört jetzt einer anderen Organisation. Wählen Sie einen neuen Namen, um fortzufahren.",
  "usernameChange.name": "Neuer Benutzername",
  "usernameChange.submit": "Speichern und weiter",
  "usernameChange.errorTaken": "Ein Konto dieses Namens gibt es schon. Wählen Sie einen anderen.",
  "usernameChange.errorReserved":
    "Dieser Name endet auf eine Domain einer anderen Organisation. Wählen Sie einen Namen ohne sie.",
  "usernameChange.errorTemporary": "Namen dieser Domain gelten nur vorübergehend. Wählen Sie einen anderen.",

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

  "mfa.title": "Bestätigen Sie, dass Sie es sind",
  "mfa.others": "Ein anderer Weg",
  "mfa.passkey": "Passkey",
  "mfa.totp": "Authenticator-App",
  "mfa.u2f": "Sicherheitsschlüssel",
  "mfa.otp_sms": "SMS",
  "mfa.otp_email": "E-Mail",
  "mfa.recovery_code": "Wiederherstellungscode",
  "mfa.passkeyAbout": "Mit Fingerabdruck, Gesicht oder der Sperre Ihres Geräts.",
  "mfa.totpAbout": "Geben Sie den Code ein, den die App zeigt.",
  "mfa.u2fAbout": "Berühren Sie Ihren Schlüssel oder stecken Sie ihn ein.",
  "mfa.otp_smsAbout": "Wir senden einen Code an Ihr Telefon.",
  "mfa.otp_emailAbout": "Wir senden einen Code an Ihre E-Mail-Adresse.",
  "mfa.recovery_codeAbout": "Nehmen Sie einen der Codes, die Sie notiert haben.",
  "mfa.errorWrong": "Dieser Code stimmt nicht. Bitte versuchen Sie es noch einmal.",
  "mfa.errorTooMany": "Zu viele Versuche. Warten Sie einen Moment, bevor Sie es wieder versuchen.",
  "mfa.errorSendTooMany":
    "Es wurden zu viele Codes gesendet. Warten Sie einen Moment, bevor Sie einen weiteren anfordern.",
  "mfa.errorUnready": "Auf diesem Weg kann zurzeit kein Code gesendet werden. Wählen Sie einen anderen.",
  "mfa.errorLocked":
    "Dieses Konto ist nach zu vielen falschen Codes gesperrt. Wer Ihre Konten verwaltet, kann es entsperren.",

  "mfaSet.title": "Schützen Sie Ihr Konto",
  "mfaSet.lead": "Mit einem zweiten Faktor kommt niemand hinein, der nur Ihr Passwort kennt.",
  "mfaSet.forced": "Ihre Organisation verlangt einen zweiten Faktor. Wählen Sie einen, um fortzufahren.",
  "mfaSet.list": "Was Sie einrichten können",
  "mfaSet.passkeyAbout": "Der sicherste und schnellste Weg: Anmelden ohne Passwort.",
  "mfaSet.totpAbout": "Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code.",
  "mfaSet.u2fAbout": "Ein kleines Gerät, das Sie einstecken oder an Ihr Telefon halten.",
  "mfaSet.otp_smsAbout": "Wir senden Ihnen jedes Mal einen Code per SMS.",
  "mfaSet.otp_emailAbout": "Wir senden Ihnen jedes Mal einen Code per E-Mail.",
  "mfaSet.skip": "Jetzt nicht",
  "mfaSet.another": "Einen anderen Weg wählen",
  "mfaSet.errorNone":
    "Hier ist ein zweiter Faktor vorgeschrieben, aber für dieses Konto lässt sich keiner der erlaubten einrichten. Eine Administratorin oder ein Administrator kann helfen.",
  "mfaSet.errorTaken": "Das ist schon eingerichtet.",

  "totp.title": "Geben Sie den Code aus Ihrer App ein",
  "totp.lead": "Öffnen Sie Ihre Authenticator-App: Sie zeigt einen sechsstelligen Code für dieses Konto.",
  "totp.label": "Code aus der App",
  "totp.setTitle": "Authenticator-App einrichten",
  "totp.setLead":
    "Scannen Sie dies mit einer Authenticator-App und geben Sie dann den Code ein, den sie zeigt.",
  "totp.qrLabel": "QR-Code für Ihre Authenticator-App",
  "totp.secret": "Oder geben Sie diesen Schlüssel von Hand ein",
  "totp.openApp": "In einer App auf diesem Gerät öffnen",
  "totp.setLabel": "Code, den die App zeigt",
  "totp.errorReplaced": "Dieser Schlüssel gilt nicht mehr. Scannen Sie den, den Sie jetzt sehen.",

  "otpSms.title": "Geben Sie den Code aus der SMS ein",
  "otpSms.sent": "Wir haben einen Code an Ihre Nummer mit der Endung {ending} gesendet.",
  "otpSms.none":
    "Zurzeit ist kein Code unterwegs. Wir können einen an Ihre Nummer mit der Endung {ending} senden.",
  "otpSms.label": "Code aus der SMS",
  "otpSms.sendCode": "Code senden",
  "otpSms.resend": "Weiteren Code senden",
  "otpSms.errorExpired": "Dieser Code gilt nicht mehr. Fordern Sie einen weiteren an.",
  "otpSms.setTitle": "Codes per SMS erhalten",
  "otpSms.setLead": "Wir senden bei jeder Anmeldung einen Code an Ihr Telefon.",
  "otpSms.phone": "Telefonnummer",
  "otpSms.phoneHint": "Mit der Landesvorwahl, etwa +49 30 901820.",
  "otpSms.edit": "Nummer ändern",
  "otpSms.useLead": "Codes gehen an Ihre Nummer mit der Endung {ending}.",
  "otpSms.use": "Diese Nummer verwenden",
  "otpSms.useAnother": "Eine andere Nummer verwenden",
  "otpSms.errorPhone": "Das ist keine Telefonnummer. Schreiben Sie sie mit der Landesvorwahl.",

  "otpEmail.title": "Geben Sie den Code aus der E-Mail ein",
  "otpEmail.sent": "Wir haben einen Code an {address} gesendet.",
  "otpEmail.none": "Zurzeit ist kein Code unterwegs. Wir können einen an {address} senden.",
  "otpEmail.label": "Code aus der E-Mail",
  "otpEmail.sendCode": "Code senden",
  "otpEmail.resend": "Weiteren Code senden",
  "otpEmail.errorExpired": "Dieser Code gilt nicht mehr. Fordern Sie einen weiteren an.",
  "otpEmail.elsewhereTitle": "Geben Sie diesen Code dort ein, wo Sie sich anmelden",
  "otpEmail.elsewhere":
    "In diesem Browser wartet keine Anmeldung auf einen Code. Gehen Sie zurück zu dem Browser, in dem Sie begonnen haben, und geben Sie ihn dort ein.",
  "otpEmail.setTitle": "Codes per E-Mail erhalten",
  "otpEmail.setLead": "Codes gehen bei jeder Anmeldung an {address}. Den ersten senden wir jetzt.",
  "otpEmail.use": "Ersten Code senden",

  "u2f.title": "Verwenden Sie Ihren Sicherheitsschlüssel",
  "u2f.lead": "Halten Sie Ihren Schlüssel bereit und folgen Sie dem, was Ihr Browser sagt.",
  "u2f.submit": "Sicherheitsschlüssel verwenden",
  "u2f.waiting": "Wir warten auf Ihren Schlüssel…",
  "u2f.unsupported":
    "Dafür braucht es JavaScript und einen Browser, der Sicherheitsschlüssel kennt. Nehmen Sie einen anderen Browser oder einen anderen Weg.",
  "u2f.errorFailed":
    "Das hat nicht geklappt. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.",
  "u2f.errorKnown": "Dieser Schlüssel ist für Ihr Konto schon registriert.",
  "u2f.errorElsewhere":
    "Keiner Ihrer Schlüssel ist für diese Adresse registriert. Wählen Sie einen anderen Weg.",
  "u2f.setTitle": "Sicherheitsschlüssel einrichten",
  "u2f.setLead": "Geben Sie Ihrem Schlüssel einen Namen und folgen Sie dann dem, was Ihr Browser sagt.",
  "u2f.name": "Name des Schlüssels",
  "u2f.nameHint": "Daran unterscheiden Sie Ihre Schlüssel.",
  "u2f.nameDefault": "Sicherheitsschlüssel",
  "u2f.setSubmit": "Schlüssel registrieren",

  "recoveryCode.title": "Geben Sie einen Wiederherstellungscode ein",
  "recoveryCode.lead": "Jeder der Codes, die Sie notiert haben, gilt einmal.",
  "recoveryCode.label": "Wiederherstellungscode",
  "recoveryCode.offerTitle": "Behalten Sie einen Weg zurück",
  "recoveryCode.offer":
    "Mit Wiederherstellungscodes kommen Sie hinein, wenn Sie Ihren zweiten Faktor verloren haben. Bewahren Sie sie bei anderen wichtigen Papieren auf.",
  "recoveryCode.replaces": "Sie haben schon Wiederherstellungscodes. Neue machen sie ungültig.",
  "recoveryCode.create": "Wiederherstellungscodes anzeigen",
  "recoveryCode.later": "Ohne sie fortfahren",
  "recoveryCode.shownTitle": "Ihre Wiederherstellungscodes",
  "recoveryCode.shown": "Sie werden nur jetzt gezeigt. Jeder von ihnen gilt einmal.",
  "recoveryCode.list": "Wiederherstellungscodes",
  "recoveryCode.print": "Drucken",
  "recoveryCode.saved": "Ich habe sie aufbewahrt",

  "rules.title": "Ihr neues Passwort braucht",
  "rules.minLength": "mindestens {count} Zeichen",
  "rules.lower": "einen Kleinbuchstaben",
  "rules.upper": "einen Großbuchstaben",
  "rules.number": "eine Ziffer",
  "rules.symbol": "ein Sonder- oder Satzzeichen",
  "rules.fulfilled": "erfüllt",
  "rules.open": "noch nicht erfüllt",

  "register.title": "Konto anlegen",
  "register.leadOrg": "Es wird zu {org} gehören.",
  "register.leadMail": "Wir schicken Ihnen einen Link, mit dem Sie ein Passwort wählen.",
  "register.givenName": "Vorname",
  "register.familyName": "Nachname",
  "register.email": "E-Mail",
  "register.userName": "Benutzername",
  "register.confirm": "Passwort, noch einmal",
  "register.terms": "Ich akzeptiere die {link}.",
  "register.termsLink": "Bedingungen",
  "register.privacy": "Ich habe die {link} gelesen.",
  "register.privacyLink": "Datenschutzerklärung",
  "register.submit": "Konto anlegen",
  "register.withPasskey": "Passkey statt Passwort verwenden",
  "register.haveAccount": "Ich habe schon ein Konto",
  "register.errorEmail": "Das ist keine E-Mail-Adresse.",
  "register.errorTaken":
    "Ein Konto dieses Namens gibt es schon. Melden Sie sich damit an oder verwenden Sie einen anderen.",
  "register.errorReserved":
    "Adressen dieser Domain gehören zu einer Organisation. Melden Sie sich mit Ihrer dort an.",
  "register.errorConfirm": "Die beiden Passwörter unterscheiden sich.",
  "register.errorConsent": "Ohne dies geht es nicht weiter.",
  "register.errorTooMany":
    "Von Ihrem Anschluss aus wurden zu viele Konten angelegt. Versuchen Sie es später noch einmal.",
  "register.closed":
    "Hier kann niemand ein Konto anlegen. Fragen Sie die Stelle, die die Konten verwaltet, nach einem.",
  "register.mailTitle": "Sehen Sie in Ihre Mails",
  "register.mailSent":
    "Falls es für Ihre Angaben noch kein Konto gab, ist eine Nachricht unterwegs. Öffnen Sie deren Link, um ein Passwort zu wählen.",
  "register.mailMissing":
    "Falls nichts ankommt, sehen Sie unter den unerwünschten Mails nach. Vielleicht haben Sie auch schon ein Konto: Melden Sie sich damit an oder setzen Sie dessen Passwort zurück.",
  "register.mailSignIn": "Anmelden",

  "registerOrg.title": "Organisation registrieren",
  "registerOrg.lead": "Sie gehört Ihnen; Sie verwalten ihre Personen und Anwendungen.",
  "registerOrg.name": "Name der Organisation",
  "registerOrg.userName": "Benutzername (freiwillig)",
  "registerOrg.userNameHint": "Bleibt das Feld leer, ist Ihre E-Mail-Adresse Ihr Benutzername.",
  "registerOrg.submit": "Registrieren",
  "registerOrg.errorNameInvalid":
    "So kann eine Organisation nicht heißen: Der Name braucht Buchstaben oder Ziffern.",
  "registerOrg.errorNameTaken": "Eine Organisation dieses Namens gibt es schon.",
  "registerOrg.errorUserNameReserved":
    "Dieser Name endet auf eine Domain einer anderen Organisation. Wählen Sie einen Benutzernamen ohne sie.",
  "registerOrg.errorTooMany":
    "Von Ihrem Anschluss aus wurden zu viele Organisationen registriert. Versuchen Sie es später noch einmal.",

  "accounts.title": "Konto auswählen",
  "accounts.signedIn": "Angemeldet",
  "accounts.signedOut": "Abgemeldet",
  "accounts.list": "Konten in diesem Browser",
  "accounts.end": "{name} abmelden",
  "accounts.register": "Ein weiteres Konto anlegen",
  "accounts.forget": "{name} aus dieser Liste entfernen",

  "logout.title": "Abmelden",
  "logout.question": "Von welchem Konto möchten Sie sich abmelden?",
  "logout.questionOne": "Möchten Sie sich abmelden?",
  "logout.everywhere": "Auch auf allen anderen Geräten und in allen anderen Browsern abmelden",
  "logout.one": "Abmelden",
  "logout.all": "Von allen Konten abmelden",
  "logout.stay": "Angemeldet bleiben",
  "logout.doneTitle": "Sie sind abgemeldet",
  "logout.done": "Schließen Sie an einem gemeinsam genutzten Rechner auch das Browserfenster.",
  "logout.signInAgain": "Wieder anmelden",
  "logout.others": "Konto auswählen",

  "success.title": "Sie sind angemeldet",
  "success.app": "{app} öffnet sich gleich. Falls nichts geschieht, gehen Sie von Hand weiter.",
  "success.application":
    "Die Anwendung öffnet sich gleich. Falls nichts geschieht, gehen Sie von Hand weiter.",
  "success.visit": "Sie können weitergehen oder dieses Fenster schließen.",

  "device.usercode.title": "Gerät verbinden",
  "device.usercode.description": "Geben Sie den Code ein, den Ihr Gerät anzeigt.",
  "device.usercode.compare": "Zeigt Ihr Gerät diesen Code an? Fahren Sie nur dann fort.",
  "device.usercode.label": "Code",
  "device.usercode.hint": "Acht Buchstaben, groß oder klein.",
  "device.usercode.errorUnknown":
    "Mit diesem Code wartet kein Gerät. Vergleichen Sie ihn mit der Anzeige Ihres Geräts.",
  "device.usercode.errorUsed": "Dieser Code wurde schon benutzt. Lassen Sie Ihr Gerät einen neuen anzeigen.",
  "device.usercode.errorExpired": "Dieser Code ist abgelaufen. Lassen Sie Ihr Gerät einen neuen anzeigen.",
  "device.request.title": "{appName} verbinden?",
  "device.request.description": "Ein Gerät möchte mit Ihrem Konto angemeldet werden.",
  "device.request.code": "Ihr Gerät zeigt diesen Code:",
  "device.request.abilities": "{app} kann dann:",
  "device.request.disclaimer":
    "Erlauben Sie dies nur, wenn Sie es selbst begonnen haben und das Gerät vor Ihnen diesen Code zeigt. Niemand, der Sie anruft oder Ihnen schreibt, braucht ihn.",
  "device.request.from": "Das Gerät fragte von der Adresse {address} aus.",
  "device.request.submit": "Erlauben",
  "device.request.deny": "Ablehnen",
  "device.scope.openid": "wissen, wer Sie sind",
  "device.scope.profile": "Ihren Namen und Ihr Profil sehen",
  "device.scope.email": "Ihre E-Mail-Adresse sehen",
  "device.scope.phone": "Ihre Telefonnummer sehen",
  "device.scope.address": "Ihre Postadresse sehen",
  "device.scope.organization": "sehen, zu welcher Organisation Sie gehören",
  "device.scope.roles": "Ihre Rollen sehen",
  "device.scope.metadata": "sehen, was sonst über Sie vermerkt ist",
  "device.scope.otherApplications": "andere Anwendungen in Ihrem Namen benutzen",
  "device.scope.offlineAccess": "angemeldet bleiben, während Sie nicht da sind",
  "device.scope.manage": "in Ihrem Namen alles verwalten, was Sie hier verwalten dürfen",
  "device.done.allowedTitle": "Ihr Gerät ist verbunden",
  "device.done.allowed": "Sie können zu ihm zurückkehren und dieses Fenster schließen.",
  "device.done.deniedTitle": "Sie haben die Anfrage abgelehnt",
  "device.done.denied": "Das Gerät erhält keinen Zugang. Sie können dieses Fenster schließen.",

  "preview.title": "Entwurf",
  "preview.lead":
    "Dieses Aussehen ist noch nicht aktiv. Außer Ihnen sieht es niemand, und nichts auf dieser Seite bewirkt etwas.",
  "preview.page": "Seite",
  "preview.theme": "Farben",
  "preview.system": "Wie auf dem Gerät",
  "preview.light": "Hell",
  "preview.dark": "Dunkel",
  "preview.error": "Mit einem Fehler",

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
  "error.noPreview":
    "Niemand, der hier angemeldet ist, darf diesen Entwurf sehen. Melden Sie sich mit einem Konto an, das diese Einstellungen verwaltet, und öffnen Sie diese Seite noch einmal.",
  "error.internal": "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.",
  "error.unavailable": "Der Dienst ist ausgelastet. Bitte versuchen Sie es gleich noch einmal.",
  "error.logout": "Die Anfrage zum Abmelden ist nicht gültig. Es wurde nichts verändert.",
  "error.user_not_active": "Dieses Konto ist nicht aktiv. Wer Ihre Konten verwaltet, kann es aktivieren.",
  "error.org_not_active": "Die Organisation dieses Kontos ist nicht aktiv.",
  "error.no_login_method": "Für dieses Konto ist keine Art der Anmeldung erlaubt.",
  "error.external_login":
    "Dieses Konto meldet sich über einen Identitätsanbieter an; das ist auf dieser Seite noch nicht möglich.",
  "error.mfa_not_configured":
    "Ein zweiter Faktor ist vorgeschrieben, aber die Einstellungen erlauben keinen. Das muss die Verwaltung richtigstellen.",
  "error.project_required": "Ihre Organisation hat keinen Zugang zu dieser Anwendung.",
  "error.grant_required": "Ihr Konto hat keinen Zugang zu dieser Anwendung.",
  "error.registrationClosed": "Organisationen können hier nicht registriert werden.",
  "error.other": "Ein Schritt dieser Anmeldung fehlt.",
};
