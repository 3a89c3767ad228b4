import { IconBuilding, IconHome, IconUsers } from "@tabler/icons-react";
import { useLocation } from "@tanstack/react-router";
import { NavigationLink } from "../../components/links.tsx";
import { type TextKey, useI18n } from "../../i18n/index.tsx";
import { useAccess } from "../viewer.tsx";

interface Entry {
  readonly to: "/" | "/orgs" | "/users";
  readonly label: TextKey;
  readonly icon: typeof IconHome;
  readonly permission?: string;
}

const entries: readonly Entry[] = [
  { to: "/", label: "frame.home", icon: IconHome },
  { to: "/orgs", label: "frame.organizations", icon: IconBuilding, permission: "org.read" },
  { to: "/users", label: "frame.users", icon: IconUsers, permission: "user.read" },
];

/** What exists and may be opened. */
export function Navigation() {
  const { t } = useI18n();
  const { can } = useAccess();
  const { pathname } = useLocation();
  const allowed = entries.filter(({ permission }) => permission === undefined || can(permission));
  return (
    <nav aria-label={t("frame.navigation")}>
      {allowed.map(({ to, label, icon: Icon }) => {
        const active = to === "/" ? pathname === "/" : pathname.startsWith(to) && pathname !== "/users/me";
        return (
          <NavigationLink
            key={to}
            to={to}
            label={t(label)}
            active={active}
            // Else the router takes one's own account for a user of the list.
            activeOptions={{ exact: true }}
            aria-current={active ? "page" : undefined}
            leftSection={<Icon size={19} stroke={1.7} aria-hidden="true" />}
          />
        );
      })}
    </nav>
  );
}
