import { SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useI18n } from "../../i18n/index.tsx";
import type { HumanForm } from "./human-form.ts";

/** Who the new person is. */
export function ProfileFields({ form }: { readonly form: UseFormReturnType<HumanForm> }) {
  const { t } = useI18n();
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t("userCreate.givenName")}
          withAsterisk
          autoFocus
          autoComplete="off"
          {...form.getInputProps("givenName")}
        />
        <TextInput
          label={t("userCreate.familyName")}
          withAsterisk
          autoComplete="off"
          {...form.getInputProps("familyName")}
        />
      </SimpleGrid>
      <TextInput
        type="email"
        label={t("userCreate.email")}
        withAsterisk
        autoComplete="off"
        {...form.getInputProps("email")}
      />
      <Switch
        label={t("userCreate.emailVerified")}
        description={t("userCreate.emailVerifiedHint")}
        {...form.getInputProps("emailVerified", { type: "checkbox" })}
      />
      <TextInput
        label={t("userCreate.username")}
        description={t("userCreate.usernameHint")}
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps("username")}
      />
    </Stack>
  );
}
