import { Button, Text } from "@mantine/core";
import { requiredText } from "../../../components/form/checks.ts";
import { CodeInput } from "../../../components/form/code-input.tsx";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { isAboutEntry } from "../../../problem/problem.ts";
import { type Me, useAside, useChange, useClients } from "../account.ts";

interface Props {
  readonly me: Me;
  readonly of: "email" | "phone";
  readonly onClose: () => void;
}

/** Asks for the code that proves an address or a number, and sends another when it did not come. */
export function CodeDialog({ me: { human }, of, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const change = useChange();
  const say = useSay();
  const mail = of === "email";
  const address = (mail ? human.email?.email : human.phone?.phone) ?? "";
  const { form, problem, busy, onSubmit } = useServerForm({
    initial: { code: "" },
    check: ({ code }) => ({ code: requiredText(code, 50) }),
    send: async (values) => {
      const code = values.code.replaceAll(/\s/g, "");
      await change<unknown>(() => (mail ? auth.verifyMyEmail({ code }) : auth.verifyMyPhone({ code })));
      return () => {
        onClose();
        say(mail ? "account.email.done" : "account.phone.done");
      };
    },
    place: ({ kind }) => (isAboutEntry(kind) ? "code" : undefined),
  });
  const resend = useAside(
    () => (mail ? auth.resendMyEmailVerification({}) : auth.resendMyPhoneVerification({})),
    () => say("account.sentAgain"),
  );
  return (
    <FormDialog
      title={t(mail ? "account.email.verify" : "account.phone.verify")}
      submit={t("account.verify")}
      busy={busy}
      problem={problem ?? resend.problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={form.isDirty()}
      aside={
        <Button variant="subtle" loading={resend.busy} onClick={() => void resend.run()}>
          {t("account.sendAgain")}
        </Button>
      }
    >
      <Text>{t("account.codeSent", { address })}</Text>
      <CodeInput label={t("account.code")} {...form.getInputProps("code")} />
    </FormDialog>
  );
}
