import type { MessageWords } from "./model.ts";

export const es: MessageWords = {
  greeting: "Hola, {{.DisplayName}}:",
  linkHint: "Si el botón no funciona, abra esta dirección en su navegador:",
  footers: {
    unasked: "Si no esperaba este mensaje, puede ignorarlo.",
    secret:
      "No comparta nunca este código con nadie. Si no está iniciando sesión en este momento, cambie su contraseña.",
  },
  mails: {
    init: {
      subject: "Configure su cuenta",
      preHeader: "Su cuenta le espera. Solo queda un paso.",
      text: "Se ha creado una cuenta para usted. Su nombre de inicio de sesión es {{.PreferredLoginName}}.\n\nPara terminar de configurarla, abra el enlace siguiente o introduzca este código:\n\n{{.Code}}",
      buttonText: "Configurar cuenta",
    },
    password_reset: {
      subject: "Restablezca su contraseña",
      preHeader: "Elija una contraseña nueva para su cuenta.",
      text: "Se ha solicitado restablecer la contraseña de su cuenta {{.PreferredLoginName}}. Para elegir una nueva, abra el enlace siguiente o introduzca este código:\n\n{{.Code}}",
      buttonText: "Elegir contraseña nueva",
    },
    verify_email: {
      subject: "Confirme su dirección de correo electrónico",
      preHeader: "Confirme que esta dirección es suya.",
      text: "Esta dirección de correo electrónico se ha indicado para su cuenta. Para confirmar que es suya, abra el enlace siguiente o introduzca este código:\n\n{{.Code}}",
      buttonText: "Confirmar dirección",
    },
    verify_email_otp: {
      subject: "Su código de inicio de sesión",
      preHeader: "Use este código para iniciar sesión.",
      text: "Para iniciar sesión, abra el enlace siguiente o introduzca este código de un solo uso. Validez: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Iniciar sesión",
    },
    domain_claimed: {
      subject: "Su nombre de inicio de sesión ha cambiado",
      preHeader: "El dominio {{.Domain}} pertenece ahora a una organización.",
      text: "Una organización ha demostrado que el dominio {{.Domain}} le pertenece. Su cuenta no forma parte de esta organización, por lo que su nombre de inicio de sesión anterior ya no funciona.\n\nInicie sesión como {{.TempUsername}} hasta que elija otro nombre.",
      buttonText: "Iniciar sesión",
    },
    passwordless_registration: {
      subject: "Añada una llave de acceso",
      preHeader: "Inicie sesión sin contraseña.",
      text: "Puede añadir una llave de acceso a su cuenta {{.PreferredLoginName}} e iniciar sesión sin contraseña. Abra el enlace siguiente en el dispositivo que quiera usar.",
      buttonText: "Añadir llave de acceso",
    },
    password_change: {
      subject: "Su contraseña ha cambiado",
      preHeader: "Se ha cambiado la contraseña de su cuenta.",
      text: "Se ha cambiado la contraseña de su cuenta {{.PreferredLoginName}}.\n\nSi no ha sido usted, restablezca su contraseña de inmediato y avise a su administrador.",
      buttonText: "Iniciar sesión",
    },
    invite_user: {
      subject: "Invitación a {{.ApplicationName}}",
      preHeader: "Acepte la invitación y configure su cuenta.",
      text: "Ha recibido una invitación a {{.ApplicationName}}. Para aceptarla, abra el enlace siguiente o introduzca este código:\n\n{{.Code}}",
      buttonText: "Aceptar invitación",
    },
  },
  sms: {
    password_reset: "{{.Code}} es su código para restablecer la contraseña en {{.Domain}}.",
    verify_phone: "{{.Code}} es su código para confirmar este número de teléfono en {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} es su código de inicio de sesión en {{.Domain}}. Validez: {{.Expiry}}.",
  },
};
