import { useQuery } from "@connectrpc/connect-query";
import { AuthService } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import { Text } from "@mantine/core";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { PasswordField } from "../../../components/form/password-field.tsx";
import { useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import type { PasswordRules } from "../../users/password-rules.ts";
import { RuleList } from "../../users/rule-list.tsx";
import { type Me, useChange, useClients } from "../account.ts";
import { checkPasswordForm, emptyPasswordForm, type PasswordForm, passwordField } from "./password-form.ts";

function useRules(): PasswordRules | undefined {
  return useQuery(
    AuthService.method.getMyPasswordComplexityPolicy,
    {},
    {
      select: ({ policy }) =>
        policy && {
          minLength: Number(policy.minLength),
          requiresUppercase: policy.hasUppercase,
          requiresLowercase: policy.hasLowercase,
          requiresNumber: policy.hasNumber,
          requiresSymbol: policy.hasSymbol,
        },
    },
  ).data;
}

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

export function PasswordDialog({ me: { user }, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const change = useChange();
  const say = useSay();
  const rules = useRules();
  const { form, problem, busy, isUnsaved, onSubmit } = useServerForm<PasswordForm>({
    initial: emptyPasswordForm,
    check: (values) => checkPasswordForm(values, rules),
    send: async ({ present, next }) => {
      await change(() => auth.updateMyPassword({ oldPassword: present, newPassword: next }));
      return () => {
        onClose();
        say("account.password.done");
      };
    },
    place: passwordField,
  });
  return (
    <FormDialog
      title={t("account.password.change")}
      submit={t("account.password.change")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={isUnsaved()}
    >
      {/* Password stores want to know whose it is. */}
      <input type="text" autoComplete="username" value={user.preferredLoginName} readOnly hidden />
      <PasswordField
        label={t("account.password.present")}
        autoComplete="current-password"
        data-autofocus
        {...form.getInputProps("present")}
      />
      <PasswordField
        label={t("account.password.next")}
        autoComplete="new-password"
        {...form.getInputProps("next")}
      />
      {rules && <RuleList password={form.getValues().next} rules={rules} />}
      <PasswordField
        label={t("userCreate.passwordRepeat")}
        autoComplete="new-password"
        {...form.getInputProps("repeat")}
      />
      <Text size="sm" c="dimmed">
        {t("account.password.ends")}
      </Text>
    </FormDialog>
  );
}
