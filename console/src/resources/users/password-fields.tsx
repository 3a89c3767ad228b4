import { Radio, Stack, Switch } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { PasswordField } from "../../components/form/password-field.tsx";
import { useI18n } from "../../i18n/index.tsx";
import type { HumanForm } from "./human-form.ts";
import type { PasswordRules } from "./password-rules.ts";
import { RuleList } from "./rule-list.tsx";

interface Props {
  readonly form: UseFormReturnType<HumanForm>;
  readonly rules: PasswordRules | undefined;
}

/** A first password, now or later. */
export function PasswordFields({ form, rules }: Props) {
  const { t } = useI18n();
  const now = form.getValues().passwordWhen === "now";
  return (
    <Stack>
      <Radio.Group label={t("userCreate.password")} {...form.getInputProps("passwordWhen")}>
        <Stack gap="sm" mt="xs">
          <Radio
            value="now"
            label={t("userCreate.passwordNow")}
            description={t("userCreate.passwordNowHint")}
          />
          <Radio
            value="later"
            label={t("userCreate.passwordLater")}
            description={t("userCreate.passwordLaterHint")}
          />
        </Stack>
      </Radio.Group>
      {now && (
        <>
          <PasswordField
            label={t("userCreate.passwordField")}
            withAsterisk
            autoComplete="new-password"
            {...form.getInputProps("password")}
          />
          {rules && <RuleList password={form.getValues().password} rules={rules} />}
          <PasswordField
            label={t("userCreate.passwordRepeat")}
            withAsterisk
            autoComplete="new-password"
            {...form.getInputProps("passwordRepeat")}
          />
          <Switch
            label={t("userCreate.passwordChange")}
            {...form.getInputProps("passwordChange", { type: "checkbox" })}
          />
        </>
      )}
    </Stack>
  );
}
