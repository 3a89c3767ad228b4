import type { Texts } from "./keys.ts";

export const es: Texts = {
  "language.name": "Español",
  "common.continue": "Continuar",
  "common.skipToContent": "Ir al formulario",
  "common.toApp": "para acceder a {app}",
  "common.backToApp": "Volver a {app}",
  "common.backToApplication": "Volver a la aplicación",
  "common.startAgain": "Empezar de nuevo",
  "common.otherAccount": "Usar otra cuenta",
  "common.notYou": "¿No es usted?",
  "common.signedInAs": "Cuenta",
  "common.showPassword": "Mostrar la contraseña",
  "common.hidePassword": "Ocultar la contraseña",
  "common.required": "Este campo es obligatorio.",
  "common.tooLong": "Este texto es demasiado largo.",
  "common.copy": "Copiar",
  "common.close": "Cerrar",
  "common.copied": "Copiado",

  "footer.label": "Información e idioma",
  "footer.language": "Idioma",
  "footer.terms": "Condiciones",
  "footer.privacy": "Privacidad",
  "footer.help": "Ayuda",
  "footer.support": "Soporte",
  "footer.watermark": "Protegido por Gatehouse",

  "loginName.title": "Iniciar sesión",
  "loginName.label": "Nombre de inicio de sesión",
  "loginName.labelEmail": "Nombre de inicio de sesión o correo electrónico",
  "loginName.labelPhone": "Nombre de inicio de sesión o número de teléfono",
  "loginName.labelEmailPhone": "Nombre de inicio de sesión, correo electrónico o número de teléfono",
  "loginName.ofOrg": "con su cuenta de {org}",
  "loginName.noAccount": "¿Aún no tiene cuenta?",
  "loginName.register": "Crear una cuenta",
  "loginName.noNames":
    "Aquí no se puede iniciar sesión con nombre y contraseña. Vuelva a la aplicación o consulte a la persona que administra sus cuentas.",
  "loginName.errorUnknown":
    "No conocemos ninguna cuenta con este nombre. Revise la ortografía o consulte a la persona que administra sus cuentas.",

  "password.title": "Introduzca su contraseña",
  "password.label": "Contraseña",
  "password.submit": "Iniciar sesión",
  "password.reset": "¿Ha olvidado la contraseña?",
  "password.errorWrong": "La contraseña es incorrecta. Inténtelo de nuevo.",
  "password.errorNameOrPassword": "El nombre de inicio de sesión o la contraseña son incorrectos.",
  "password.errorLocked":
    "Esta cuenta está bloqueada por demasiadas contraseñas incorrectas. La persona que administra sus cuentas puede desbloquearla.",
  "password.errorTooMany": "Demasiados intentos. Espere un momento antes de volver a intentarlo.",

  "passkey.title": "Inicie sesión con su llave de acceso",
  "passkey.lead": "Su dispositivo le pedirá su huella digital, su rostro o el PIN.",
  "passkey.leadAnyone": "Su navegador muestra las llaves de acceso que tiene para esta dirección.",
  "passkey.submit": "Usar la llave de acceso",
  "passkey.onLoginName": "Iniciar sesión con una llave de acceso",
  "passkey.usePassword": "Usar la contraseña",
  "passkey.useLoginName": "Introducir el nombre de inicio de sesión",
  "passkey.otherFactor": "Elegir otro método",
  "passkey.unsupported":
    "En este navegador no se pueden usar llaves de acceso. Hace falta un navegador actual que pueda ejecutar scripts en esta página.",
  "passkey.waiting": "Esperando a su dispositivo…",
  "passkey.failed":
    "No se ha confirmado nada: se ha cancelado o ha pasado demasiado tiempo. Inténtelo de nuevo cuando quiera.",
  "passkey.none": "Ninguna de sus llaves de acceso funciona en la dirección de esta página.",
  "passkey.errorRefused":
    "Esta llave de acceso no se ha podido usar aquí. Elija otra, u otra forma de iniciar sesión.",
  "passkey.errorStale":
    "Esta página ha estado abierta demasiado tiempo o ya se ha usado. Confirme una vez más.",
  "passkey.errorCopied":
    "Parece que existe una copia de esta llave de acceso, por lo que no se ha aceptado. Inicie sesión de otra forma y configúrela de nuevo.",
  "passkey.errorNotAllowed":
    "Las llaves de acceso no están permitidas para esta cuenta. Inicie sesión de otra forma.",
  "passkey.errorOtherOrg":
    "Esta llave de acceso es de una cuenta de otra organización, no de la solicitada. Elija otra.",

  "passkeySet.title": "Configure una llave de acceso",
  "passkeySet.lead":
    "Con ella inicia sesión con su huella digital, su rostro o el PIN de su dispositivo. No se puede adivinar y no funciona en páginas falsas.",
  "passkeySet.leadLink":
    "Con este enlace puede configurar en este dispositivo una llave de acceso para su cuenta.",
  "passkeySet.name": "Nombre de la llave de acceso (opcional)",
  "passkeySet.nameHint": "Si lo deja vacío, tomará el nombre del lugar donde se guarda.",
  "passkeySet.fallbackName": "Llave de acceso",
  "passkeySet.submit": "Crear llave de acceso",
  "passkeySet.skip": "Ahora no",
  "passkeySet.otherWay": "Elegir otro método",
  "passkeySet.waiting": "Siga las indicaciones de su dispositivo…",
  "passkeySet.failed":
    "No se ha creado ninguna llave de acceso: se ha cancelado o ha pasado demasiado tiempo. Inténtelo de nuevo cuando quiera.",
  "passkeySet.known":
    "En este dispositivo ya hay una llave de acceso para su cuenta. Puede usarla ahora mismo.",
  "passkeySet.unsupported":
    "En este navegador no se pueden crear llaves de acceso. Hace falta un navegador actual que pueda ejecutar scripts en esta página.",
  "passkeySet.otherDevice": "Configurarla en otro dispositivo",
  "passkeySet.otherTitle": "Configure una llave de acceso en otro dispositivo",
  "passkeySet.otherLead":
    "Escanee el código con el otro dispositivo o abra allí la dirección. Sirve una sola vez, durante {minutes} min. No se la dé a nadie.",
  "passkeySet.otherCode": "Código QR de la dirección",
  "passkeySet.otherAddress": "Dirección",
  "passkeySet.otherReady": "Continuar cuando la llave de acceso esté configurada",
  "passkeySet.errorStale": "Esta página ha estado abierta demasiado tiempo. Inténtelo una vez más.",
  "passkeySet.errorRefused": "No se ha podido aceptar la respuesta de su dispositivo. Inténtelo una vez más.",
  "passkeySet.errorCode": "Este enlace no es válido: ya se ha usado o está incompleto. Pida uno nuevo.",
  "passkeySet.errorCodeExpired": "Este enlace es demasiado antiguo. Pida uno nuevo.",
  "passkeySet.errorNotAllowed": "Las llaves de acceso no están permitidas para esta cuenta.",
  "passkeySet.doneTitle": "Su llave de acceso está lista",
  "passkeySet.done": "A partir de ahora puede iniciar sesión con ella.",
  "passkeySet.doneElsewhere":
    "A partir de ahora puede iniciar sesión con ella. Ya puede cerrar esta ventana.",
  "passkeySet.mailTitle": "Configure su llave de acceso",
  "passkeySet.mailLead":
    "Esta cuenta se usa con una llave de acceso. Para que la configure, podemos enviar un enlace a la dirección de correo electrónico de la cuenta.",
  "passkeySet.mailSubmit": "Enviar el enlace",
  "passkeySet.mailSent":
    "El enlace está en camino. Ábralo en el dispositivo con el que quiera iniciar sesión.",
  "passkeySet.errorMail":
    "La dirección de esta cuenta no está confirmada, así que no se le puede enviar ningún enlace.",

  "passkeyPrompt.title": "La próxima vez, inicie sesión más rápido",
  "passkeyPrompt.lead": "Con una llave de acceso no necesita ni contraseña ni código.",
  "passkeyPrompt.easy": "Basta con su huella digital, su rostro o el PIN de su dispositivo.",
  "passkeyPrompt.safe":
    "No se puede adivinar ni robar con una página falsa, y nunca sale de sus dispositivos.",
  "passkeyPrompt.quick": "Se tarda medio minuto. Su contraseña sigue siendo válida.",
  "passkeyPrompt.submit": "Configurar una llave de acceso",
  "passkeyPrompt.skip": "Ahora no",

  "passwordReset.title": "Restablezca su contraseña",
  "passwordReset.lead": "Le enviaremos un código con el que podrá elegir una contraseña nueva.",
  "passwordReset.submit": "Enviar código",
  "passwordReset.back": "Volver al inicio de sesión",

  "passwordSet.title": "Establezca una contraseña nueva",
  "passwordSet.lead":
    "Si existe una cuenta con este nombre, hay un código en camino a su correo electrónico o a su teléfono. Introdúzcalo aquí y elija una contraseña nueva.",
  "passwordSet.leadLink": "Introduzca el código de nuestro mensaje y elija una contraseña nueva.",
  "passwordSet.sent":
    "Hay un código nuevo en camino, si existe una cuenta a la que enviarlo. Es posible que los códigos anteriores ya no funcionen.",
  "passwordSet.firstTitle": "Elija su contraseña",
  "passwordSet.firstLead": "Con ella iniciará sesión a partir de ahora.",
  "passwordSet.code": "Código",
  "passwordSet.submit": "Guardar y continuar",
  "passwordSet.resend": "Enviar un código nuevo",
  "passwordSet.errorCode":
    "Este código es incorrecto o ya no es válido. Revíselo o pida que le enviemos uno nuevo.",

  "verify.title": "Confirme su dirección de correo electrónico",
  "verify.lead": "Introduzca el código del mensaje que le hemos enviado.",
  "verify.code": "Código",
  "verify.submit": "Confirmar",
  "verify.resend": "Enviar un código nuevo",
  "verify.sent":
    "Hay un código nuevo en camino, si hace falta alguno. Los códigos anteriores ya no funcionan.",
  "verify.doneTitle": "Su dirección de correo electrónico está confirmada",
  "verify.done": "Ya puede iniciar sesión o cerrar esta ventana.",
  "verify.signIn": "Iniciar sesión",
  "verify.errorCode":
    "Este código es incorrecto o ya no es válido. Revíselo o pida que le enviemos uno nuevo.",
  "verify.errorTooMany": "Se han pedido demasiados códigos. Use el último o espere antes de pedir otro.",

  "invite.title": "Acepte su invitación",
  "invite.lead": "Se ha creado una cuenta para usted. Para empezar, introduzca el código de su invitación.",
  "invite.submit": "Aceptar",

  "activate.title": "Active su cuenta",
  "activate.lead":
    "Introduzca el código del mensaje que le hemos enviado. Después elegirá cómo iniciar sesión.",
  "activate.submit": "Activar",

  "authenticator.title": "¿Cómo quiere iniciar sesión?",
  "authenticator.lead":
    "Su dirección de correo electrónico está confirmada. Elija cómo iniciará sesión a partir de ahora.",
  "authenticator.passkey": "Usar una llave de acceso",
  "authenticator.passkeyHint":
    "Inicia sesión con su huella digital, su rostro o el bloqueo de su dispositivo. No hay nada que recordar.",
  "authenticator.password": "Usar una contraseña",

  "usernameChange.title": "Elija un nombre de inicio de sesión nuevo",
  "usernameChange.lead":
    "El dominio de su nombre de inicio de sesión pertenece ahora a otra organización. Elija un nombre nuevo para continuar.",
  "usernameChange.name": "Nombre de usuario nuevo",
  "usernameChange.submit": "Guardar y continuar",
  "usernameChange.errorTaken": "Ya existe una cuenta con este nombre. Elija otro.",
  "usernameChange.errorReserved":
    "Este nombre termina en un dominio de otra organización. Elija un nombre que no lo lleve.",
  "usernameChange.errorTemporary": "Los nombres de este dominio son solo provisionales. Elija otro.",

  "passwordChange.title": "Elija una contraseña nueva",
  "passwordChange.required": "Para continuar, su cuenta necesita una contraseña nueva.",
  "passwordChange.expired":
    "Su contraseña ha superado el plazo de uso permitido (en días: {days}). Elija una nueva para continuar.",
  "passwordChange.current": "Contraseña actual",
  "passwordChange.new": "Contraseña nueva",
  "passwordChange.confirm": "Repita la contraseña nueva",
  "passwordChange.submit": "Guardar y continuar",
  "passwordChange.errorCurrent": "La contraseña actual es incorrecta.",
  "passwordChange.errorConfirm": "Las dos contraseñas nuevas no coinciden.",
  "passwordChange.errorUnchanged": "La contraseña nueva debe ser distinta de la actual.",
  "passwordChange.errorCommon":
    "Esta contraseña es demasiado común: es de las primeras que otros probarían. Elija otra.",
  "passwordChange.errorUsedBefore": "Ya ha usado esta contraseña antes. Elija otra.",
  "passwordChange.errorRules": "A la contraseña nueva aún le falta: {rules}.",

  "mfa.title": "Confirme que es usted",
  "mfa.others": "Otro método",
  "mfa.passkey": "Llave de acceso",
  "mfa.totp": "Aplicación de autenticación",
  "mfa.u2f": "Llave de seguridad",
  "mfa.otp_sms": "SMS",
  "mfa.otp_email": "Correo electrónico",
  "mfa.recovery_code": "Código de recuperación",
  "mfa.passkeyAbout": "Con su huella digital, su rostro o el bloqueo de su dispositivo.",
  "mfa.totpAbout": "Introduzca el código que muestra la aplicación.",
  "mfa.u2fAbout": "Toque su llave o conéctela.",
  "mfa.otp_smsAbout": "Le enviamos un código al teléfono.",
  "mfa.otp_emailAbout": "Le enviamos un código al correo electrónico.",
  "mfa.recovery_codeAbout": "Use uno de los códigos que anotó.",
  "mfa.errorWrong": "El código es incorrecto. Inténtelo de nuevo.",
  "mfa.errorTooMany": "Demasiados intentos. Espere un momento antes de volver a intentarlo.",
  "mfa.errorSendTooMany": "Se han enviado demasiados códigos. Espere un momento antes de pedir otro.",
  "mfa.errorUnready": "Ahora mismo no se puede enviar ningún código por este medio. Elija otro.",
  "mfa.errorLocked":
    "Esta cuenta está bloqueada por demasiados códigos incorrectos. La persona que administra sus cuentas puede desbloquearla.",

  "mfaSet.title": "Proteja su cuenta",
  "mfaSet.lead": "Con un segundo factor, conocer su contraseña ya no basta para entrar.",
  "mfaSet.forced": "Su organización exige un segundo factor. Elija uno para continuar.",
  "mfaSet.list": "Lo que puede configurar",
  "mfaSet.passkeyAbout": "Lo más seguro y lo más rápido: iniciar sesión sin contraseña.",
  "mfaSet.totpAbout": "Una aplicación en su teléfono muestra un código nuevo cada 30 segundos.",
  "mfaSet.u2fAbout": "Un pequeño dispositivo que se conecta o se acerca al teléfono.",
  "mfaSet.otp_smsAbout": "Le enviamos un código por SMS cada vez.",
  "mfaSet.otp_emailAbout": "Le enviamos un código por correo electrónico cada vez.",
  "mfaSet.skip": "Ahora no",
  "mfaSet.another": "Elegir otro método",
  "mfaSet.errorNone":
    "Aquí es obligatorio un segundo factor, pero ninguno de los permitidos se puede configurar para esta cuenta. Un administrador puede ayudarle.",
  "mfaSet.errorTaken": "Esto ya está configurado.",

  "totp.title": "Introduzca el código de su aplicación",
  "totp.lead": "Abra su aplicación de autenticación: muestra un código de seis cifras para esta cuenta.",
  "totp.label": "Código de la aplicación",
  "totp.setTitle": "Configure una aplicación de autenticación",
  "totp.setLead":
    "Escanee esto con una aplicación de autenticación y después introduzca el código que muestra.",
  "totp.qrLabel": "Código QR para su aplicación de autenticación",
  "totp.secret": "O introduzca esta clave a mano",
  "totp.openApp": "Abrir en una aplicación de este dispositivo",
  "totp.setLabel": "Código que muestra la aplicación",
  "totp.errorReplaced": "Esta clave ya no es válida. Escanee la que ve ahora.",

  "otpSms.title": "Introduzca el código del SMS",
  "otpSms.sent": "Hemos enviado un código a su número terminado en {ending}.",
  "otpSms.none":
    "Ahora mismo no hay ningún código en camino. Podemos enviar uno a su número terminado en {ending}.",
  "otpSms.label": "Código del SMS",
  "otpSms.sendCode": "Enviar código",
  "otpSms.resend": "Enviar otro código",
  "otpSms.errorExpired": "Este código ya no es válido. Pida otro.",
  "otpSms.setTitle": "Reciba códigos por SMS",
  "otpSms.setLead": "Le enviaremos un código al teléfono cada vez que inicie sesión.",
  "otpSms.phone": "Número de teléfono",
  "otpSms.phoneHint": "Con el prefijo del país, por ejemplo +34 912 345 678.",
  "otpSms.edit": "Cambiar el número",
  "otpSms.useLead": "Los códigos se enviarán a su número terminado en {ending}.",
  "otpSms.use": "Usar este número",
  "otpSms.useAnother": "Usar otro número",
  "otpSms.errorPhone": "Esto no es un número de teléfono. Escríbalo con el prefijo del país.",

  "otpEmail.title": "Introduzca el código del correo electrónico",
  "otpEmail.sent": "Hemos enviado un código a {address}.",
  "otpEmail.none": "Ahora mismo no hay ningún código en camino. Podemos enviar uno a {address}.",
  "otpEmail.label": "Código del correo electrónico",
  "otpEmail.sendCode": "Enviar código",
  "otpEmail.resend": "Enviar otro código",
  "otpEmail.errorExpired": "Este código ya no es válido. Pida otro.",
  "otpEmail.elsewhereTitle": "Introduzca este código donde inicia sesión",
  "otpEmail.elsewhere":
    "En este navegador no hay ningún inicio de sesión a la espera de un código. Vuelva al navegador en el que empezó e introdúzcalo allí.",
  "otpEmail.setTitle": "Reciba códigos por correo electrónico",
  "otpEmail.setLead":
    "Los códigos se enviarán a {address} cada vez que inicie sesión. El primero lo enviamos ahora.",
  "otpEmail.use": "Enviar el primer código",

  "u2f.title": "Use su llave de seguridad",
  "u2f.lead": "Tenga su llave a mano y siga las indicaciones de su navegador.",
  "u2f.submit": "Usar la llave de seguridad",
  "u2f.waiting": "Esperando a su llave…",
  "u2f.unsupported":
    "Hacen falta JavaScript y un navegador compatible con llaves de seguridad. Puede usar otro navegador u otro método.",
  "u2f.errorFailed": "No ha funcionado. Inténtelo de nuevo o elija otro método.",
  "u2f.errorKnown": "Esta llave ya está registrada para su cuenta.",
  "u2f.errorElsewhere": "Ninguna de sus llaves está registrada para esta dirección. Elija otro método.",
  "u2f.setTitle": "Configure una llave de seguridad",
  "u2f.setLead": "Dé un nombre a su llave y después siga las indicaciones de su navegador.",
  "u2f.name": "Nombre de la llave",
  "u2f.nameHint": "Le sirve para distinguir sus llaves.",
  "u2f.nameDefault": "Llave de seguridad",
  "u2f.setSubmit": "Registrar llave",

  "recoveryCode.title": "Introduzca un código de recuperación",
  "recoveryCode.lead": "Cada uno de los códigos que anotó sirve una sola vez.",
  "recoveryCode.label": "Código de recuperación",
  "recoveryCode.offerTitle": "Asegúrese de poder volver a entrar",
  "recoveryCode.offer":
    "Los códigos de recuperación le permiten entrar si ha perdido su segundo factor. Guárdelos con sus demás papeles importantes.",
  "recoveryCode.replaces": "Ya tiene códigos de recuperación. Si crea otros, los anteriores dejan de valer.",
  "recoveryCode.create": "Mostrar códigos de recuperación",
  "recoveryCode.later": "Continuar sin ellos",
  "recoveryCode.shownTitle": "Sus códigos de recuperación",
  "recoveryCode.shown": "Solo se muestran ahora. Cada uno sirve una sola vez.",
  "recoveryCode.list": "Códigos de recuperación",
  "recoveryCode.print": "Imprimir",
  "recoveryCode.saved": "Los he guardado",

  "rules.title": "Su contraseña nueva necesita",
  "rules.minLength": "{count} o más caracteres",
  "rules.lower": "una letra minúscula",
  "rules.upper": "una letra mayúscula",
  "rules.number": "una cifra",
  "rules.symbol": "un símbolo o signo de puntuación",
  "rules.fulfilled": "cumplido",
  "rules.open": "pendiente",

  "register.title": "Cree su cuenta",
  "register.leadOrg": "Pertenecerá a {org}.",
  "register.leadMail": "Le enviaremos un enlace para que elija una contraseña.",
  "register.givenName": "Nombre",
  "register.familyName": "Apellidos",
  "register.email": "Correo electrónico",
  "register.userName": "Nombre de usuario",
  "register.confirm": "Repita la contraseña",
  "register.terms": "Acepto las {link}.",
  "register.termsLink": "condiciones de uso",
  "register.privacy": "He leído la {link}.",
  "register.privacyLink": "política de privacidad",
  "register.submit": "Crear cuenta",
  "register.withPasskey": "Usar una llave de acceso en lugar de contraseña",
  "register.haveAccount": "Ya tengo una cuenta",
  "register.errorEmail": "Esto no es una dirección de correo electrónico.",
  "register.errorTaken": "Ya existe una cuenta con este nombre. Inicie sesión con ella o use otro nombre.",
  "register.errorReserved":
    "Las direcciones de este dominio pertenecen a una organización. Inicie sesión allí con la suya.",
  "register.errorConfirm": "Las dos contraseñas no coinciden.",
  "register.errorConsent": "Sin esto no se puede continuar.",
  "register.errorTooMany":
    "Se han creado demasiadas cuentas desde su conexión. Inténtelo de nuevo más tarde.",
  "register.closed": "Aquí no se pueden crear cuentas. Solicite una a la persona que administra las cuentas.",
  "register.mailTitle": "Revise su correo",
  "register.mailSent":
    "Si aún no existía una cuenta con sus datos, hay un mensaje en camino. Abra el enlace que contiene para elegir una contraseña.",
  "register.mailMissing":
    "Si no llega nada, mire en el correo no deseado. También es posible que ya tenga una cuenta: inicie sesión con ella o restablezca su contraseña.",
  "register.mailSignIn": "Iniciar sesión",

  "registerOrg.title": "Registre una organización",
  "registerOrg.lead": "Será suya, y administrará sus personas y aplicaciones.",
  "registerOrg.name": "Nombre de la organización",
  "registerOrg.userName": "Nombre de usuario (opcional)",
  "registerOrg.userNameHint":
    "Si lo deja vacío, su nombre de usuario será su dirección de correo electrónico.",
  "registerOrg.submit": "Registrar",
  "registerOrg.errorNameInvalid": "Una organización no puede tener este nombre: necesita letras o cifras.",
  "registerOrg.errorNameTaken": "Ya existe una organización con este nombre.",
  "registerOrg.errorUserNameReserved":
    "Este nombre termina en un dominio de otra organización. Elija un nombre de usuario que no lo lleve.",
  "registerOrg.errorTooMany":
    "Se han registrado demasiadas organizaciones desde su conexión. Inténtelo de nuevo más tarde.",

  "accounts.title": "Elija una cuenta",
  "accounts.signedIn": "Sesión iniciada",
  "accounts.signedOut": "Sesión cerrada",
  "accounts.list": "Cuentas en este navegador",
  "accounts.end": "Cerrar la sesión de {name}",
  "accounts.register": "Crear otra cuenta",
  "accounts.forget": "Quitar {name} de esta lista",

  "logout.title": "Cerrar sesión",
  "logout.question": "¿En qué cuenta quiere cerrar sesión?",
  "logout.questionOne": "¿Quiere cerrar sesión?",
  "logout.everywhere": "Cerrar sesión también en todos los demás dispositivos y navegadores",
  "logout.one": "Cerrar sesión",
  "logout.all": "Cerrar sesión en todas las cuentas",
  "logout.stay": "Mantener la sesión abierta",
  "logout.doneTitle": "Ha cerrado sesión",
  "logout.done": "Si comparte el ordenador, cierre también la ventana del navegador.",
  "logout.signInAgain": "Volver a iniciar sesión",
  "logout.others": "Elegir una cuenta",

  "success.title": "Ha iniciado sesión",
  "success.app": "{app} se abrirá enseguida. Si no ocurre nada, continúe manualmente.",
  "success.application": "La aplicación se abrirá enseguida. Si no ocurre nada, continúe manualmente.",
  "success.visit": "Puede continuar o cerrar esta ventana.",

  "device.usercode.title": "Conecte un dispositivo",
  "device.usercode.description": "Introduzca el código que muestra su dispositivo.",
  "device.usercode.compare": "¿Es este el código que muestra su dispositivo? Continúe solo si lo es.",
  "device.usercode.label": "Código",
  "device.usercode.hint": "Ocho letras, en mayúsculas o minúsculas.",
  "device.usercode.errorUnknown":
    "Ningún dispositivo espera este código. Compárelo con el que muestra su dispositivo.",
  "device.usercode.errorUsed": "Este código ya se ha usado. Haga que su dispositivo muestre uno nuevo.",
  "device.usercode.errorExpired": "Este código ha caducado. Haga que su dispositivo muestre uno nuevo.",
  "device.request.title": "¿Conectar {appName}?",
  "device.request.description": "Un dispositivo solicita iniciar sesión con su cuenta.",
  "device.request.code": "Su dispositivo muestra este código:",
  "device.request.abilities": "{app} podrá entonces:",
  "device.request.disclaimer":
    "Permítalo solo si lo ha iniciado usted y el dispositivo que tiene delante muestra este código. Nadie que le llame o le escriba lo necesita.",
  "device.request.from": "El dispositivo lo ha solicitado desde la dirección {address}.",
  "device.request.submit": "Permitir",
  "device.request.deny": "Rechazar",
  "device.scope.openid": "saber quién es usted",
  "device.scope.profile": "ver su nombre y su perfil",
  "device.scope.email": "ver su dirección de correo electrónico",
  "device.scope.phone": "ver su número de teléfono",
  "device.scope.address": "ver su dirección postal",
  "device.scope.organization": "ver a qué organización pertenece usted",
  "device.scope.roles": "ver sus roles",
  "device.scope.metadata": "ver qué más datos hay registrados sobre usted",
  "device.scope.otherApplications": "usar otras aplicaciones en su nombre",
  "device.scope.offlineAccess": "mantener el acceso mientras usted no esté",
  "device.scope.manage": "administrar en su nombre todo lo que usted puede administrar aquí",
  "device.done.allowedTitle": "Su dispositivo está conectado",
  "device.done.allowed": "Puede volver a él y cerrar esta ventana.",
  "device.done.deniedTitle": "Ha rechazado la solicitud",
  "device.done.denied": "El dispositivo no obtiene acceso. Puede cerrar esta ventana.",

  "preview.title": "Borrador",
  "preview.lead": "Este aspecto todavía no está activo. Nadie más lo ve, y nada de esta página tiene efecto.",
  "preview.page": "Página",
  "preview.theme": "Colores",
  "preview.system": "Según el dispositivo",
  "preview.light": "Claro",
  "preview.dark": "Oscuro",
  "preview.error": "Con un error",

  "error.title": "Este inicio de sesión no puede continuar",
  "error.reference": "Error: {id}",
  "error.request": "Solicitud {id}",
  "error.requestNotFound":
    "No conocemos la solicitud que le ha traído aquí. Vuelva a la aplicación e inicie sesión desde ella.",
  "error.requestExpired":
    "Este inicio de sesión ha estado abierto demasiado tiempo. Vuelva a la aplicación y empiece de nuevo.",
  "error.requestHandled": "Este inicio de sesión ya se ha completado. Puede volver a la aplicación.",
  "error.otherBrowser":
    "Este inicio de sesión empezó en otro navegador o en otra dirección de este servidor. Empiece de nuevo desde la aplicación en este navegador.",
  "error.applicationUnknown":
    "No conocemos la aplicación que le ha enviado aquí, o no está activa. Vuelva a ella; si no sirve de nada, avise a sus responsables.",
  "error.applicationRequest":
    "La aplicación que le ha enviado aquí ha hecho una solicitud no válida. Vuelva a ella e inténtelo de nuevo; si no sirve de nada, avise a sus responsables.",
  "error.csrf":
    "No se ha podido asociar el formulario a este navegador. Compruebe que las cookies estén permitidas para esta página y envíelo de nuevo.",
  "error.pageNotFound": "No hay ninguna página en esta dirección.",
  "error.noPreview":
    "Ninguna de las cuentas conectadas aquí puede ver este borrador. Inicie sesión con una cuenta que administre estos ajustes y vuelva a abrir esta página.",
  "error.internal": "Se ha producido un error por nuestra parte. Inténtelo de nuevo dentro de un momento.",
  "error.unavailable": "El servicio está ocupado. Inténtelo de nuevo dentro de un momento.",
  "error.logout": "La solicitud de cierre de sesión no es válida; no se ha cambiado nada.",
  "error.user_not_active":
    "Esta cuenta no está activa. La persona que administra sus cuentas puede activarla.",
  "error.org_not_active": "La organización de esta cuenta no está activa.",
  "error.no_login_method": "No hay ninguna forma de iniciar sesión permitida para esta cuenta.",
  "error.external_login":
    "Esta cuenta inicia sesión con un proveedor de identidad, lo que aún no es posible en esta página.",
  "error.mfa_not_configured":
    "Es obligatorio un segundo factor, pero la configuración no permite ninguno. Un administrador tiene que corregirlo.",
  "error.project_required": "Su organización no tiene acceso a esta aplicación.",
  "error.grant_required": "Su cuenta no tiene acceso a esta aplicación.",
  "error.registrationClosed": "Aquí no se pueden registrar organizaciones.",
  "error.other": "Falta un paso de este inicio de sesión.",
};
