import type { MessageWords } from "./model.ts";

export const tr: MessageWords = {
  greeting: "Merhaba {{.DisplayName}},",
  linkHint: "Düğme çalışmıyorsa bu adresi tarayıcınızda açın:",
  footers: {
    unasked: "Bu iletiyi beklemiyorsanız dikkate almayabilirsiniz.",
    secret: "Bu kodu asla kimseyle paylaşmayın. Şu anda oturum açmıyorsanız lütfen parolanızı değiştirin.",
  },
  mails: {
    init: {
      subject: "Hesabınızı kurun",
      preHeader: "Hesabınız sizi bekliyor. Yalnızca bir adım kaldı.",
      text: "Sizin için bir hesap oluşturuldu. Oturum açma adınız: {{.PreferredLoginName}}.\n\nKurulumu tamamlamak için aşağıdaki bağlantıyı açın veya bu kodu girin:\n\n{{.Code}}",
      buttonText: "Hesabı kur",
    },
    password_reset: {
      subject: "Parolanızı sıfırlayın",
      preHeader: "Hesabınız için yeni bir parola seçin.",
      text: "Şu hesabınızın parolasının sıfırlanması istendi: {{.PreferredLoginName}}. Yeni bir parola seçmek için aşağıdaki bağlantıyı açın veya bu kodu girin:\n\n{{.Code}}",
      buttonText: "Yeni parola seç",
    },
    verify_email: {
      subject: "E-posta adresinizi doğrulayın",
      preHeader: "Lütfen bu adresin size ait olduğunu doğrulayın.",
      text: "Bu e-posta adresi hesabınız için girildi. Size ait olduğunu doğrulamak için aşağıdaki bağlantıyı açın veya bu kodu girin:\n\n{{.Code}}",
      buttonText: "Adresi doğrula",
    },
    verify_email_otp: {
      subject: "Oturum açma kodunuz",
      preHeader: "Oturum açmak için bu kodu kullanın.",
      text: "Oturum açmak için aşağıdaki bağlantıyı açın veya bu tek kullanımlık kodu girin. Geçerlilik süresi: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Oturum aç",
    },
    domain_claimed: {
      subject: "Oturum açma adınız değişti",
      preHeader: "{{.Domain}} alan adı artık bir kuruluşa ait.",
      text: "Bir kuruluş, {{.Domain}} alan adının kendisine ait olduğunu kanıtladı. Hesabınız bu kuruluşun parçası olmadığı için önceki oturum açma adınız artık çalışmıyor.\n\nBaşka bir ad seçene kadar lütfen şu adla oturum açın: {{.TempUsername}}.",
      buttonText: "Oturum aç",
    },
    passwordless_registration: {
      subject: "Geçiş anahtarı ekleyin",
      preHeader: "Parola olmadan oturum açın.",
      text: "Şu hesabınıza bir geçiş anahtarı ekleyip parola olmadan oturum açabilirsiniz: {{.PreferredLoginName}}. Aşağıdaki bağlantıyı kullanmak istediğiniz cihazda açın.",
      buttonText: "Geçiş anahtarı ekle",
    },
    password_change: {
      subject: "Parolanız değiştirildi",
      preHeader: "Hesabınızın parolası değiştirildi.",
      text: "Şu hesabınızın parolası değiştirildi: {{.PreferredLoginName}}.\n\nBunu siz yapmadıysanız parolanızı hemen sıfırlayın ve yöneticinize haber verin.",
      buttonText: "Oturum aç",
    },
    invite_user: {
      subject: "Davet: {{.ApplicationName}}",
      preHeader: "Daveti kabul edin ve hesabınızı kurun.",
      text: "{{.ApplicationName}} uygulamasına davet edildiniz. Daveti kabul etmek için aşağıdaki bağlantıyı açın veya bu kodu girin:\n\n{{.Code}}",
      buttonText: "Daveti kabul et",
    },
  },
  sms: {
    password_reset: "{{.Domain}} için parola sıfırlama kodunuz: {{.Code}}.",
    verify_phone: "{{.Domain}} için telefon numarası doğrulama kodunuz: {{.Code}}.",
    verify_sms_otp: "{{.Domain}} için oturum açma kodunuz: {{.OTP}}. Geçerlilik süresi: {{.Expiry}}.",
  },
};
