import type { MessageWords } from "./model.ts";

export const zh: MessageWords = {
  greeting: "{{.DisplayName}}，您好！",
  linkHint: "如果按钮无法使用，请在浏览器中打开以下地址：",
  footers: {
    unasked: "如果您没有预料到会收到此消息，请忽略它。",
    secret: "切勿将此验证码告诉任何人。如果您此刻并未登录，请更改您的密码。",
  },
  mails: {
    init: {
      subject: "设置您的账户",
      preHeader: "您的账户已就绪，只差一步。",
      text: "已为您创建账户。您的登录名是 {{.PreferredLoginName}}。\n\n要完成设置，请打开下方链接或输入此验证码：\n\n{{.Code}}",
      buttonText: "设置账户",
    },
    password_reset: {
      subject: "重置您的密码",
      preHeader: "为您的账户设置新密码。",
      text: "我们收到了重置您的账户 {{.PreferredLoginName}} 密码的请求。要设置新密码，请打开下方链接或输入此验证码：\n\n{{.Code}}",
      buttonText: "设置新密码",
    },
    verify_email: {
      subject: "确认您的电子邮件地址",
      preHeader: "请确认此地址属于您。",
      text: "您的账户填写了此电子邮件地址。要确认它属于您，请打开下方链接或输入此验证码：\n\n{{.Code}}",
      buttonText: "确认地址",
    },
    verify_email_otp: {
      subject: "您的登录验证码",
      preHeader: "使用此验证码登录。",
      text: "要登录，请打开下方链接或输入此一次性验证码。有效期：{{.Expiry}}。\n\n{{.OTP}}",
      buttonText: "登录",
    },
    domain_claimed: {
      subject: "您的登录名已更改",
      preHeader: "域名 {{.Domain}} 现在属于某个组织。",
      text: "某个组织已证明域名 {{.Domain}} 归其所有。您的账户不属于该组织，因此您以前的登录名已失效。\n\n在您选择其他登录名之前，请使用 {{.TempUsername}} 登录。",
      buttonText: "登录",
    },
    passwordless_registration: {
      subject: "添加通行密钥",
      preHeader: "无需密码即可登录。",
      text: "您可以为账户 {{.PreferredLoginName}} 添加通行密钥，无需密码即可登录。请在您要使用的设备上打开下方链接。",
      buttonText: "添加通行密钥",
    },
    password_change: {
      subject: "您的密码已更改",
      preHeader: "您账户的密码已更改。",
      text: "您的账户 {{.PreferredLoginName}} 的密码已更改。\n\n如果这不是您本人的操作，请立即重置密码并通知管理员。",
      buttonText: "登录",
    },
    invite_user: {
      subject: "加入 {{.ApplicationName}} 的邀请",
      preHeader: "接受邀请并设置您的账户。",
      text: "您受邀加入 {{.ApplicationName}}。要接受邀请，请打开下方链接或输入此验证码：\n\n{{.Code}}",
      buttonText: "接受邀请",
    },
  },
  sms: {
    password_reset: "{{.Code}} 是您在 {{.Domain}} 重置密码的验证码。",
    verify_phone: "{{.Code}} 是您在 {{.Domain}} 确认此电话号码的验证码。",
    verify_sms_otp: "{{.OTP}} 是您在 {{.Domain}} 的登录验证码。有效期：{{.Expiry}}。",
  },
};
