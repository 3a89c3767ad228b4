import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useI18n } from "../../i18n/index.tsx";

/** A password that can be shown. The library's own does not say to readers of the screen that it is wrong. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useI18n();
  const wrong = props.error !== undefined && props.error !== null && props.error !== false;
  return (
    <PasswordInput
      visibilityToggleButtonProps={{ "aria-label": t("userCreate.showPassword") }}
      aria-invalid={wrong || undefined}
      {...props}
    />
  );
}
