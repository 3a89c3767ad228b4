import { Center, Loader, Stack, Text } from "@mantine/core";
import { useI18n } from "../../i18n/index.tsx";

export function SigningIn() {
  const { t } = useI18n();
  return (
    <Center mih="100vh" component="main">
      <Stack align="center" role="status">
        <Loader type="dots" />
        <Text c="dimmed">{t("signIn.working")}</Text>
      </Stack>
    </Center>
  );
}
