import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { useQuery } from "@connectrpc/connect-query";
import type { Organization } from "@gatehouse/server/contract/zitadel/org/v2/org_pb.ts";
import { OrganizationService } from "@gatehouse/server/contract/zitadel/org/v2/org_service_pb.ts";
import { Button, Group, Loader } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useOrganization } from "../../app/organization.tsx";
import { Copyable } from "../../components/copyable.tsx";
import { Facts } from "../../components/facts.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Page } from "../../components/page.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { ProblemView } from "../../problem/problem-view.tsx";
import { stateLook } from "./organization.ts";

const route = getRouteApi("/signed-in/orgs/$orgId");

export function OrganizationDetail() {
  const { orgId } = route.useParams();
  const found = useQuery(OrganizationService.method.listOrganizations, {
    query: { limit: 1 },
    queries: [{ query: { case: "idQuery", value: { id: orgId } } }],
  });
  if (found.data === undefined) {
    return found.error ? <ProblemView error={found.error} retry={() => void found.refetch()} /> : <Loader />;
  }
  const organization = found.data.result[0];
  if (organization === undefined) return <ProblemView error={new ConnectError("", Code.NotFound)} />;
  return <Detail organization={organization} />;
}

function Detail({
  organization: { id, name, primaryDomain, state, details },
}: {
  organization: Organization;
}) {
  const { t, moment } = useI18n();
  const chosen = useOrganization();
  const current = chosen.id === id;
  const look = stateLook(state);
  return (
    <Page
      title={name}
      lead={current ? t("organization.current") : undefined}
      back={{ to: "/orgs", label: t("organization.back") }}
      action={
        <Group gap="sm">
          {!current && (
            <Button variant="default" onClick={() => chosen.choose(id)}>
              {t("organization.switch")}
            </Button>
          )}
          <ButtonLink to="/users" search={{ org: id }}>
            {t("organization.showUsers")}
          </ButtonLink>
        </Group>
      }
    >
      <Facts
        title={t("organization.about")}
        facts={[
          { label: t("common.state"), value: <StateBadge tone={look.tone} label={t(look.label)} /> },
          {
            label: t("organizations.domain"),
            value: primaryDomain && <Copyable value={primaryDomain} label={t("organizations.domain")} />,
          },
          { label: t("common.id"), value: <Copyable value={id} label={t("common.id")} mono /> },
          {
            label: t("common.created"),
            value: details?.creationDate && moment(timestampDate(details.creationDate)),
          },
          {
            label: t("common.changed"),
            value: details?.changeDate && moment(timestampDate(details.changeDate)),
          },
        ]}
      />
    </Page>
  );
}
