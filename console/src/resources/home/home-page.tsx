import { Paper, SimpleGrid } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useOrganizationName } from "../../app/frame/organization-switcher.tsx";
import { useOrganization } from "../../app/organization.tsx";
import { managesHere } from "../../app/permissions.ts";
import { useAccess } from "../../app/viewer.tsx";
import { Copyable } from "../../components/copyable.tsx";
import { Facts } from "../../components/facts.tsx";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { Glance } from "./glance.tsx";

/** Who am I, what is here, what comes next. */
export function HomePage() {
  const { t, moment } = useI18n();
  const viewer = useAccess();
  const organization = useOrganizationName() ?? "…";
  const { own } = useOrganization();
  const manages = managesHere(viewer.can);
  if (own && !manages) return <ToAccount />;
  return (
    <Page title={t("home.title", { name: viewer.name })} lead={t("home.lead", { organization })}>
      {manages ? (
        <Glance />
      ) : (
        <Paper withBorder>
          <Notice title={t("home.noRoles")} text={t("home.noRolesText")} />
        </Paper>
      )}
      <SimpleGrid cols={{ base: 1, lg: manages ? 2 : 1 }} spacing="lg">
        {manages && <FirstSteps />}
        <Facts
          title={t("home.you")}
          facts={[
            {
              label: t("home.signedInAs"),
              value: <Copyable value={viewer.loginName} label={t("home.signedInAs")} />,
            },
            { label: t("home.email"), value: viewer.email },
            ...(viewer.lastLogin ? [{ label: t("home.lastLogin"), value: moment(viewer.lastLogin) }] : []),
            { label: t("common.id"), value: <Copyable value={viewer.id} label={t("common.id")} mono /> },
          ]}
        />
      </SimpleGrid>
    </Page>
  );
}

/** Whoever manages nothing is at home in their account. */
function ToAccount() {
  const navigate = useNavigate();
  useEffect(() => void navigate({ to: "/users/me", replace: true }), [navigate]);
  return null;
}
