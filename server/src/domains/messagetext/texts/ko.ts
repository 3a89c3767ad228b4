import type { MessageWords } from "./model.ts";

export const ko: MessageWords = {
  greeting: "{{.DisplayName}}님, 안녕하세요.",
  linkHint: "버튼이 작동하지 않으면 브라우저에서 다음 주소를 여세요.",
  footers: {
    unasked: "예상하지 못한 메시지라면 무시하셔도 됩니다.",
    secret: "이 코드를 누구에게도 알려 주지 마세요. 지금 로그인하는 중이 아니라면 비밀번호를 변경해 주세요.",
  },
  mails: {
    init: {
      subject: "계정을 설정하세요",
      preHeader: "계정이 준비되었습니다. 한 단계만 남았습니다.",
      text: "회원님의 계정이 만들어졌습니다. 로그인 이름은 {{.PreferredLoginName}}입니다.\n\n설정을 마치려면 아래 링크를 열거나 다음 코드를 입력하세요.\n\n{{.Code}}",
      buttonText: "계정 설정",
    },
    password_reset: {
      subject: "비밀번호를 재설정하세요",
      preHeader: "계정의 새 비밀번호를 정하세요.",
      text: "{{.PreferredLoginName}} 계정의 비밀번호 재설정이 요청되었습니다. 새 비밀번호를 정하려면 아래 링크를 열거나 다음 코드를 입력하세요.\n\n{{.Code}}",
      buttonText: "새 비밀번호 정하기",
    },
    verify_email: {
      subject: "이메일 주소를 확인하세요",
      preHeader: "본인의 주소가 맞는지 확인해 주세요.",
      text: "이 이메일 주소가 회원님의 계정에 등록되었습니다. 본인의 주소임을 확인하려면 아래 링크를 열거나 다음 코드를 입력하세요.\n\n{{.Code}}",
      buttonText: "주소 확인",
    },
    verify_email_otp: {
      subject: "로그인 코드",
      preHeader: "이 코드로 로그인하세요.",
      text: "로그인하려면 아래 링크를 열거나 다음 일회용 코드를 입력하세요. 유효 시간: {{.Expiry}}\n\n{{.OTP}}",
      buttonText: "로그인",
    },
    domain_claimed: {
      subject: "로그인 이름이 변경되었습니다",
      preHeader: "이제 {{.Domain}} 도메인은 한 조직의 소유입니다.",
      text: "한 조직이 {{.Domain}} 도메인의 소유권을 증명했습니다. 회원님의 계정은 이 조직에 속하지 않으므로 이전 로그인 이름을 더 이상 사용할 수 없습니다.\n\n다른 로그인 이름을 정할 때까지 다음 이름으로 로그인하세요: {{.TempUsername}}",
      buttonText: "로그인",
    },
    passwordless_registration: {
      subject: "패스키를 추가하세요",
      preHeader: "비밀번호 없이 로그인하세요.",
      text: "{{.PreferredLoginName}} 계정에 패스키를 추가하고 비밀번호 없이 로그인할 수 있습니다. 사용하려는 기기에서 아래 링크를 여세요.",
      buttonText: "패스키 추가",
    },
    password_change: {
      subject: "비밀번호가 변경되었습니다",
      preHeader: "계정의 비밀번호가 변경되었습니다.",
      text: "{{.PreferredLoginName}} 계정의 비밀번호가 변경되었습니다.\n\n본인이 변경하지 않았다면 즉시 비밀번호를 재설정하고 관리자에게 알려 주세요.",
      buttonText: "로그인",
    },
    invite_user: {
      subject: "{{.ApplicationName}} 초대",
      preHeader: "초대를 수락하고 계정을 설정하세요.",
      text: "{{.ApplicationName}}에 초대되었습니다. 초대를 수락하려면 아래 링크를 열거나 다음 코드를 입력하세요.\n\n{{.Code}}",
      buttonText: "초대 수락",
    },
  },
  sms: {
    password_reset: "{{.Domain}} 비밀번호 재설정 코드: {{.Code}}",
    verify_phone: "{{.Domain}} 전화번호 확인 코드: {{.Code}}",
    verify_sms_otp: "{{.Domain}} 로그인 코드: {{.OTP}} (유효 시간: {{.Expiry}})",
  },
};
