import type { MessageWords } from "./model.ts";

export const pt: MessageWords = {
  greeting: "Olá, {{.DisplayName}}!",
  linkHint: "Se o botão não funcionar, abra este endereço no navegador:",
  footers: {
    unasked: "Se você não esperava esta mensagem, pode ignorá-la.",
    secret:
      "Nunca compartilhe este código com ninguém. Se você não está entrando na sua conta neste momento, altere sua senha.",
  },
  mails: {
    init: {
      subject: "Configure sua conta",
      preHeader: "Sua conta está esperando por você. Falta apenas uma etapa.",
      text: "Uma conta foi criada para você. Seu nome de login é {{.PreferredLoginName}}.\n\nPara concluir a configuração, abra o link abaixo ou digite este código:\n\n{{.Code}}",
      buttonText: "Configurar conta",
    },
    password_reset: {
      subject: "Redefina sua senha",
      preHeader: "Escolha uma nova senha para sua conta.",
      text: "Foi solicitada a redefinição da senha da sua conta {{.PreferredLoginName}}. Para escolher uma nova, abra o link abaixo ou digite este código:\n\n{{.Code}}",
      buttonText: "Escolher nova senha",
    },
    verify_email: {
      subject: "Confirme seu endereço de e-mail",
      preHeader: "Confirme que este endereço é seu.",
      text: "Este endereço de e-mail foi informado para sua conta. Para confirmar que ele é seu, abra o link abaixo ou digite este código:\n\n{{.Code}}",
      buttonText: "Confirmar endereço",
    },
    verify_email_otp: {
      subject: "Seu código de login",
      preHeader: "Use este código para entrar.",
      text: "Para entrar, abra o link abaixo ou digite este código de uso único. Validade: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Entrar",
    },
    domain_claimed: {
      subject: "Seu nome de login mudou",
      preHeader: "O domínio {{.Domain}} agora pertence a uma organização.",
      text: "Uma organização comprovou que o domínio {{.Domain}} pertence a ela. Sua conta não faz parte dessa organização; por isso, seu nome de login anterior não funciona mais.\n\nEntre como {{.TempUsername}} até escolher outro nome de login.",
      buttonText: "Entrar",
    },
    passwordless_registration: {
      subject: "Adicione uma chave de acesso",
      preHeader: "Entre sem senha.",
      text: "Você pode adicionar uma chave de acesso à sua conta {{.PreferredLoginName}} e entrar sem senha. Abra o link abaixo no dispositivo que deseja usar.",
      buttonText: "Adicionar chave de acesso",
    },
    password_change: {
      subject: "Sua senha foi alterada",
      preHeader: "A senha da sua conta foi alterada.",
      text: "A senha da sua conta {{.PreferredLoginName}} foi alterada.\n\nSe não foi você, redefina sua senha imediatamente e avise o administrador.",
      buttonText: "Entrar",
    },
    invite_user: {
      subject: "Convite para {{.ApplicationName}}",
      preHeader: "Aceite o convite e configure sua conta.",
      text: "Você recebeu um convite para {{.ApplicationName}}. Para aceitá-lo, abra o link abaixo ou digite este código:\n\n{{.Code}}",
      buttonText: "Aceitar convite",
    },
  },
  sms: {
    password_reset: "{{.Code}} é seu código para redefinir a senha em {{.Domain}}.",
    verify_phone: "{{.Code}} é seu código para confirmar este número de telefone em {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} é seu código de login para {{.Domain}}. Validade: {{.Expiry}}.",
  },
};
