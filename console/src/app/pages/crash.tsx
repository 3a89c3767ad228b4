import { Button } from "@mantine/core";
import { Notice } from "../../components/notice.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { Plain } from "./plain.tsx";

/** A fault of the page itself, or a part of it that could not be loaded after an update. */
export function Crash() {
  const { t } = useI18n();
  return (
    <Plain>
      <div role="alert">
        <Notice order={1} title={t("crash.title")} text={t("crash.text")}>
          <Button onClick={() => location.reload()}>{t("crash.reload")}</Button>
        </Notice>
      </div>
    </Plain>
  );
}
