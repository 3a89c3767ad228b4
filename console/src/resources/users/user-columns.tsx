import type { User } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { Link } from "@tanstack/react-router";
import { Face } from "../../components/face.tsx";
import type { Column } from "../../components/list/column.ts";
import { StateBadge } from "../../components/state-badge.tsx";
import type { I18n } from "../../i18n/index.tsx";
import { createdAt, emailOf, isService, nameOf, stateLook } from "./user.ts";
import type { SortColumn } from "./user-search.ts";

export function userColumns({ t, day }: I18n): readonly (Column<User> & { readonly id: SortColumn })[] {
  return [
    {
      id: "name",
      label: t("users.name"),
      sortable: true,
      cell: (user) => (
        <span className="gh-person">
          <Face name={nameOf(user)} service={isService(user)} />
          <Link to="/users/$userId" params={{ userId: user.userId }} className="gh-row-link">
            {nameOf(user)}
          </Link>
        </span>
      ),
    },
    { id: "username", label: t("users.username"), sortable: true, cell: ({ username }) => username },
    { id: "email", label: t("users.email"), sortable: true, cell: (user) => emailOf(user) },
    {
      id: "state",
      label: t("common.state"),
      sortable: true,
      cell: ({ state }) => <StateBadge tone={stateLook(state).tone} label={t(stateLook(state).label)} />,
    },
    {
      id: "created",
      label: t("common.created"),
      sortable: true,
      minor: true,
      cell: (user) => {
        const created = createdAt(user);
        return created && day(created);
      },
    },
  ];
}
