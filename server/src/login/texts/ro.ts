import type { Texts } from "./keys.ts";

export const ro: Texts = {
  "language.name": "Română",
  "common.continue": "Continuați",
  "common.skipToContent": "Treceți la formular",
  "common.toApp": "pentru a continua către {app}",
  "common.backToApp": "Înapoi la {app}",
  "common.backToApplication": "Înapoi la aplicație",
  "common.startAgain": "Începeți din nou",
  "common.otherAccount": "Folosiți alt cont",
  "common.notYou": "Nu sunteți dumneavoastră?",
  "common.signedInAs": "Cont",
  "common.showPassword": "Afișați parola",
  "common.hidePassword": "Ascundeți parola",
  "common.required": "Completați acest câmp.",
  "common.tooLong": "Textul introdus este prea lung.",
  "common.copy": "Copiați",
  "common.close": "Închideți",
  "common.copied": "Copiat",

  "footer.label": "Informații și limbă",
  "footer.language": "Limbă",
  "footer.terms": "Termeni și condiții",
  "footer.privacy": "Confidențialitate",
  "footer.help": "Ajutor",
  "footer.support": "Asistență",
  "footer.watermark": "Securizat de Gatehouse",

  "loginName.title": "Autentificare",
  "loginName.label": "Nume de autentificare",
  "loginName.labelEmail": "Nume de autentificare sau e-mail",
  "loginName.labelPhone": "Nume de autentificare sau număr de telefon",
  "loginName.labelEmailPhone": "Nume de autentificare, e-mail sau număr de telefon",
  "loginName.ofOrg": "cu contul dumneavoastră de la {org}",
  "loginName.noAccount": "Nu aveți încă un cont?",
  "loginName.register": "Creați un cont",
  "loginName.noNames":
    "Aici autentificarea cu nume și parolă nu este posibilă. Reveniți la aplicație sau întrebați administratorul conturilor dumneavoastră.",
  "loginName.errorUnknown":
    "Nu am găsit niciun cont cu acest nume. Verificați dacă l-ați scris corect sau întrebați administratorul conturilor dumneavoastră.",

  "password.title": "Introduceți parola",
  "password.label": "Parolă",
  "password.submit": "Autentificare",
  "password.reset": "Ați uitat parola?",
  "password.errorWrong": "Parola este greșită. Încercați din nou.",
  "password.errorNameOrPassword": "Numele de autentificare sau parola este greșită.",
  "password.errorLocked":
    "Acest cont a fost blocat după prea multe parole greșite. Administratorul conturilor dumneavoastră îl poate debloca.",
  "password.errorTooMany": "Prea multe încercări. Așteptați puțin înainte de a încerca din nou.",

  "passkey.title": "Autentificați-vă cu cheia de acces",
  "passkey.lead": "Dispozitivul vă va cere amprenta, chipul sau codul PIN.",
  "passkey.leadAnyone": "Browserul afișează cheile de acces pe care le are pentru această adresă.",
  "passkey.submit": "Folosiți cheia de acces",
  "passkey.onLoginName": "Autentificare cu o cheie de acces",
  "passkey.usePassword": "Folosiți parola",
  "passkey.useLoginName": "Introduceți numele de autentificare",
  "passkey.otherFactor": "Alegeți altă modalitate",
  "passkey.unsupported":
    "Cheile de acces nu pot fi folosite în acest browser. Este nevoie de un browser actual, căruia i se permite să ruleze scripturi pe această pagină.",
  "passkey.waiting": "Se așteaptă dispozitivul…",
  "passkey.failed":
    "Nu s-a confirmat nimic: operațiunea a fost anulată sau a durat prea mult. Încercați din nou când doriți.",
  "passkey.none": "Niciuna dintre cheile dumneavoastră de acces nu funcționează la adresa acestei pagini.",
  "passkey.errorRefused":
    "Această cheie de acces nu a putut fi folosită aici. Alegeți alta sau altă modalitate de autentificare.",
  "passkey.errorStale":
    "Această pagină a stat deschisă prea mult sau a fost deja folosită. Vă rugăm să confirmați încă o dată.",
  "passkey.errorCopied":
    "Se pare că există o copie a acestei chei de acces, așa că nu a fost acceptată. Autentificați-vă în alt mod și configurați-o din nou.",
  "passkey.errorNotAllowed": "Pentru acest cont nu sunt permise chei de acces. Autentificați-vă în alt mod.",
  "passkey.errorOtherOrg":
    "Această cheie de acces aparține unui cont din altă organizație decât cea cerută. Alegeți alta.",

  "passkeySet.title": "Configurați o cheie de acces",
  "passkeySet.lead":
    "Cu ea vă autentificați folosind amprenta, chipul sau codul PIN al dispozitivului. Nu poate fi ghicită și nu funcționează pe pagini false.",
  "passkeySet.leadLink":
    "Cu acest link puteți configura pe acest dispozitiv o cheie de acces pentru contul dumneavoastră.",
  "passkeySet.name": "Numele cheii de acces (opțional)",
  "passkeySet.nameHint": "Dacă rămâne necompletat, cheia primește numele locului în care este păstrată.",
  "passkeySet.fallbackName": "Cheie de acces",
  "passkeySet.submit": "Creați cheia de acces",
  "passkeySet.skip": "Nu acum",
  "passkeySet.otherWay": "Alegeți altă modalitate",
  "passkeySet.waiting": "Urmați pașii de pe dispozitiv…",
  "passkeySet.failed":
    "Nu s-a creat nicio cheie de acces: operațiunea a fost anulată sau a durat prea mult. Încercați din nou când doriți.",
  "passkeySet.known":
    "Pe acest dispozitiv există deja o cheie de acces pentru contul dumneavoastră. O puteți folosi imediat.",
  "passkeySet.unsupported":
    "În acest browser nu se pot crea chei de acces. Este nevoie de un browser actual, căruia i se permite să ruleze scripturi pe această pagină.",
  "passkeySet.otherDevice": "Configurați pe alt dispozitiv",
  "passkeySet.otherTitle": "Configurați o cheie de acces pe alt dispozitiv",
  "passkeySet.otherLead":
    "Scanați codul cu celălalt dispozitiv sau deschideți acolo adresa. Funcționează o singură dată. Valabilitate: {minutes} min. Nu o comunicați nimănui.",
  "passkeySet.otherCode": "Codul QR al adresei",
  "passkeySet.otherAddress": "Adresă",
  "passkeySet.otherReady": "Continuați după configurarea cheii de acces",
  "passkeySet.errorStale": "Această pagină a stat deschisă prea mult. Încercați încă o dată.",
  "passkeySet.errorRefused": "Răspunsul dispozitivului nu a putut fi acceptat. Încercați încă o dată.",
  "passkeySet.errorCode":
    "Acest link nu este valid: a fost deja folosit sau nu este complet. Solicitați unul nou.",
  "passkeySet.errorCodeExpired": "Acest link a expirat. Solicitați unul nou.",
  "passkeySet.errorNotAllowed": "Pentru acest cont nu sunt permise chei de acces.",
  "passkeySet.doneTitle": "Cheia de acces este gata",
  "passkeySet.done": "De acum vă puteți autentifica folosind-o.",
  "passkeySet.doneElsewhere": "De acum vă puteți autentifica folosind-o. Puteți închide această fereastră.",
  "passkeySet.mailTitle": "Configurați-vă cheia de acces",
  "passkeySet.mailLead":
    "Acest cont se folosește cu o cheie de acces. Putem trimite la adresa sa de e-mail un link cu care să configurați una.",
  "passkeySet.mailSubmit": "Trimiteți linkul",
  "passkeySet.mailSent":
    "Linkul a fost trimis. Deschideți-l pe dispozitivul cu care doriți să vă autentificați.",
  "passkeySet.errorMail":
    "Adresa de e-mail a acestui cont nu este confirmată, așa că nu i se poate trimite un link.",

  "passkeyPrompt.title": "Autentificați-vă mai rapid data viitoare",
  "passkeyPrompt.lead": "Cu o cheie de acces nu aveți nevoie nici de parolă, nici de cod.",
  "passkeyPrompt.easy": "Amprenta, chipul sau codul PIN al dispozitivului sunt suficiente.",
  "passkeyPrompt.safe":
    "Nu poate fi ghicită și nici furată de o pagină falsă și nu vă părăsește niciodată dispozitivele.",
  "passkeyPrompt.quick": "Durează o jumătate de minut. Parola rămâne valabilă.",
  "passkeyPrompt.submit": "Configurați o cheie de acces",
  "passkeyPrompt.skip": "Nu acum",

  "passwordReset.title": "Resetați-vă parola",
  "passwordReset.lead": "Vă trimitem un cod cu care alegeți o parolă nouă.",
  "passwordReset.submit": "Trimiteți codul",
  "passwordReset.back": "Înapoi la autentificare",

  "passwordSet.title": "Setați o parolă nouă",
  "passwordSet.lead":
    "Dacă există un cont cu acest nume, am trimis un cod la adresa sa de e-mail sau la numărul său de telefon. Introduceți-l aici și alegeți o parolă nouă.",
  "passwordSet.leadLink": "Introduceți codul din mesajul nostru și alegeți o parolă nouă.",
  "passwordSet.sent":
    "Am trimis un cod nou, dacă există un cont care îl poate primi. Este posibil ca vechile coduri să nu mai funcționeze.",
  "passwordSet.firstTitle": "Alegeți-vă parola",
  "passwordSet.firstLead": "Cu ea vă autentificați de acum înainte.",
  "passwordSet.code": "Cod",
  "passwordSet.submit": "Salvați și continuați",
  "passwordSet.resend": "Trimiteți un cod nou",
  "passwordSet.errorCode": "Acest cod este greșit sau nu mai este valabil. Verificați-l sau cereți unul nou.",

  "verify.title": "Confirmați adresa de e-mail",
  "verify.lead": "Introduceți codul din mesajul pe care vi l-am trimis.",
  "verify.code": "Cod",
  "verify.submit": "Confirmați",
  "verify.resend": "Trimiteți un cod nou",
  "verify.sent": "Am trimis un cod nou, dacă este nevoie de unul. Vechile coduri nu mai funcționează.",
  "verify.doneTitle": "Adresa dumneavoastră de e-mail este confirmată",
  "verify.done": "Acum vă puteți autentifica sau puteți închide această fereastră.",
  "verify.signIn": "Autentificare",
  "verify.errorCode": "Acest cod este greșit sau nu mai este valabil. Verificați-l sau cereți unul nou.",
  "verify.errorTooMany":
    "S-au cerut prea multe coduri. Folosiți-l pe ultimul sau așteptați înainte de a cere altul.",

  "invite.title": "Acceptați invitația",
  "invite.lead":
    "A fost creat un cont pentru dumneavoastră. Pentru a începe, introduceți codul din invitație.",
  "invite.submit": "Acceptați",

  "activate.title": "Activați-vă contul",
  "activate.lead": "Introduceți codul din mesajul pe care vi l-am trimis. Apoi alegeți cum vă autentificați.",
  "activate.submit": "Activați",

  "authenticator.title": "Cum doriți să vă autentificați?",
  "authenticator.lead":
    "Adresa dumneavoastră de e-mail este confirmată. Alegeți cum vă autentificați de acum înainte.",
  "authenticator.passkey": "Folosiți o cheie de acces",
  "authenticator.passkeyHint":
    "Vă autentificați cu amprenta, chipul sau blocarea dispozitivului. Nu trebuie să țineți minte nimic.",
  "authenticator.password": "Folosiți o parolă",

  "usernameChange.title": "Alegeți un nume de autentificare nou",
  "usernameChange.lead":
    "Domeniul din numele dumneavoastră de autentificare aparține acum altei organizații. Alegeți un nume nou pentru a continua.",
  "usernameChange.name": "Nume de utilizator nou",
  "usernameChange.submit": "Salvați și continuați",
  "usernameChange.errorTaken": "Există deja un cont cu acest nume. Alegeți altul.",
  "usernameChange.errorReserved":
    "Acest nume se termină cu domeniul altei organizații. Alegeți un nume fără el.",
  "usernameChange.errorTemporary": "Numele din acest domeniu sunt doar temporare. Alegeți altul.",

  "passwordChange.title": "Alegeți o parolă nouă",
  "passwordChange.required": "Contul dumneavoastră are nevoie de o parolă nouă înainte de a putea continua.",
  "passwordChange.expired":
    "Parola dumneavoastră a depășit termenul de folosire (în zile: {days}). Alegeți una nouă pentru a continua.",
  "passwordChange.current": "Parola actuală",
  "passwordChange.new": "Parola nouă",
  "passwordChange.confirm": "Repetați parola nouă",
  "passwordChange.submit": "Salvați și continuați",
  "passwordChange.errorCurrent": "Parola actuală este greșită.",
  "passwordChange.errorConfirm": "Cele două parole noi sunt diferite.",
  "passwordChange.errorUnchanged": "Parola nouă trebuie să fie diferită de cea actuală.",
  "passwordChange.errorCommon":
    "Această parolă este prea comună: se numără printre primele pe care le-ar încerca altcineva. Alegeți alta.",
  "passwordChange.errorUsedBefore": "Ați mai folosit această parolă. Alegeți alta.",
  "passwordChange.errorRules": "Parola nouă mai trebuie să conțină: {rules}.",

  "mfa.title": "Confirmați că sunteți dumneavoastră",
  "mfa.others": "Altă modalitate",
  "mfa.passkey": "Cheie de acces",
  "mfa.totp": "Aplicație de autentificare",
  "mfa.u2f": "Cheie de securitate",
  "mfa.otp_sms": "SMS",
  "mfa.otp_email": "E-mail",
  "mfa.recovery_code": "Cod de recuperare",
  "mfa.passkeyAbout": "Cu amprenta, chipul sau blocarea dispozitivului.",
  "mfa.totpAbout": "Introduceți codul afișat de aplicație.",
  "mfa.u2fAbout": "Atingeți cheia sau conectați-o.",
  "mfa.otp_smsAbout": "Vă trimitem un cod pe telefon.",
  "mfa.otp_emailAbout": "Vă trimitem un cod la adresa de e-mail.",
  "mfa.recovery_codeAbout": "Folosiți unul dintre codurile pe care le-ați notat.",
  "mfa.errorWrong": "Codul este greșit. Încercați din nou.",
  "mfa.errorTooMany": "Prea multe încercări. Așteptați puțin înainte de a încerca din nou.",
  "mfa.errorSendTooMany": "S-au trimis prea multe coduri. Așteptați puțin înainte de a cere altul.",
  "mfa.errorUnready": "În acest moment nu se poate trimite un cod pe această cale. Alegeți alta.",
  "mfa.errorLocked":
    "Acest cont a fost blocat după prea multe coduri greșite. Administratorul conturilor dumneavoastră îl poate debloca.",

  "mfaSet.title": "Protejați-vă contul",
  "mfaSet.lead": "Cu un al doilea factor, nu intră nimeni care vă știe doar parola.",
  "mfaSet.forced": "Organizația dumneavoastră cere un al doilea factor. Alegeți unul pentru a continua.",
  "mfaSet.list": "Ce puteți configura",
  "mfaSet.passkeyAbout": "Cea mai sigură și mai rapidă modalitate: autentificare fără parolă.",
  "mfaSet.totpAbout": "O aplicație de pe telefon afișează un cod nou la fiecare 30 de secunde.",
  "mfaSet.u2fAbout": "Un mic dispozitiv pe care îl conectați sau îl apropiați de telefon.",
  "mfaSet.otp_smsAbout": "Vă trimitem de fiecare dată un cod prin SMS.",
  "mfaSet.otp_emailAbout": "Vă trimitem de fiecare dată un cod prin e-mail.",
  "mfaSet.skip": "Nu acum",
  "mfaSet.another": "Alegeți altă modalitate",
  "mfaSet.errorNone":
    "Aici este obligatoriu un al doilea factor, dar niciunul dintre cei permiși nu poate fi configurat pentru acest cont. Un administrator vă poate ajuta.",
  "mfaSet.errorTaken": "Acest lucru este deja configurat.",

  "totp.title": "Introduceți codul din aplicație",
  "totp.lead":
    "Deschideți aplicația de autentificare: aceasta afișează un cod de șase cifre pentru acest cont.",
  "totp.label": "Codul din aplicație",
  "totp.setTitle": "Configurați o aplicație de autentificare",
  "totp.setLead":
    "Scanați acest cod cu o aplicație de autentificare, apoi introduceți codul pe care îl afișează.",
  "totp.qrLabel": "Cod QR pentru aplicația de autentificare",
  "totp.secret": "Sau introduceți manual această cheie",
  "totp.openApp": "Deschideți într-o aplicație de pe acest dispozitiv",
  "totp.setLabel": "Codul afișat de aplicație",
  "totp.errorReplaced": "Această cheie nu mai este valabilă. Scanați-o pe cea pe care o vedeți acum.",

  "otpSms.title": "Introduceți codul din SMS",
  "otpSms.sent": "Am trimis un cod la numărul dumneavoastră care se termină în {ending}.",
  "otpSms.none":
    "În acest moment nu am trimis niciun cod. Putem trimite unul la numărul dumneavoastră care se termină în {ending}.",
  "otpSms.label": "Codul din mesaj",
  "otpSms.sendCode": "Trimiteți codul",
  "otpSms.resend": "Trimiteți alt cod",
  "otpSms.errorExpired": "Acest cod nu mai este valabil. Cereți altul.",
  "otpSms.setTitle": "Primiți coduri prin SMS",
  "otpSms.setLead": "Vă trimitem un cod pe telefon la fiecare autentificare.",
  "otpSms.phone": "Număr de telefon",
  "otpSms.phoneHint": "Cu prefixul țării, de exemplu +40 712 345 678.",
  "otpSms.edit": "Schimbați numărul",
  "otpSms.useLead": "Codurile vor fi trimise la numărul dumneavoastră care se termină în {ending}.",
  "otpSms.use": "Folosiți acest număr",
  "otpSms.useAnother": "Folosiți alt număr",
  "otpSms.errorPhone": "Acesta nu este un număr de telefon valid. Scrieți-l cu prefixul țării.",

  "otpEmail.title": "Introduceți codul din e-mail",
  "otpEmail.sent": "Am trimis un cod la {address}.",
  "otpEmail.none": "În acest moment nu am trimis niciun cod. Putem trimite unul la {address}.",
  "otpEmail.label": "Codul din e-mail",
  "otpEmail.sendCode": "Trimiteți codul",
  "otpEmail.resend": "Trimiteți alt cod",
  "otpEmail.errorExpired": "Acest cod nu mai este valabil. Cereți altul.",
  "otpEmail.elsewhereTitle": "Introduceți acest cod acolo unde vă autentificați",
  "otpEmail.elsewhere":
    "Nicio autentificare din acest browser nu așteaptă un cod. Reveniți la browserul în care ați început și introduceți-l acolo.",
  "otpEmail.setTitle": "Primiți coduri prin e-mail",
  "otpEmail.setLead":
    "La fiecare autentificare, un cod va fi trimis la {address}. Pe primul îl trimitem acum.",
  "otpEmail.use": "Trimiteți primul cod",

  "u2f.title": "Folosiți cheia de securitate",
  "u2f.lead": "Pregătiți cheia și urmați instrucțiunile browserului.",
  "u2f.submit": "Folosiți cheia de securitate",
  "u2f.waiting": "Se așteaptă cheia…",
  "u2f.unsupported":
    "Este nevoie de JavaScript și de un browser care acceptă chei de securitate. Puteți folosi alt browser sau altă modalitate.",
  "u2f.errorFailed": "Nu a reușit. Încercați din nou sau alegeți altă modalitate.",
  "u2f.errorKnown": "Această cheie este deja înregistrată pentru contul dumneavoastră.",
  "u2f.errorElsewhere":
    "Niciuna dintre cheile dumneavoastră nu este înregistrată pentru această adresă. Alegeți altă modalitate.",
  "u2f.setTitle": "Configurați o cheie de securitate",
  "u2f.setLead": "Dați un nume cheii, apoi urmați instrucțiunile browserului.",
  "u2f.name": "Numele cheii",
  "u2f.nameHint": "Vă ajută să vă deosebiți cheile.",
  "u2f.nameDefault": "Cheie de securitate",
  "u2f.setSubmit": "Înregistrați cheia",

  "recoveryCode.title": "Introduceți un cod de recuperare",
  "recoveryCode.lead": "Fiecare dintre codurile pe care le-ați notat este valabil o singură dată.",
  "recoveryCode.label": "Cod de recuperare",
  "recoveryCode.offerTitle": "Păstrați o cale de revenire",
  "recoveryCode.offer":
    "Cu codurile de recuperare puteți intra în cont dacă ați pierdut al doilea factor. Păstrați-le împreună cu alte documente importante.",
  "recoveryCode.replaces": "Aveți deja coduri de recuperare. Cele noi le anulează pe cele vechi.",
  "recoveryCode.create": "Afișați codurile de recuperare",
  "recoveryCode.later": "Continuați fără ele",
  "recoveryCode.shownTitle": "Codurile dumneavoastră de recuperare",
  "recoveryCode.shown": "Sunt afișate doar acum. Fiecare este valabil o singură dată.",
  "recoveryCode.list": "Coduri de recuperare",
  "recoveryCode.print": "Tipăriți",
  "recoveryCode.saved": "Le-am păstrat",

  "rules.title": "Parola nouă trebuie să conțină",
  "rules.minLength": "{count} sau mai multe caractere",
  "rules.lower": "o literă mică",
  "rules.upper": "o literă mare",
  "rules.number": "o cifră",
  "rules.symbol": "un simbol sau un semn de punctuație",
  "rules.fulfilled": "îndeplinit",
  "rules.open": "încă neîndeplinit",

  "register.title": "Creați-vă contul",
  "register.leadOrg": "Va aparține organizației {org}.",
  "register.leadMail": "Vă trimitem un link cu care alegeți o parolă.",
  "register.givenName": "Prenume",
  "register.familyName": "Nume de familie",
  "register.email": "E-mail",
  "register.userName": "Nume de utilizator",
  "register.confirm": "Repetați parola",
  "register.terms": "Accept {link}.",
  "register.termsLink": "termenii și condițiile",
  "register.privacy": "Am citit {link}.",
  "register.privacyLink": "politica de confidențialitate",
  "register.submit": "Creați contul",
  "register.withPasskey": "Folosiți o cheie de acces în locul parolei",
  "register.haveAccount": "Am deja un cont",
  "register.errorEmail": "Aceasta nu este o adresă de e-mail validă.",
  "register.errorTaken": "Există deja un cont cu acest nume. Autentificați-vă cu el sau folosiți alt nume.",
  "register.errorReserved":
    "Adresele din acest domeniu aparțin unei organizații. Autentificați-vă acolo cu adresa dumneavoastră.",
  "register.errorConfirm": "Cele două parole sunt diferite.",
  "register.errorConsent": "Fără acest acord nu se poate continua.",
  "register.errorTooMany":
    "S-au creat prea multe conturi de la conexiunea dumneavoastră. Încercați din nou mai târziu.",
  "register.closed": "Aici nu se pot crea conturi. Cereți unul administratorului conturilor.",
  "register.mailTitle": "Verificați-vă e-mailul",
  "register.mailSent":
    "Dacă nu exista un cont cu datele introduse, v-am trimis un mesaj. Deschideți linkul din el pentru a alege o parolă.",
  "register.mailMissing":
    "Dacă nu primiți nimic, căutați în mesajele nedorite. Este posibil și să aveți deja un cont: autentificați-vă cu el sau resetați-i parola.",
  "register.mailSignIn": "Autentificare",

  "registerOrg.title": "Înregistrați o organizație",
  "registerOrg.lead": "Va fi a dumneavoastră și îi veți administra persoanele și aplicațiile.",
  "registerOrg.name": "Numele organizației",
  "registerOrg.userName": "Nume de utilizator (opțional)",
  "registerOrg.userNameHint":
    "Dacă rămâne necompletat, adresa de e-mail devine numele dumneavoastră de utilizator.",
  "registerOrg.submit": "Înregistrați",
  "registerOrg.errorNameInvalid": "O organizație nu poate avea acest nume: este nevoie de litere sau cifre.",
  "registerOrg.errorNameTaken": "Există deja o organizație cu acest nume.",
  "registerOrg.errorUserNameReserved":
    "Acest nume se termină cu domeniul altei organizații. Alegeți un nume de utilizator fără el.",
  "registerOrg.errorTooMany":
    "S-au înregistrat prea multe organizații de la conexiunea dumneavoastră. Încercați din nou mai târziu.",

  "accounts.title": "Alegeți un cont",
  "accounts.signedIn": "Conectat",
  "accounts.signedOut": "Deconectat",
  "accounts.list": "Conturi în acest browser",
  "accounts.end": "Deconectați contul {name}",
  "accounts.register": "Creați alt cont",
  "accounts.forget": "Eliminați {name} din această listă",

  "logout.title": "Deconectare",
  "logout.question": "De la ce cont doriți să vă deconectați?",
  "logout.questionOne": "Doriți să vă deconectați?",
  "logout.everywhere": "Deconectare și de pe toate celelalte dispozitive și browsere",
  "logout.one": "Deconectare",
  "logout.all": "Deconectare de la toate conturile",
  "logout.stay": "Rămâneți în cont",
  "logout.doneTitle": "V-ați deconectat",
  "logout.done": "Pe un computer folosit în comun, închideți și fereastra browserului.",
  "logout.signInAgain": "Autentificați-vă din nou",
  "logout.others": "Alegeți un cont",

  "success.title": "V-ați autentificat",
  "success.app": "{app} se deschide imediat. Dacă nu se întâmplă nimic, continuați manual.",
  "success.application": "Aplicația se deschide imediat. Dacă nu se întâmplă nimic, continuați manual.",
  "success.visit": "Puteți continua sau închide această fereastră.",

  "device.usercode.title": "Conectați un dispozitiv",
  "device.usercode.description": "Introduceți codul afișat de dispozitiv.",
  "device.usercode.compare": "Acesta este codul afișat de dispozitiv? Continuați numai dacă da.",
  "device.usercode.label": "Cod",
  "device.usercode.hint": "Opt litere, mari sau mici.",
  "device.usercode.errorUnknown":
    "Niciun dispozitiv nu așteaptă cu acest cod. Comparați-l cu cel afișat de dispozitiv.",
  "device.usercode.errorUsed": "Acest cod a fost deja folosit. Afișați unul nou pe dispozitiv.",
  "device.usercode.errorExpired": "Acest cod a expirat. Afișați unul nou pe dispozitiv.",
  "device.request.title": "Conectați {appName}?",
  "device.request.description": "Un dispozitiv cere să fie autentificat cu contul dumneavoastră.",
  "device.request.code": "Dispozitivul afișează acest cod:",
  "device.request.abilities": "{app} va putea:",
  "device.request.disclaimer":
    "Permiteți numai dacă dumneavoastră ați început și dacă dispozitivul din fața dumneavoastră afișează acest cod. Nimeni care vă sună sau vă scrie nu are nevoie de el.",
  "device.request.from": "Cererea dispozitivului a venit de la adresa {address}.",
  "device.request.submit": "Permiteți",
  "device.request.deny": "Refuzați",
  "device.scope.openid": "să știe cine sunteți",
  "device.scope.profile": "să vă vadă numele și profilul",
  "device.scope.email": "să vă vadă adresa de e-mail",
  "device.scope.phone": "să vă vadă numărul de telefon",
  "device.scope.address": "să vă vadă adresa poștală",
  "device.scope.organization": "să vadă din ce organizație faceți parte",
  "device.scope.roles": "să vă vadă rolurile",
  "device.scope.metadata": "să vadă ce altceva este înregistrat despre dumneavoastră",
  "device.scope.otherApplications": "să folosească alte aplicații în numele dumneavoastră",
  "device.scope.offlineAccess": "să rămână în cont în absența dumneavoastră",
  "device.scope.manage": "să administreze în numele dumneavoastră tot ce puteți administra aici",
  "device.done.allowedTitle": "Dispozitivul este conectat",
  "device.done.allowed": "Puteți reveni la el și închide această fereastră.",
  "device.done.deniedTitle": "Ați refuzat cererea",
  "device.done.denied": "Dispozitivul nu primește acces. Puteți închide această fereastră.",

  "preview.title": "Ciornă",
  "preview.lead":
    "Acest aspect nu este încă activ. Nimeni altcineva nu îl vede și nimic de pe această pagină nu are efect.",
  "preview.page": "Pagină",
  "preview.theme": "Culori",
  "preview.system": "Ca pe dispozitiv",
  "preview.light": "Luminos",
  "preview.dark": "Întunecat",
  "preview.error": "Cu o eroare",

  "error.title": "Această autentificare nu poate continua",
  "error.reference": "Eroare {id}",
  "error.request": "Cerere {id}",
  "error.requestNotFound":
    "Cererea cu care ați ajuns aici nu este cunoscută. Reveniți la aplicație și autentificați-vă de acolo.",
  "error.requestExpired":
    "Această autentificare a stat deschisă prea mult. Reveniți la aplicație și începeți din nou.",
  "error.requestHandled": "Această autentificare a fost deja finalizată. Puteți reveni la aplicație.",
  "error.otherBrowser":
    "Această autentificare a fost începută în alt browser sau la altă adresă a acestui server. Începeți din nou în acest browser, din aplicație.",
  "error.applicationUnknown":
    "Aplicația din care ați venit nu este cunoscută sau nu este activă. Reveniți la ea; dacă nu ajută, anunțați-i pe cei care o oferă.",
  "error.applicationRequest":
    "Aplicația din care ați venit a trimis o cerere care nu este validă. Reveniți la ea și încercați din nou; dacă nu ajută, anunțați-i pe cei care o oferă.",
  "error.csrf":
    "Formularul nu a putut fi asociat cu acest browser. Asigurați-vă că sunt permise cookie-urile pentru această pagină, apoi trimiteți-l din nou.",
  "error.pageNotFound": "La această adresă nu există nicio pagină.",
  "error.noPreview":
    "Niciunul dintre conturile conectate aici nu poate vedea această ciornă. Conectați-vă cu un cont care administrează aceste setări, apoi deschideți din nou pagina.",
  "error.internal": "A apărut o eroare din partea noastră. Încercați din nou peste câteva momente.",
  "error.unavailable": "Serviciul este ocupat. Încercați din nou peste câteva momente.",
  "error.logout": "Cererea de deconectare nu este validă, așa că nu s-a schimbat nimic.",
  "error.user_not_active":
    "Acest cont nu este activ. Administratorul conturilor dumneavoastră îl poate activa.",
  "error.org_not_active": "Organizația acestui cont nu este activă.",
  "error.no_login_method": "Pentru acest cont nu este permisă nicio modalitate de autentificare.",
  "error.external_login":
    "Acest cont se autentifică printr-un furnizor de identitate, ceea ce nu este încă posibil pe această pagină.",
  "error.mfa_not_configured":
    "Este obligatoriu un al doilea factor, dar setările nu permit niciunul. Un administrator trebuie să corecteze acest lucru.",
  "error.project_required": "Organizația dumneavoastră nu are acces la această aplicație.",
  "error.grant_required": "Contul dumneavoastră nu are acces la această aplicație.",
  "error.registrationClosed": "Aici nu se pot înregistra organizații.",
  "error.other": "Lipsește un pas al acestei autentificări.",
};
