import type { MessageWords } from "./model.ts";

export const fr: MessageWords = {
  greeting: "Bonjour {{.DisplayName}},",
  linkHint: "Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur :",
  footers: {
    unasked: "Si vous n’attendiez pas ce message, vous pouvez l’ignorer.",
    secret:
      "Ne communiquez jamais ce code à personne. Si vous n’êtes pas en train de vous connecter, veuillez changer votre mot de passe.",
  },
  mails: {
    init: {
      subject: "Configurez votre compte",
      preHeader: "Votre compte vous attend. Il ne reste qu’une étape.",
      text: "Un compte a été créé pour vous. Votre nom de connexion est {{.PreferredLoginName}}.\n\nPour terminer la configuration, ouvrez le lien ci-dessous ou saisissez ce code :\n\n{{.Code}}",
      buttonText: "Configurer le compte",
    },
    password_reset: {
      subject: "Réinitialisez votre mot de passe",
      preHeader: "Choisissez un nouveau mot de passe pour votre compte.",
      text: "Une réinitialisation du mot de passe de votre compte {{.PreferredLoginName}} a été demandée. Pour en choisir un nouveau, ouvrez le lien ci-dessous ou saisissez ce code :\n\n{{.Code}}",
      buttonText: "Choisir un nouveau mot de passe",
    },
    verify_email: {
      subject: "Confirmez votre adresse e-mail",
      preHeader: "Veuillez confirmer que cette adresse est bien la vôtre.",
      text: "Cette adresse e-mail a été indiquée pour votre compte. Pour confirmer qu’elle vous appartient, ouvrez le lien ci-dessous ou saisissez ce code :\n\n{{.Code}}",
      buttonText: "Confirmer l’adresse",
    },
    verify_email_otp: {
      subject: "Votre code de connexion",
      preHeader: "Utilisez ce code pour vous connecter.",
      text: "Pour vous connecter, ouvrez le lien ci-dessous ou saisissez ce code à usage unique. Durée de validité : {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Se connecter",
    },
    domain_claimed: {
      subject: "Votre nom de connexion a changé",
      preHeader: "Le domaine {{.Domain}} appartient désormais à une organisation.",
      text: "Une organisation a prouvé que le domaine {{.Domain}} lui appartient. Votre compte ne fait pas partie de cette organisation ; votre ancien nom de connexion ne fonctionne donc plus.\n\nVeuillez vous connecter en tant que {{.TempUsername}} jusqu’à ce que vous choisissiez un autre nom de connexion.",
      buttonText: "Se connecter",
    },
    passwordless_registration: {
      subject: "Ajoutez une clé d’accès",
      preHeader: "Connectez-vous sans mot de passe.",
      text: "Vous pouvez ajouter une clé d’accès à votre compte {{.PreferredLoginName}} et vous connecter sans mot de passe. Ouvrez le lien ci-dessous sur l’appareil que vous souhaitez utiliser.",
      buttonText: "Ajouter une clé d’accès",
    },
    password_change: {
      subject: "Votre mot de passe a été modifié",
      preHeader: "Le mot de passe de votre compte a été modifié.",
      text: "Le mot de passe de votre compte {{.PreferredLoginName}} a été modifié.\n\nSi vous n’êtes pas à l’origine de ce changement, réinitialisez immédiatement votre mot de passe et prévenez votre administrateur.",
      buttonText: "Se connecter",
    },
    invite_user: {
      subject: "Invitation à {{.ApplicationName}}",
      preHeader: "Acceptez l’invitation et configurez votre compte.",
      text: "Vous avez été invité(e) à rejoindre {{.ApplicationName}}. Pour accepter l’invitation, ouvrez le lien ci-dessous ou saisissez ce code :\n\n{{.Code}}",
      buttonText: "Accepter l’invitation",
    },
  },
  sms: {
    password_reset: "{{.Code}} est votre code pour réinitialiser votre mot de passe sur {{.Domain}}.",
    verify_phone: "{{.Code}} est votre code pour confirmer ce numéro de téléphone sur {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} est votre code de connexion pour {{.Domain}}. Durée de validité : {{.Expiry}}.",
  },
};
