import type { Texts } from "./keys.ts";

export const fr: Texts = {
  "language.name": "Français",
  "common.continue": "Continuer",
  "common.skipToContent": "Aller au formulaire",
  "common.toApp": "pour accéder à {app}",
  "common.backToApp": "Retour à {app}",
  "common.backToApplication": "Retour à l’application",
  "common.startAgain": "Recommencer",
  "common.otherAccount": "Utiliser un autre compte",
  "common.notYou": "Ce n’est pas vous ?",
  "common.signedInAs": "Compte",
  "common.showPassword": "Afficher le mot de passe",
  "common.hidePassword": "Masquer le mot de passe",
  "common.required": "Ce champ est obligatoire.",
  "common.tooLong": "Cette saisie est trop longue.",
  "common.copy": "Copier",
  "common.close": "Fermer",
  "common.copied": "Copié",

  "footer.label": "Informations et langue",
  "footer.language": "Langue",
  "footer.terms": "Conditions",
  "footer.privacy": "Confidentialité",
  "footer.help": "Aide",
  "footer.support": "Assistance",
  "footer.watermark": "Sécurisé par Gatehouse",

  "loginName.title": "Connexion",
  "loginName.label": "Nom de connexion",
  "loginName.labelEmail": "Nom de connexion ou adresse e-mail",
  "loginName.labelPhone": "Nom de connexion ou numéro de téléphone",
  "loginName.labelEmailPhone": "Nom de connexion, adresse e-mail ou numéro de téléphone",
  "loginName.ofOrg": "avec votre compte {org}",
  "loginName.noAccount": "Pas encore de compte ?",
  "loginName.register": "Créer un compte",
  "loginName.noNames":
    "La connexion par nom et mot de passe n’est pas possible ici. Revenez à l’application ou adressez-vous à la personne qui gère vos comptes.",
  "loginName.errorUnknown":
    "Nous ne connaissons aucun compte à ce nom. Vérifiez l’orthographe ou adressez-vous à la personne qui gère vos comptes.",

  "password.title": "Saisissez votre mot de passe",
  "password.label": "Mot de passe",
  "password.submit": "Se connecter",
  "password.reset": "Mot de passe oublié ?",
  "password.errorWrong": "Ce mot de passe est incorrect. Veuillez réessayer.",
  "password.errorNameOrPassword": "Le nom de connexion ou le mot de passe est incorrect.",
  "password.errorLocked":
    "Ce compte est verrouillé : trop de mots de passe incorrects ont été saisis. La personne qui gère vos comptes peut le déverrouiller.",
  "password.errorTooMany": "Trop de tentatives. Patientez un instant avant de réessayer.",

  "passkey.title": "Connectez-vous avec votre clé d’accès",
  "passkey.lead": "Votre appareil vous demande votre empreinte digitale, votre visage ou son code PIN.",
  "passkey.leadAnyone": "Votre navigateur affiche les clés d’accès enregistrées pour cette adresse.",
  "passkey.submit": "Utiliser la clé d’accès",
  "passkey.onLoginName": "Se connecter avec une clé d’accès",
  "passkey.usePassword": "Utiliser plutôt le mot de passe",
  "passkey.useLoginName": "Saisir plutôt le nom de connexion",
  "passkey.otherFactor": "Choisir un autre moyen",
  "passkey.unsupported":
    "Les clés d’accès ne fonctionnent pas dans ce navigateur. Il faut un navigateur récent, autorisé à exécuter des scripts sur cette page.",
  "passkey.waiting": "En attente de votre appareil…",
  "passkey.failed":
    "Rien n’a été confirmé : l’opération a été annulée ou a pris trop de temps. Réessayez quand vous voulez.",
  "passkey.none": "Aucune de vos clés d’accès ne fonctionne à l’adresse de cette page.",
  "passkey.errorRefused":
    "Cette clé d’accès n’a pas pu être utilisée ici. Choisissez-en une autre, ou un autre moyen de vous connecter.",
  "passkey.errorStale":
    "Cette page est restée ouverte trop longtemps ou a déjà servi. Veuillez confirmer encore une fois.",
  "passkey.errorCopied":
    "Il semble exister une copie de cette clé d’accès, elle a donc été refusée. Connectez-vous autrement, puis configurez-la à nouveau.",
  "passkey.errorNotAllowed":
    "Les clés d’accès ne sont pas autorisées pour ce compte. Connectez-vous autrement.",
  "passkey.errorOtherOrg":
    "Cette clé d’accès est celle d’un compte d’une autre organisation que celle demandée. Choisissez-en une autre.",

  "passkeySet.title": "Configurez une clé d’accès",
  "passkeySet.lead":
    "Elle vous permet de vous connecter avec votre empreinte digitale, votre visage ou le code PIN de votre appareil. Impossible à deviner, elle ne fonctionne sur aucune page frauduleuse.",
  "passkeySet.leadLink": "Ce lien vous permet de configurer une clé d’accès à votre compte sur cet appareil.",
  "passkeySet.name": "Nom de la clé d’accès (facultatif)",
  "passkeySet.nameHint": "Sans nom de votre part, elle prend celui de l’endroit où elle est enregistrée.",
  "passkeySet.fallbackName": "Clé d’accès",
  "passkeySet.submit": "Créer la clé d’accès",
  "passkeySet.skip": "Pas maintenant",
  "passkeySet.otherWay": "Choisir un autre moyen",
  "passkeySet.waiting": "Suivez les indications de votre appareil…",
  "passkeySet.failed":
    "Aucune clé d’accès n’a été créée : l’opération a été annulée ou a pris trop de temps. Réessayez quand vous voulez.",
  "passkeySet.known":
    "Cet appareil contient déjà une clé d’accès à votre compte. Vous pouvez l’utiliser dès maintenant.",
  "passkeySet.unsupported":
    "Ce navigateur ne permet pas de créer de clé d’accès. Il faut un navigateur récent, autorisé à exécuter des scripts sur cette page.",
  "passkeySet.otherDevice": "La configurer sur un autre appareil",
  "passkeySet.otherTitle": "Configurez une clé d’accès sur un autre appareil",
  "passkeySet.otherLead":
    "Scannez le code avec l’autre appareil ou ouvrez-y l’adresse. Elle ne sert qu’une fois, pendant {minutes} min. Ne la communiquez à personne.",
  "passkeySet.otherCode": "QR code de l’adresse",
  "passkeySet.otherAddress": "Adresse",
  "passkeySet.otherReady": "Continuer une fois la clé d’accès configurée",
  "passkeySet.errorStale": "Cette page est restée ouverte trop longtemps. Veuillez réessayer.",
  "passkeySet.errorRefused": "La réponse de votre appareil n’a pas pu être acceptée. Veuillez réessayer.",
  "passkeySet.errorCode":
    "Ce lien n’est pas valide : il a déjà servi ou il est incomplet. Demandez-en un nouveau.",
  "passkeySet.errorCodeExpired": "Ce lien est trop ancien. Demandez-en un nouveau.",
  "passkeySet.errorNotAllowed": "Les clés d’accès ne sont pas autorisées pour ce compte.",
  "passkeySet.doneTitle": "Votre clé d’accès est prête",
  "passkeySet.done": "Vous pouvez désormais vous connecter avec elle.",
  "passkeySet.doneElsewhere":
    "Vous pouvez désormais vous connecter avec elle. Cette fenêtre peut être fermée.",
  "passkeySet.mailTitle": "Configurez votre clé d’accès",
  "passkeySet.mailLead":
    "Ce compte s’utilise avec une clé d’accès. Pour la configurer, nous pouvons envoyer un lien à l’adresse e-mail du compte.",
  "passkeySet.mailSubmit": "Envoyer le lien",
  "passkeySet.mailSent":
    "Le lien est en route. Ouvrez-le sur l’appareil avec lequel vous voulez vous connecter.",
  "passkeySet.errorMail":
    "L’adresse e-mail de ce compte n’est pas confirmée : aucun lien ne peut y être envoyé.",

  "passkeyPrompt.title": "Connectez-vous plus vite la prochaine fois",
  "passkeyPrompt.lead": "Avec une clé d’accès, plus besoin de mot de passe ni de code.",
  "passkeyPrompt.easy": "Votre empreinte digitale, votre visage ou le code PIN de votre appareil suffit.",
  "passkeyPrompt.safe":
    "Impossible à deviner ou à voler par une page frauduleuse, elle ne quitte jamais vos appareils.",
  "passkeyPrompt.quick": "Cela prend une demi-minute. Votre mot de passe reste valable.",
  "passkeyPrompt.submit": "Configurer une clé d’accès",
  "passkeyPrompt.skip": "Pas maintenant",

  "passwordReset.title": "Réinitialisez votre mot de passe",
  "passwordReset.lead": "Nous vous envoyons un code qui vous permettra de choisir un nouveau mot de passe.",
  "passwordReset.submit": "Envoyer le code",
  "passwordReset.back": "Retour à la connexion",

  "passwordSet.title": "Définissez un nouveau mot de passe",
  "passwordSet.lead":
    "S’il existe un compte à ce nom, un code est en route vers son adresse e-mail ou son téléphone. Saisissez-le ici et choisissez un nouveau mot de passe.",
  "passwordSet.leadLink":
    "Saisissez le code figurant dans notre message et choisissez un nouveau mot de passe.",
  "passwordSet.sent":
    "Un nouveau code est en route, s’il existe un compte auquel l’envoyer. Les codes précédents peuvent ne plus fonctionner.",
  "passwordSet.firstTitle": "Choisissez votre mot de passe",
  "passwordSet.firstLead": "Il vous servira désormais à vous connecter.",
  "passwordSet.code": "Code",
  "passwordSet.submit": "Enregistrer et continuer",
  "passwordSet.resend": "Envoyer un nouveau code",
  "passwordSet.errorCode":
    "Ce code est incorrect ou n’est plus valable. Vérifiez-le ou demandez-en un nouveau.",

  "verify.title": "Confirmez votre adresse e-mail",
  "verify.lead": "Saisissez le code figurant dans le message que nous vous avons envoyé.",
  "verify.code": "Code",
  "verify.submit": "Confirmer",
  "verify.resend": "Envoyer un nouveau code",
  "verify.sent": "Un nouveau code est en route, s’il en faut un. Les codes précédents ne fonctionnent plus.",
  "verify.doneTitle": "Votre adresse e-mail est confirmée",
  "verify.done": "Vous pouvez maintenant vous connecter ou fermer cette fenêtre.",
  "verify.signIn": "Se connecter",
  "verify.errorCode": "Ce code est incorrect ou n’est plus valable. Vérifiez-le ou demandez-en un nouveau.",
  "verify.errorTooMany":
    "Trop de codes ont été demandés. Utilisez le dernier reçu ou patientez avant d’en demander un autre.",

  "invite.title": "Acceptez votre invitation",
  "invite.lead":
    "Un compte a été créé pour vous. Pour commencer, saisissez le code figurant dans votre invitation.",
  "invite.submit": "Accepter",

  "activate.title": "Activez votre compte",
  "activate.lead":
    "Saisissez le code figurant dans le message que nous vous avons envoyé. Vous choisirez ensuite comment vous connecter.",
  "activate.submit": "Activer",

  "authenticator.title": "Comment voulez-vous vous connecter ?",
  "authenticator.lead":
    "Votre adresse e-mail est confirmée. Choisissez comment vous vous connecterez désormais.",
  "authenticator.passkey": "Utiliser une clé d’accès",
  "authenticator.passkeyHint":
    "Vous vous connectez avec votre empreinte digitale, votre visage ou le verrouillage de votre appareil. Rien à retenir.",
  "authenticator.password": "Utiliser un mot de passe",

  "usernameChange.title": "Choisissez un nouveau nom de connexion",
  "usernameChange.lead":
    "Le domaine de votre nom de connexion appartient désormais à une autre organisation. Choisissez un nouveau nom pour continuer.",
  "usernameChange.name": "Nouveau nom d’utilisateur",
  "usernameChange.submit": "Enregistrer et continuer",
  "usernameChange.errorTaken": "Il existe déjà un compte à ce nom. Choisissez-en un autre.",
  "usernameChange.errorReserved":
    "Ce nom se termine par un domaine d’une autre organisation. Choisissez un nom sans ce domaine.",
  "usernameChange.errorTemporary": "Les noms de ce domaine ne sont que provisoires. Choisissez-en un autre.",

  "passwordChange.title": "Choisissez un nouveau mot de passe",
  "passwordChange.required": "Votre compte demande un nouveau mot de passe avant de continuer.",
  "passwordChange.expired":
    "Votre mot de passe a dépassé sa durée d’utilisation maximale (en jours : {days}). Choisissez-en un nouveau pour continuer.",
  "passwordChange.current": "Mot de passe actuel",
  "passwordChange.new": "Nouveau mot de passe",
  "passwordChange.confirm": "Nouveau mot de passe, une seconde fois",
  "passwordChange.submit": "Enregistrer et continuer",
  "passwordChange.errorCurrent": "Le mot de passe actuel est incorrect.",
  "passwordChange.errorConfirm": "Les deux nouveaux mots de passe sont différents.",
  "passwordChange.errorUnchanged": "Le nouveau mot de passe doit être différent de l’actuel.",
  "passwordChange.errorCommon":
    "Ce mot de passe est trop courant : c’est l’un des premiers que d’autres essaieront. Choisissez-en un autre.",
  "passwordChange.errorUsedBefore": "Vous avez déjà utilisé ce mot de passe. Choisissez-en un autre.",
  "passwordChange.errorRules": "Il manque encore au nouveau mot de passe : {rules}.",

  "mfa.title": "Confirmez que c’est bien vous",
  "mfa.others": "Un autre moyen",
  "mfa.passkey": "Clé d’accès",
  "mfa.totp": "Application d’authentification",
  "mfa.u2f": "Clé de sécurité",
  "mfa.otp_sms": "SMS",
  "mfa.otp_email": "E-mail",
  "mfa.recovery_code": "Code de récupération",
  "mfa.passkeyAbout": "Avec votre empreinte digitale, votre visage ou le verrouillage de votre appareil.",
  "mfa.totpAbout": "Saisissez le code affiché par l’application.",
  "mfa.u2fAbout": "Touchez votre clé ou branchez-la.",
  "mfa.otp_smsAbout": "Nous envoyons un code sur votre téléphone.",
  "mfa.otp_emailAbout": "Nous envoyons un code à votre adresse e-mail.",
  "mfa.recovery_codeAbout": "Utilisez l’un des codes que vous avez notés.",
  "mfa.errorWrong": "Ce code est incorrect. Veuillez réessayer.",
  "mfa.errorTooMany": "Trop de tentatives. Patientez un instant avant de réessayer.",
  "mfa.errorSendTooMany": "Trop de codes ont été envoyés. Patientez un instant avant d’en demander un autre.",
  "mfa.errorUnready": "Aucun code ne peut être envoyé par ce moyen pour le moment. Choisissez-en un autre.",
  "mfa.errorLocked":
    "Ce compte est verrouillé : trop de codes incorrects ont été saisis. La personne qui gère vos comptes peut le déverrouiller.",

  "mfaSet.title": "Protégez votre compte",
  "mfaSet.lead": "Avec un second facteur, connaître votre mot de passe ne suffit plus pour entrer.",
  "mfaSet.forced": "Votre organisation exige un second facteur. Choisissez-en un pour continuer.",
  "mfaSet.list": "Ce que vous pouvez configurer",
  "mfaSet.passkeyAbout": "Le moyen le plus sûr et le plus rapide : se connecter sans mot de passe.",
  "mfaSet.totpAbout": "Une application sur votre téléphone affiche un nouveau code toutes les 30 secondes.",
  "mfaSet.u2fAbout": "Un petit appareil à brancher ou à approcher de votre téléphone.",
  "mfaSet.otp_smsAbout": "Nous vous envoyons chaque fois un code par SMS.",
  "mfaSet.otp_emailAbout": "Nous vous envoyons chaque fois un code par e-mail.",
  "mfaSet.skip": "Pas maintenant",
  "mfaSet.another": "Choisir un autre moyen",
  "mfaSet.errorNone":
    "Un second facteur est obligatoire ici, mais aucun de ceux qui sont autorisés ne peut être configuré pour ce compte. Un administrateur peut vous aider.",
  "mfaSet.errorTaken": "Cela est déjà configuré.",

  "totp.title": "Saisissez le code de votre application",
  "totp.lead":
    "Ouvrez votre application d’authentification : elle affiche un code à six chiffres pour ce compte.",
  "totp.label": "Code de l’application",
  "totp.setTitle": "Configurez une application d’authentification",
  "totp.setLead": "Scannez ceci avec une application d’authentification, puis saisissez le code affiché.",
  "totp.qrLabel": "QR code pour votre application d’authentification",
  "totp.secret": "Ou saisissez cette clé à la main",
  "totp.openApp": "Ouvrir dans une application de cet appareil",
  "totp.setLabel": "Code affiché par l’application",
  "totp.errorReplaced": "Cette clé n’est plus valable. Scannez celle que vous voyez maintenant.",

  "otpSms.title": "Saisissez le code reçu par SMS",
  "otpSms.sent": "Nous avons envoyé un code à votre numéro se terminant par {ending}.",
  "otpSms.none":
    "Aucun code n’est en route pour le moment. Nous pouvons en envoyer un à votre numéro se terminant par {ending}.",
  "otpSms.label": "Code reçu par SMS",
  "otpSms.sendCode": "Envoyer le code",
  "otpSms.resend": "Envoyer un autre code",
  "otpSms.errorExpired": "Ce code n’est plus valable. Demandez-en un autre.",
  "otpSms.setTitle": "Recevez des codes par SMS",
  "otpSms.setLead": "Nous envoyons un code sur votre téléphone à chaque connexion.",
  "otpSms.phone": "Numéro de téléphone",
  "otpSms.phoneHint": "Avec l’indicatif du pays, par exemple +33 1 99 00 12 34.",
  "otpSms.edit": "Modifier le numéro",
  "otpSms.useLead": "Les codes seront envoyés à votre numéro se terminant par {ending}.",
  "otpSms.use": "Utiliser ce numéro",
  "otpSms.useAnother": "Utiliser un autre numéro",
  "otpSms.errorPhone": "Ce n’est pas un numéro de téléphone. Indiquez-le avec l’indicatif du pays.",

  "otpEmail.title": "Saisissez le code reçu par e-mail",
  "otpEmail.sent": "Nous avons envoyé un code à {address}.",
  "otpEmail.none": "Aucun code n’est en route pour le moment. Nous pouvons en envoyer un à {address}.",
  "otpEmail.label": "Code reçu par e-mail",
  "otpEmail.sendCode": "Envoyer le code",
  "otpEmail.resend": "Envoyer un autre code",
  "otpEmail.errorExpired": "Ce code n’est plus valable. Demandez-en un autre.",
  "otpEmail.elsewhereTitle": "Saisissez ce code là où vous vous connectez",
  "otpEmail.elsewhere":
    "Aucune connexion n’attend de code dans ce navigateur. Revenez au navigateur dans lequel vous avez commencé et saisissez-le là-bas.",
  "otpEmail.setTitle": "Recevez des codes par e-mail",
  "otpEmail.setLead":
    "Un code sera envoyé à {address} à chaque connexion. Nous envoyons le premier maintenant.",
  "otpEmail.use": "Envoyer le premier code",

  "u2f.title": "Utilisez votre clé de sécurité",
  "u2f.lead": "Préparez votre clé et suivez les indications de votre navigateur.",
  "u2f.submit": "Utiliser la clé de sécurité",
  "u2f.waiting": "En attente de votre clé…",
  "u2f.unsupported":
    "Il faut pour cela JavaScript et un navigateur qui prend en charge les clés de sécurité. Utilisez un autre navigateur ou un autre moyen.",
  "u2f.errorFailed": "Cela n’a pas fonctionné. Réessayez ou choisissez un autre moyen.",
  "u2f.errorKnown": "Cette clé est déjà enregistrée pour votre compte.",
  "u2f.errorElsewhere": "Aucune de vos clés n’est enregistrée pour cette adresse. Choisissez un autre moyen.",
  "u2f.setTitle": "Configurez une clé de sécurité",
  "u2f.setLead": "Donnez un nom à votre clé, puis suivez les indications de votre navigateur.",
  "u2f.name": "Nom de la clé",
  "u2f.nameHint": "Il vous aide à distinguer vos clés.",
  "u2f.nameDefault": "Clé de sécurité",
  "u2f.setSubmit": "Enregistrer la clé",

  "recoveryCode.title": "Saisissez un code de récupération",
  "recoveryCode.lead": "Chacun des codes que vous avez notés ne sert qu’une fois.",
  "recoveryCode.label": "Code de récupération",
  "recoveryCode.offerTitle": "Gardez une porte de secours",
  "recoveryCode.offer":
    "Les codes de récupération vous permettent d’entrer si vous avez perdu votre second facteur. Conservez-les avec vos autres papiers importants.",
  "recoveryCode.replaces":
    "Vous avez déjà des codes de récupération. En créer de nouveaux annule les anciens.",
  "recoveryCode.create": "Afficher des codes de récupération",
  "recoveryCode.later": "Continuer sans codes",
  "recoveryCode.shownTitle": "Vos codes de récupération",
  "recoveryCode.shown": "Ils ne s’affichent que maintenant. Chacun ne sert qu’une fois.",
  "recoveryCode.list": "Codes de récupération",
  "recoveryCode.print": "Imprimer",
  "recoveryCode.saved": "Je les ai conservés",

  "rules.title": "Votre nouveau mot de passe doit contenir",
  "rules.minLength": "au moins {count} caractères",
  "rules.lower": "une lettre minuscule",
  "rules.upper": "une lettre majuscule",
  "rules.number": "un chiffre",
  "rules.symbol": "un symbole ou un signe de ponctuation",
  "rules.fulfilled": "respecté",
  "rules.open": "pas encore respecté",

  "register.title": "Créez votre compte",
  "register.leadOrg": "Il fera partie de {org}.",
  "register.leadMail": "Nous vous envoyons un lien qui vous permettra de choisir un mot de passe.",
  "register.givenName": "Prénom",
  "register.familyName": "Nom",
  "register.email": "Adresse e-mail",
  "register.userName": "Nom d’utilisateur",
  "register.confirm": "Mot de passe, une seconde fois",
  "register.terms": "J’accepte les {link}.",
  "register.termsLink": "conditions d’utilisation",
  "register.privacy": "J’ai lu la {link}.",
  "register.privacyLink": "politique de confidentialité",
  "register.submit": "Créer le compte",
  "register.withPasskey": "Utiliser une clé d’accès au lieu d’un mot de passe",
  "register.haveAccount": "J’ai déjà un compte",
  "register.errorEmail": "Ce n’est pas une adresse e-mail.",
  "register.errorTaken":
    "Il existe déjà un compte à ce nom. Connectez-vous avec ce compte ou choisissez un autre nom.",
  "register.errorReserved":
    "Les adresses de ce domaine appartiennent à une organisation. Connectez-vous-y avec la vôtre.",
  "register.errorConfirm": "Les deux mots de passe sont différents.",
  "register.errorConsent": "Sans cet accord, il n’est pas possible de continuer.",
  "register.errorTooMany":
    "Trop de comptes ont été créés depuis votre accès à Internet. Réessayez plus tard.",
  "register.closed":
    "Il n’est pas possible de créer un compte ici. Demandez-en un à la personne qui gère les comptes.",
  "register.mailTitle": "Consultez votre messagerie",
  "register.mailSent":
    "Si vos informations ne correspondaient encore à aucun compte, un message est en route. Ouvrez le lien qu’il contient pour choisir un mot de passe.",
  "register.mailMissing":
    "Si rien n’arrive, regardez parmi les courriers indésirables. Peut-être avez-vous aussi déjà un compte : connectez-vous ou réinitialisez son mot de passe.",
  "register.mailSignIn": "Se connecter",

  "registerOrg.title": "Inscrivez une organisation",
  "registerOrg.lead": "Elle vous appartiendra ; vous gérerez ses membres et ses applications.",
  "registerOrg.name": "Nom de l’organisation",
  "registerOrg.userName": "Nom d’utilisateur (facultatif)",
  "registerOrg.userNameHint": "Sans nom de votre part, votre adresse e-mail sera votre nom d’utilisateur.",
  "registerOrg.submit": "Inscrire",
  "registerOrg.errorNameInvalid":
    "Une organisation ne peut pas porter ce nom : il faut des lettres ou des chiffres.",
  "registerOrg.errorNameTaken": "Il existe déjà une organisation à ce nom.",
  "registerOrg.errorUserNameReserved":
    "Ce nom se termine par un domaine d’une autre organisation. Choisissez un nom d’utilisateur sans ce domaine.",
  "registerOrg.errorTooMany":
    "Trop d’organisations ont été inscrites depuis votre accès à Internet. Réessayez plus tard.",

  "accounts.title": "Choisissez un compte",
  "accounts.signedIn": "Connecté",
  "accounts.signedOut": "Déconnecté",
  "accounts.list": "Comptes dans ce navigateur",
  "accounts.end": "Déconnecter {name}",
  "accounts.register": "Créer un autre compte",
  "accounts.forget": "Retirer {name} de cette liste",

  "logout.title": "Déconnexion",
  "logout.question": "De quel compte voulez-vous vous déconnecter ?",
  "logout.questionOne": "Voulez-vous vous déconnecter ?",
  "logout.everywhere": "Me déconnecter aussi de tous les autres appareils et navigateurs",
  "logout.one": "Se déconnecter",
  "logout.all": "Se déconnecter de tous les comptes",
  "logout.stay": "Ne pas se déconnecter",
  "logout.doneTitle": "La déconnexion a réussi",
  "logout.done": "Sur un ordinateur partagé, fermez aussi la fenêtre du navigateur.",
  "logout.signInAgain": "Se reconnecter",
  "logout.others": "Choisir un compte",

  "success.title": "La connexion a réussi",
  "success.app": "{app} va s’ouvrir dans un instant. Si rien ne se passe, continuez manuellement.",
  "success.application":
    "L’application va s’ouvrir dans un instant. Si rien ne se passe, continuez manuellement.",
  "success.visit": "Vous pouvez continuer ou fermer cette fenêtre.",

  "device.usercode.title": "Connectez un appareil",
  "device.usercode.description": "Saisissez le code affiché par votre appareil.",
  "device.usercode.compare":
    "Est-ce bien le code affiché par votre appareil ? Ne continuez que si c’est le cas.",
  "device.usercode.label": "Code",
  "device.usercode.hint": "Huit lettres, en majuscules ou en minuscules.",
  "device.usercode.errorUnknown":
    "Aucun appareil n’attend ce code. Comparez-le avec ce qu’affiche votre appareil.",
  "device.usercode.errorUsed": "Ce code a déjà été utilisé. Affichez-en un nouveau sur votre appareil.",
  "device.usercode.errorExpired": "Ce code a expiré. Affichez-en un nouveau sur votre appareil.",
  "device.request.title": "Connecter {appName} ?",
  "device.request.description": "Un appareil demande à être connecté avec votre compte.",
  "device.request.code": "Votre appareil affiche ce code :",
  "device.request.abilities": "{app} pourra alors :",
  "device.request.disclaimer":
    "N’autorisez ceci que si vous en êtes à l’origine et que l’appareil devant vous affiche ce code. Aucune personne qui vous appelle ou vous écrit n’en a besoin.",
  "device.request.from": "La demande de l’appareil vient de l’adresse {address}.",
  "device.request.submit": "Autoriser",
  "device.request.deny": "Refuser",
  "device.scope.openid": "savoir qui vous êtes",
  "device.scope.profile": "voir votre nom et votre profil",
  "device.scope.email": "voir votre adresse e-mail",
  "device.scope.phone": "voir votre numéro de téléphone",
  "device.scope.address": "voir votre adresse postale",
  "device.scope.organization": "voir à quelle organisation vous appartenez",
  "device.scope.roles": "voir vos rôles",
  "device.scope.metadata": "voir ce qui est enregistré d’autre à votre sujet",
  "device.scope.otherApplications": "utiliser d’autres applications en votre nom",
  "device.scope.offlineAccess": "garder son accès en votre absence",
  "device.scope.manage": "gérer en votre nom tout ce que vous pouvez gérer ici",
  "device.done.allowedTitle": "Votre appareil est connecté",
  "device.done.allowed": "Vous pouvez y retourner et fermer cette fenêtre.",
  "device.done.deniedTitle": "Vous avez refusé la demande",
  "device.done.denied": "L’appareil n’obtient aucun accès. Vous pouvez fermer cette fenêtre.",

  "preview.title": "Brouillon",
  "preview.lead":
    "Cette apparence n’est pas encore active. Vous êtes seul à la voir, et rien sur cette page n’a d’effet.",
  "preview.page": "Page",
  "preview.theme": "Couleurs",
  "preview.system": "Comme l’appareil",
  "preview.light": "Clair",
  "preview.dark": "Sombre",
  "preview.error": "Avec une erreur",

  "error.title": "Cette connexion ne peut pas se poursuivre",
  "error.reference": "Erreur {id}",
  "error.request": "Requête {id}",
  "error.requestNotFound":
    "La demande à l’origine de cette page est inconnue. Revenez à l’application et connectez-vous depuis celle-ci.",
  "error.requestExpired":
    "Cette connexion est restée ouverte trop longtemps. Revenez à l’application et recommencez.",
  "error.requestHandled": "Cette connexion est déjà terminée. Vous pouvez revenir à l’application.",
  "error.otherBrowser":
    "Cette connexion a commencé dans un autre navigateur ou sous une autre adresse de ce serveur. Dans ce navigateur, recommencez depuis l’application.",
  "error.applicationUnknown":
    "L’application d’où vous venez est inconnue ou inactive. Revenez-y ; si cela ne suffit pas, prévenez ses responsables.",
  "error.applicationRequest":
    "L’application d’où vous venez a envoyé une demande qui n’est pas valide. Revenez-y et réessayez ; si cela ne suffit pas, prévenez ses responsables.",
  "error.csrf":
    "Le formulaire n’a pas pu être associé à ce navigateur. Vérifiez que les cookies sont autorisés pour cette page, puis renvoyez-le.",
  "error.pageNotFound": "Il n’y a aucune page à cette adresse.",
  "error.noPreview":
    "Aucun des comptes connectés ici ne peut voir ce brouillon. Connectez-vous avec un compte qui gère ces paramètres, puis ouvrez de nouveau cette page.",
  "error.internal": "Une erreur s’est produite de notre côté. Veuillez réessayer dans un instant.",
  "error.unavailable": "Le service est très sollicité. Veuillez réessayer dans un instant.",
  "error.logout": "La demande de déconnexion n’est pas valide ; rien n’a été modifié.",
  "error.user_not_active": "Ce compte n’est pas actif. La personne qui gère vos comptes peut l’activer.",
  "error.org_not_active": "L’organisation de ce compte n’est pas active.",
  "error.no_login_method": "Aucun moyen de se connecter n’est autorisé pour ce compte.",
  "error.external_login":
    "Ce compte se connecte auprès d’un fournisseur d’identité, ce qui n’est pas encore possible sur cette page.",
  "error.mfa_not_configured":
    "Un second facteur est obligatoire, mais les paramètres n’en autorisent aucun. Un administrateur doit corriger cela.",
  "error.project_required": "Votre organisation n’a pas accès à cette application.",
  "error.grant_required": "Votre compte n’a pas accès à cette application.",
  "error.registrationClosed": "Les organisations ne peuvent pas être inscrites ici.",
  "error.other": "Il manque une étape à cette connexion.",
};
