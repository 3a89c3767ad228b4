import { PasswordInput, Radio, Stack, Switch } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
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
  const eye = { "aria-label": t("userCreate.showPassword") };
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
          <PasswordInput
            label={t("userCreate.passwordField")}
            withAsterisk
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            {...form.getInputProps("password")}
          />
          {rules && <RuleList password={form.getValues().password} rules={rules} />}
          <PasswordInput
            label={t("userCreate.passwordRepeat")}
            withAsterisk
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
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
