import { TextInput } from "@mantine/core";
import { emailError, requiredText } from "../../../components/form/checks.ts";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { isAboutEntry } from "../../../problem/problem.ts";
import { type Me, useChange, useClients, useDeed } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

/** The new address counts once the code that is sent there is entered. */
export function EmailDialog({ me: { human }, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const { begin } = useDeed();
  const change = useChange();
  const { form, problem, busy, isUnsaved, onSubmit } = useServerForm({
    initial: { email: human.email?.email ?? "" },
    check: ({ email }) => ({ email: emailError(email) }),
    send: async ({ email }) => {
      await change(() => auth.setMyEmail({ email: email.trim() }));
      return () => begin("verifyEmail");
    },
    place: ({ kind }) => (isAboutEntry(kind) ? "email" : undefined),
  });
  return (
    <FormDialog
      title={t("account.email.change")}
      submit={t("account.sendCode")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={isUnsaved()}
    >
      <TextInput
        type="email"
        label={t("user.email")}
        description={t("account.email.hint")}
        autoComplete="email"
        data-autofocus
        {...form.getInputProps("email")}
      />
    </FormDialog>
  );
}

export function PhoneDialog({ me: { human }, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const { begin } = useDeed();
  const change = useChange();
  const present = human.phone?.phone ?? "";
  const { form, problem, busy, isUnsaved, onSubmit } = useServerForm({
    initial: { phone: present },
    check: ({ phone }) => ({ phone: requiredText(phone, 200) }),
    send: async ({ phone }) => {
      await change(() => auth.setMyPhone({ phone: phone.trim() }));
      return () => begin("verifyPhone");
    },
    place: ({ kind }) => (isAboutEntry(kind) ? "phone" : undefined),
  });
  return (
    <FormDialog
      title={t(present === "" ? "account.phone.add" : "account.phone.change")}
      submit={t("account.sendCode")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={isUnsaved()}
    >
      <TextInput
        type="tel"
        label={t("user.phone")}
        description={t("account.phone.hint")}
        autoComplete="tel"
        data-autofocus
        {...form.getInputProps("phone")}
      />
    </FormDialog>
  );
}

export function RemovePhoneDialog({ me: { human }, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const say = useSay();
  return (
    <ConfirmDeed
      title={t("account.phone.remove")}
      text={t("account.phone.removeText", { phone: human.phone?.phone ?? "" })}
      submit={t("account.remove")}
      dangerous
      run={() => auth.removeMyPhone({})}
      onDone={() => say("account.phone.removed")}
      onClose={onClose}
    />
  );
}
