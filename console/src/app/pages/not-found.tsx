import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { usePageTitle } from "../../components/page.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { Plain } from "./plain.tsx";

export function NotFound() {
  const { t } = useI18n();
  usePageTitle(t("notFound.title"));
  return (
    <Plain>
      <Notice order={1} title={t("notFound.title")} text={t("notFound.text")}>
        <ButtonLink to="/">{t("common.home")}</ButtonLink>
      </Notice>
    </Plain>
  );
}
