import { Button } from "@mantine/core";
import { useI18n } from "../../i18n/index.tsx";
import { ProblemView } from "../../problem/problem-view.tsx";
import { useOrganization } from "../organization.tsx";

/** The chosen organization is closed to this person, or gone. */
export function NoAccess({ error }: { readonly error: unknown }) {
  const { t } = useI18n();
  const { choose } = useOrganization();
  return (
    <ProblemView error={error}>
      <Button onClick={() => choose(undefined)}>{t("problem.ownOrganization")}</Button>
    </ProblemView>
  );
}
