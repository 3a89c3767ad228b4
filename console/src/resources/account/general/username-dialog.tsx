import { TextInput } from "@mantine/core";
import { requiredText } from "../../../components/form/checks.ts";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { type Me, useChange, useClients } from "../account.ts";

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

export function UsernameDialog({ me: { user }, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const change = useChange();
  const say = useSay();
  const { form, problem, busy, isUnsaved, onSubmit } = useServerForm({
    initial: { userName: user.username },
    check: ({ userName }) => ({ userName: requiredText(userName, 200) }),
    send: async (values) => {
      const userName = values.userName.trim();
      if (userName !== user.username) await change(() => auth.updateMyUserName({ userName }));
      return () => {
        onClose();
        say("account.username.done");
      };
    },
    place: ({ kind, field }) =>
      kind === "taken" || kind === "invalid" || field === "userName" ? "userName" : undefined,
  });
  return (
    <FormDialog
      title={t("account.username.change")}
      submit={t("account.save")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={isUnsaved()}
    >
      <TextInput
        label={t("user.username")}
        description={t("account.username.hint")}
        autoComplete="username"
        spellCheck={false}
        autoCapitalize="none"
        data-autofocus
        {...form.getInputProps("userName")}
      />
    </FormDialog>
  );
}
