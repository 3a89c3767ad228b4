import type { MessageWords } from "./model.ts";

export const id: MessageWords = {
  greeting: "Halo {{.DisplayName}},",
  linkHint: "Jika tombol tidak berfungsi, buka alamat ini di peramban Anda:",
  footers: {
    unasked: "Jika Anda tidak mengharapkan pesan ini, Anda dapat mengabaikannya.",
    secret:
      "Jangan pernah memberikan kode ini kepada siapa pun. Jika Anda tidak sedang masuk, segera ubah kata sandi Anda.",
  },
  mails: {
    init: {
      subject: "Siapkan akun Anda",
      preHeader: "Akun Anda sudah menunggu. Tinggal satu langkah lagi.",
      text: "Sebuah akun telah dibuat untuk Anda. Nama masuk Anda adalah {{.PreferredLoginName}}.\n\nUntuk menyelesaikan penyiapan, buka tautan di bawah atau masukkan kode ini:\n\n{{.Code}}",
      buttonText: "Siapkan akun",
    },
    password_reset: {
      subject: "Atur ulang kata sandi Anda",
      preHeader: "Pilih kata sandi baru untuk akun Anda.",
      text: "Kami menerima permintaan untuk mengatur ulang kata sandi akun Anda {{.PreferredLoginName}}. Untuk memilih kata sandi baru, buka tautan di bawah atau masukkan kode ini:\n\n{{.Code}}",
      buttonText: "Pilih kata sandi baru",
    },
    verify_email: {
      subject: "Konfirmasi alamat email Anda",
      preHeader: "Harap konfirmasi bahwa alamat ini milik Anda.",
      text: "Alamat email ini telah dimasukkan untuk akun Anda. Untuk mengonfirmasi bahwa alamat ini milik Anda, buka tautan di bawah atau masukkan kode ini:\n\n{{.Code}}",
      buttonText: "Konfirmasi alamat",
    },
    verify_email_otp: {
      subject: "Kode masuk Anda",
      preHeader: "Gunakan kode ini untuk masuk.",
      text: "Untuk masuk, buka tautan di bawah atau masukkan kode sekali pakai ini. Masa berlaku: {{.Expiry}}.\n\n{{.OTP}}",
      buttonText: "Masuk",
    },
    domain_claimed: {
      subject: "Nama masuk Anda telah berubah",
      preHeader: "Domain {{.Domain}} kini dimiliki oleh sebuah organisasi.",
      text: "Sebuah organisasi telah membuktikan bahwa domain {{.Domain}} adalah miliknya. Akun Anda bukan bagian dari organisasi ini, sehingga nama masuk Anda sebelumnya tidak berlaku lagi.\n\nSilakan masuk sebagai {{.TempUsername}} sampai Anda memilih nama masuk lain.",
      buttonText: "Masuk",
    },
    passwordless_registration: {
      subject: "Tambahkan kunci sandi",
      preHeader: "Masuk tanpa kata sandi.",
      text: "Anda dapat menambahkan kunci sandi ke akun Anda {{.PreferredLoginName}} dan masuk tanpa kata sandi. Buka tautan di bawah pada perangkat yang ingin Anda gunakan.",
      buttonText: "Tambahkan kunci sandi",
    },
    password_change: {
      subject: "Kata sandi Anda telah diubah",
      preHeader: "Kata sandi akun Anda telah diubah.",
      text: "Kata sandi akun Anda {{.PreferredLoginName}} telah diubah.\n\nJika bukan Anda yang melakukannya, segera atur ulang kata sandi Anda dan beri tahu administrator Anda.",
      buttonText: "Masuk",
    },
    invite_user: {
      subject: "Undangan ke {{.ApplicationName}}",
      preHeader: "Terima undangan dan siapkan akun Anda.",
      text: "Anda diundang ke {{.ApplicationName}}. Untuk menerima undangan, buka tautan di bawah atau masukkan kode ini:\n\n{{.Code}}",
      buttonText: "Terima undangan",
    },
  },
  sms: {
    password_reset: "{{.Code}} adalah kode Anda untuk mengatur ulang kata sandi di {{.Domain}}.",
    verify_phone: "{{.Code}} adalah kode Anda untuk mengonfirmasi nomor telepon ini di {{.Domain}}.",
    verify_sms_otp: "{{.OTP}} adalah kode masuk Anda untuk {{.Domain}}. Masa berlaku: {{.Expiry}}.",
  },
};
