import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@connectrpc/connect-query";
import type { Organization } from "@gatehouse/server/contract/zitadel/org/v2/org_pb.ts";
import { OrganizationService } from "@gatehouse/server/contract/zitadel/org/v2/org_service_pb.ts";
import { NativeSelect } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useAccess } from "../../app/viewer.tsx";
import { Copyable } from "../../components/copyable.tsx";
import { ButtonLink } from "../../components/links.tsx";
import type { Column } from "../../components/list/column.ts";
import { ListPage } from "../../components/list/list-page.tsx";
import { type ListSearch, type Sorting, sortingOf, windowOf } from "../../components/list/list-search.ts";
import { StateBadge } from "../../components/state-badge.tsx";
import { type I18n, useI18n } from "../../i18n/index.tsx";
import { organizationQueries, sortFields, stateLook, states } from "./organization.ts";

const route = getRouteApi("/signed-in/orgs");
const byName: Sorting = { column: "name", ascending: true };
const sortable: Readonly<Record<string, number>> = sortFields;

function useOrganizationList(search: ListSearch, { column, ascending }: Sorting) {
  const { offset, limit } = windowOf(search);
  return useQuery(
    OrganizationService.method.listOrganizations,
    {
      query: { offset: BigInt(offset), limit, asc: ascending },
      sortingColumn: sortFields[column === "created" ? "created" : "name"],
      queries: organizationQueries(search),
    },
    {
      placeholderData: keepPreviousData,
      select: ({ result, details }) => ({ items: result, total: Number(details?.totalResult ?? 0) }),
    },
  );
}

export function OrganizationList() {
  const { t } = useI18n();
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const sorting = sortingOf(search.sort, Object.keys(sortable), byName);
  const rows = useOrganizationList(search, sorting);
  const columns = useColumns();
  const change = (patch: ListSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...patch }), replace: true });
  return (
    <ListPage<Organization>
      title={t("organizations.title")}
      lead={t("organizations.lead")}
      action={can("org.create") || can("iam.write") ? <CreateButton /> : undefined}
      searchHint={t("organizations.searchHint")}
      filters={<StateFilter value={search.state} onChange={(state) => change({ state, page: undefined })} />}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      search={search}
      sorting={sorting}
      change={change}
      reset={() => void navigate({ search: ({ org }) => ({ org }) })}
      empty={{ title: t("organizations.emptyTitle"), text: t("organizations.emptyText") }}
    />
  );
}

function useColumns(): readonly Column<Organization>[] {
  const i18n = useI18n();
  return useMemo(() => columnsIn(i18n), [i18n]);
}

function columnsIn({ t, day }: I18n): readonly Column<Organization>[] {
  return [
    {
      id: "name",
      label: t("organizations.name"),
      sortable: true,
      cell: ({ id, name }) => (
        <Link to="/orgs/$orgId" params={{ orgId: id }} className="gh-row-link">
          {name}
        </Link>
      ),
    },
    { id: "domain", label: t("organizations.domain"), cell: ({ primaryDomain }) => primaryDomain },
    {
      id: "state",
      label: t("common.state"),
      cell: ({ state }) => <StateBadge tone={stateLook(state).tone} label={t(stateLook(state).label)} />,
    },
    {
      id: "created",
      label: t("common.created"),
      sortable: true,
      minor: true,
      cell: ({ details }) => details?.creationDate && day(timestampDate(details.creationDate)),
    },
    {
      id: "id",
      label: t("common.id"),
      minor: true,
      cell: ({ id }) => <Copyable value={id} label={t("common.id")} mono />,
    },
  ];
}

function StateFilter(props: {
  readonly value: string | undefined;
  readonly onChange: (state?: string) => void;
}) {
  const { t } = useI18n();
  const choices = Object.entries(states).map(([value, state]) => ({
    value,
    label: t(stateLook(state).label),
  }));
  return (
    <NativeSelect
      aria-label={t("common.state")}
      data={[{ value: "", label: t("list.anyState") }, ...choices]}
      value={props.value ?? ""}
      onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
    />
  );
}

function CreateButton() {
  const { t } = useI18n();
  return (
    <ButtonLink to="/orgs/create" leftSection={<IconPlus size={17} aria-hidden="true" />}>
      {t("organizations.create")}
    </ButtonLink>
  );
}
