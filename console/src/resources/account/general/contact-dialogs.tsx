import { TextInput } from "@mantine/core";
import { emailError, requiredText } from "../../../components/form/checks.ts";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { type FieldError, useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { type TextKey, useI18n } from "../../../i18n/index.tsx";
import { isAboutEntry } from "../../../problem/problem.ts";
import { type Me, useChange, useClients, useDeed } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

interface ContactProps {
  readonly what: "email" | "phone";
  readonly title: TextKey;
  readonly present: string;
  readonly check: (contact: string) => FieldError | undefined;
  readonly save: (contact: string) => Promise<unknown>;
  readonly verify: "verifyEmail" | "verifyPhone";
  readonly onClose: () => void;
}

/** A new address or number counts once the code that is sent there is entered. */
function ContactDialog({ what, title, present, check, save, verify, onClose }: ContactProps) {
  const { t } = useI18n();
  const { begin } = useDeed();
  const change = useChange();
  const { form, problem, busy, isUnsaved, onSubmit } = useServerForm({
    initial: { contact: present },
    check: ({ contact }) => ({ contact: check(contact) }),
    send: async ({ contact }) => {
      await change(() => save(contact.trim()));
      return () => begin(verify);
    },
    place: ({ kind }) => (isAboutEntry(kind) ? "contact" : undefined),
  });
  const type = what === "email" ? "email" : "tel";
  return (
    <FormDialog
      title={t(title)}
      submit={t("account.sendCode")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={isUnsaved()}
    >
      <TextInput
        type={type}
        label={t(`user.${what}`)}
        description={t(`account.${what}.hint`)}
        autoComplete={type}
        data-autofocus
        {...form.getInputProps("contact")}
      />
    </FormDialog>
  );
}

export function EmailDialog({ me: { human }, onClose }: Props) {
  const { auth } = useClients();
  return (
    <ContactDialog
      what="email"
      title="account.email.change"
      present={human.email?.email ?? ""}
      check={emailError}
      save={(email) => auth.setMyEmail({ email })}
      verify="verifyEmail"
      onClose={onClose}
    />
  );
}

export function PhoneDialog({ me: { human }, onClose }: Props) {
  const { auth } = useClients();
  const present = human.phone?.phone ?? "";
  return (
    <ContactDialog
      what="phone"
      title={present === "" ? "account.phone.add" : "account.phone.change"}
      present={present}
      check={(phone) => requiredText(phone, 200)}
      save={(phone) => auth.setMyPhone({ phone })}
      verify="verifyPhone"
      onClose={onClose}
    />
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
