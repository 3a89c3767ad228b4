import type { MessageWords } from "./model.ts";

export const cs: MessageWords = {
  greeting: "Dobrý den, {{.DisplayName}},",
  linkHint: "Pokud tlačítko nefunguje, otevřete v prohlížeči tuto adresu:",
  footers: {
    unasked: "Pokud jste tuto zprávu neočekávali, můžete ji ignorovat.",
    secret: "Tento kód nikdy nikomu nesdělujte. Pokud se právě nepřihlašujete, změňte si prosím heslo.",
  },
  mails: {
    init: {
      subject: "Nastavte si účet",
      preHeader: "Váš účet je připraven. Zbývá jediný krok.",
      text: "Byl pro vás vytvořen účet. Vaše přihlašovací jméno je {{.PreferredLoginName}}.\n\nNastavení dokončíte odkazem níže nebo zadáním tohoto kódu:\n\n{{.Code}}",
      buttonText: "Nastavit účet",
    },
    password_reset: {
      subject: "Obnovte si heslo",
      preHeader: "Zvolte si nové heslo ke svému účtu.",
      text: "Obdrželi jsme žádost o obnovení hesla k vašemu účtu {{.PreferredLoginName}}. Nové heslo si zvolíte odkazem níže nebo zadáním tohoto kódu:\n\n{{.Code}}",
      buttonText: "Zvolit nové heslo",
    },
    verify_email: {
      subject: "Potvrďte svou e-mailovou adresu",
      preHeader: "Potvrďte prosím, že tato adresa patří vám.",
      text: "Tato e-mailová adresa byla zadána k vašemu účtu. Že patří vám, potvrdíte odkazem níže nebo zadáním tohoto kódu:\n\n{{.Code}}",
      buttonText: "Potvrdit adresu",
    },
    verify_email_otp: {
      subject: "Váš přihlašovací kód",
      preHeader: "Přihlaste se tímto kódem.",
      text: "Přihlásíte se odkazem níže nebo zadáním tohoto jednorázového kódu. Platnost: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Přihlásit se",
    },
    domain_claimed: {
      subject: "Vaše přihlašovací jméno se změnilo",
      preHeader: "Doména {{.Domain}} nyní patří organizaci.",
      text: "Jedna organizace prokázala, že jí patří doména {{.Domain}}. Váš účet není součástí této organizace, a proto vaše dosavadní přihlašovací jméno již nefunguje.\n\nDokud si nezvolíte jiné přihlašovací jméno, přihlašujte se prosím jako {{.TempUsername}}.",
      buttonText: "Přihlásit se",
    },
    passwordless_registration: {
      subject: "Přidejte si přístupový klíč",
      preHeader: "Přihlašujte se bez hesla.",
      text: "Ke svému účtu {{.PreferredLoginName}} si můžete přidat přístupový klíč a přihlašovat se bez hesla. Odkaz níže otevřete na zařízení, které chcete používat.",
      buttonText: "Přidat přístupový klíč",
    },
    password_change: {
      subject: "Vaše heslo bylo změněno",
      preHeader: "Heslo k vašemu účtu bylo změněno.",
      text: "Heslo k vašemu účtu {{.PreferredLoginName}} bylo změněno.\n\nPokud jste to nebyli vy, ihned si obnovte heslo a informujte svého správce.",
      buttonText: "Přihlásit se",
    },
    invite_user: {
      subject: "Pozvánka do {{.ApplicationName}}",
      preHeader: "Přijměte pozvánku a nastavte si účet.",
      text: "Byli jste pozváni do {{.ApplicationName}}. Pozvánku přijmete odkazem níže nebo zadáním tohoto kódu:\n\n{{.Code}}",
      buttonText: "Přijmout pozvánku",
    },
  },
  sms: {
    password_reset: "{{.Code}} je váš kód pro obnovení hesla na {{.Domain}}.",
    verify_phone: "{{.Code}} je váš kód pro potvrzení tohoto telefonního čísla na {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} je váš přihlašovací kód pro {{.Domain}}. Platnost: {{.Expiry}}.",
  },
};
