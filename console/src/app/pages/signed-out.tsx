import { Button } from "@mantine/core";
import { Notice } from "../../components/notice.tsx";
import { usePageTitle } from "../../components/page.tsx";
import { useAttempt } from "../../components/say.ts";
import { useI18n } from "../../i18n/index.tsx";
import { useConsole } from "../context.ts";
import { Plain } from "./plain.tsx";

export function SignedOut() {
  const { t } = useI18n();
  const { session } = useConsole();
  const attempt = useAttempt();
  usePageTitle(t("signedOut.title"));
  return (
    <Plain>
      <Notice order={1} title={t("signedOut.title")} text={t("signedOut.text")}>
        <Button onClick={() => void attempt(() => session.signIn({ from: import.meta.env.BASE_URL }))}>
          {t("signIn.again")}
        </Button>
      </Notice>
    </Plain>
  );
}
