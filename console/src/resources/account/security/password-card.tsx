import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Button } from "@mantine/core";
import { Card } from "../../../components/card.tsx";
import { useI18n } from "../../../i18n/index.tsx";
import { type Me, useDeed } from "../account.ts";
import type { Methods } from "./methods.ts";

export function PasswordCard({ me, methods }: { readonly me: Me; readonly methods: Methods }) {
  const { t, day } = useI18n();
  const { begin } = useDeed();
  const { passwordChanged } = me.human;
  if (!methods.password && !methods.allows.password) return null;
  const changed =
    passwordChanged && t("account.password.changed", { day: day(timestampDate(passwordChanged)) });
  return (
    <Card
      title={t("account.password")}
      lead={methods.password ? (changed ?? t("account.password.set")) : t("account.password.none")}
      action={
        methods.password && (
          <Button variant="default" onClick={() => begin("password")}>
            {t("account.password.change")}
          </Button>
        )
      }
    />
  );
}
