import { useQuery } from "@connectrpc/connect-query";
import type { User } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { UserService } from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { NativeSelect, SegmentedControl } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useOrganizationName } from "../../app/frame/organization-switcher.tsx";
import { useOrganization } from "../../app/organization.tsx";
import { useAccess } from "../../app/viewer.tsx";
import { ListPage } from "../../components/list/list-page.tsx";
import { type Sorting, sortingOf, windowOf } from "../../components/list/list-search.ts";
import { useI18n } from "../../i18n/index.tsx";
import { CreateUserButton } from "./create-user-button.tsx";
import { stateLook, states } from "./user.ts";
import type { UserSearch } from "./user-address.ts";
import { userColumns } from "./user-columns.tsx";
import { type SortColumn, sortFields, userQueries } from "./user-search.ts";

const route = getRouteApi("/signed-in/users");
const byName: Sorting = { column: "name", ascending: true };
const isSortColumn = (column: string): column is SortColumn => column in sortFields;

function useUserList(search: UserSearch, { column, ascending }: Sorting) {
  const { id } = useOrganization();
  const { offset, limit } = windowOf(search);
  return useQuery(
    UserService.method.listUsers,
    {
      query: { offset: BigInt(offset), limit, asc: ascending },
      sortingColumn: sortFields[isSortColumn(column) ? column : "name"],
      queries: userQueries(search, id),
    },
    {
      placeholderData: keepPreviousData,
      select: ({ result, details }) => ({ items: result, total: Number(details?.totalResult ?? 0) }),
    },
  );
}

export function UserList() {
  const i18n = useI18n();
  const { t } = i18n;
  const { can } = useAccess();
  const organization = useOrganizationName() ?? "…";
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const sorting = sortingOf(search.sort, Object.keys(sortFields), byName);
  const rows = useUserList(search, sorting);
  const columns = useMemo(() => userColumns(i18n), [i18n]);
  const change = (patch: UserSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...patch }), replace: true });
  return (
    <ListPage<User>
      title={t("users.title")}
      lead={t("users.lead", { organization })}
      action={can("user.write") ? <CreateUserButton /> : undefined}
      searchHint={t("users.searchHint")}
      filters={<Filters search={search} change={change} />}
      columns={columns}
      rows={rows}
      keyOf={({ userId }) => userId}
      search={search}
      narrowed={search.type !== undefined}
      sorting={sorting}
      change={change}
      reset={() => void navigate({ search: ({ org }) => ({ org }) })}
      empty={{ title: t("users.emptyTitle"), text: t("users.emptyText") }}
    />
  );
}

interface FiltersProps {
  readonly search: UserSearch;
  readonly change: (patch: UserSearch) => void;
}

function Filters({ search, change }: FiltersProps) {
  const { t } = useI18n();
  const choices = Object.entries(states).map(([value, state]) => ({
    value,
    label: t(stateLook(state).label),
  }));
  return (
    <>
      <SegmentedControl
        aria-label={t("users.kind")}
        data={[
          { value: "", label: t("users.all") },
          { value: "human", label: t("users.people") },
          { value: "machine", label: t("users.services") },
        ]}
        value={search.type ?? ""}
        onChange={(type) =>
          change({ type: type === "human" || type === "machine" ? type : undefined, page: undefined })
        }
      />
      <NativeSelect
        aria-label={t("common.state")}
        data={[{ value: "", label: t("list.anyState") }, ...choices]}
        value={search.state ?? ""}
        onChange={(event) => change({ state: event.currentTarget.value || undefined, page: undefined })}
      />
    </>
  );
}
