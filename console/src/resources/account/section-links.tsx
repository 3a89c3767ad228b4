import { IconDevices, IconKey, IconLink, IconShieldLock, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useI18n } from "../../i18n/index.tsx";
import type { Section } from "./account-address.ts";

const icons: Readonly<Record<Section, typeof IconUser>> = {
  general: IconUser,
  security: IconShieldLock,
  sessions: IconDevices,
  idp: IconLink,
  grants: IconKey,
};

interface Props {
  readonly sections: readonly Section[];
  readonly current: Section;
}

/** The parts of the account, each with an address of its own. */
export function SectionLinks({ sections, current }: Props) {
  const { t } = useI18n();
  return (
    <nav className="gh-sections" aria-label={t("account.title")}>
      <ul>
        {sections.map((section) => {
          const Icon = icons[section];
          return (
            <li key={section}>
              <Link
                to="/users/me"
                activeOptions={{ explicitUndefined: true }}
                search={{ id: section === "general" ? undefined : section }}
                aria-current={section === current ? "page" : undefined}
              >
                <Icon size={17} stroke={1.8} aria-hidden="true" />
                {t(`account.${section}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
