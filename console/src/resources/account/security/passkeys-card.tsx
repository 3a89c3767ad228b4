import { Button, Text } from "@mantine/core";
import { IconFingerprint, IconPlus } from "@tabler/icons-react";
import { Card } from "../../../components/card.tsx";
import { Line, Lines } from "../../../components/line.tsx";
import { useI18n } from "../../../i18n/index.tsx";
import { useDeed } from "../account.ts";
import type { Methods } from "./methods.ts";

export function PasskeysCard({ methods: { passkeys, allows } }: { readonly methods: Methods }) {
  const { t } = useI18n();
  const { begin } = useDeed();
  if (!allows.passkeys && passkeys.length === 0) return null;
  return (
    <Card
      title={t("account.passkeys")}
      lead={t("account.passkeys.lead")}
      action={
        allows.passkeys && (
          <Button
            variant={passkeys.length === 0 ? "filled" : "default"}
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => begin("passkey")}
          >
            {t("account.passkey.add")}
          </Button>
        )
      }
    >
      {passkeys.length === 0 ? (
        <Text c="dimmed">{t("account.passkeys.none")}</Text>
      ) : (
        <Lines label={t("account.passkeys")}>
          {passkeys.map(({ id, name }) => (
            <Line
              key={id}
              icon={IconFingerprint}
              title={name || t("account.passkey.unnamed")}
              text={t("account.passkey.ready")}
            >
              <Button
                variant="subtle"
                color="red"
                size="compact-md"
                aria-label={t("account.removeNamed", { name: name || t("account.passkey.unnamed") })}
                onClick={() => begin("removePasskey", id)}
              >
                {t("account.remove")}
              </Button>
            </Line>
          ))}
        </Lines>
      )}
    </Card>
  );
}
