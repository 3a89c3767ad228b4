import type { MessageWords } from "./model.ts";

export const ja: MessageWords = {
  greeting: "{{.DisplayName}} 様",
  linkHint: "ボタンが機能しない場合は、次のアドレスをブラウザーで開いてください。",
  footers: {
    unasked: "このメールに心当たりがない場合は、無視していただいてかまいません。",
    secret:
      "このコードは誰にも教えないでください。現在ログインしようとしていない場合は、パスワードを変更してください。",
  },
  mails: {
    init: {
      subject: "アカウントの設定をお願いします",
      preHeader: "アカウントの準備ができました。残りはあと 1 ステップです。",
      text: "お客様のアカウントが作成されました。ログイン名は {{.PreferredLoginName}} です。\n\n設定を完了するには、下のリンクを開くか、次のコードを入力してください。\n\n{{.Code}}",
      buttonText: "アカウントを設定",
    },
    password_reset: {
      subject: "パスワードの再設定",
      preHeader: "アカウントの新しいパスワードを設定してください。",
      text: "アカウント {{.PreferredLoginName}} のパスワードの再設定が要求されました。新しいパスワードを設定するには、下のリンクを開くか、次のコードを入力してください。\n\n{{.Code}}",
      buttonText: "新しいパスワードを設定",
    },
    verify_email: {
      subject: "メールアドレスの確認",
      preHeader: "このアドレスがご本人のものであることをご確認ください。",
      text: "このメールアドレスがお客様のアカウントに登録されました。ご本人のものであることを確認するには、下のリンクを開くか、次のコードを入力してください。\n\n{{.Code}}",
      buttonText: "アドレスを確認",
    },
    verify_email_otp: {
      subject: "ログインコード",
      preHeader: "このコードを使用してログインしてください。",
      text: "ログインするには、下のリンクを開くか、次のワンタイムコードを入力してください。有効期間：{{.Expiry}}\n\n{{.OTP}}",
      buttonText: "ログイン",
    },
    domain_claimed: {
      subject: "ログイン名が変更されました",
      preHeader: "ドメイン {{.Domain}} は組織の所有となりました。",
      text: "ある組織が、ドメイン {{.Domain}} を所有していることを証明しました。お客様のアカウントはこの組織に属していないため、これまでのログイン名は使用できなくなりました。\n\n別のログイン名を設定するまでは、{{.TempUsername}} でログインしてください。",
      buttonText: "ログイン",
    },
    passwordless_registration: {
      subject: "パスキーの追加",
      preHeader: "パスワードなしでログインできます。",
      text: "アカウント {{.PreferredLoginName}} にパスキーを追加すると、パスワードなしでログインできます。使用する端末で下のリンクを開いてください。",
      buttonText: "パスキーを追加",
    },
    password_change: {
      subject: "パスワードが変更されました",
      preHeader: "アカウントのパスワードが変更されました。",
      text: "アカウント {{.PreferredLoginName}} のパスワードが変更されました。\n\nお心当たりがない場合は、直ちにパスワードを再設定し、管理者に連絡してください。",
      buttonText: "ログイン",
    },
    invite_user: {
      subject: "{{.ApplicationName}} への招待",
      preHeader: "招待を承諾して、アカウントを設定してください。",
      text: "{{.ApplicationName}} に招待されました。招待を承諾するには、下のリンクを開くか、次のコードを入力してください。\n\n{{.Code}}",
      buttonText: "招待を承諾",
    },
  },
  sms: {
    password_reset: "{{.Domain}} のパスワード再設定コード：{{.Code}}",
    verify_phone: "{{.Domain}} の電話番号確認コード：{{.Code}}",
    verify_sms_otp: "{{.Domain}} のログインコード：{{.OTP}}（有効期間：{{.Expiry}}）",
  },
};
