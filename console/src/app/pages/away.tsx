import { Button } from "@mantine/core";
import { Notice } from "../../components/notice.tsx";
import { usePageTitle } from "../../components/page.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { Plain } from "./plain.tsx";

interface Props {
  readonly reason: string;
  readonly retry: () => void;
}

/** The server did not even say who it is. */
export function Away({ reason, retry }: Props) {
  const { t } = useI18n();
  usePageTitle(t("problem.away.title"));
  return (
    <Plain>
      <div role="alert">
        <Notice
          order={1}
          title={t("problem.away.title")}
          text={t("problem.away.text")}
          note={<span className="gh-mono">{reason}</span>}
        >
          <Button onClick={retry}>{t("common.retry")}</Button>
        </Notice>
      </div>
    </Plain>
  );
}
