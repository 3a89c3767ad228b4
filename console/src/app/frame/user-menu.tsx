import { Menu, Text, UnstyledButton } from "@mantine/core";
import { IconLogout, IconUserCircle, IconUsersGroup } from "@tabler/icons-react";
import { Face } from "../../components/face.tsx";
import { MenuLink } from "../../components/links.tsx";
import { useAttempt } from "../../components/say.ts";
import { useI18n } from "../../i18n/index.tsx";
import { useConsole } from "../context.ts";
import type { Viewer } from "../viewer.tsx";
import { Preferences } from "./preferences.tsx";

/** Who is signed in, and everything about them. */
export function UserMenu({ viewer }: { readonly viewer: Viewer }) {
  const { t } = useI18n();
  const { session } = useConsole();
  const attempt = useAttempt();
  const from = `${location.pathname}${location.search}`;
  return (
    <Menu width={270} position="bottom-end" shadow="md" menuItemTabIndex={0}>
      <Menu.Target>
        <UnstyledButton className="gh-user" aria-label={t("userMenu.label", { name: viewer.name })}>
          <Face name={viewer.name} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="gh-user-head">
          <Text fw={600}>{viewer.name}</Text>
          <Text size="sm" c="dimmed">
            {viewer.loginName}
          </Text>
        </div>
        <MenuLink to="/users/me" leftSection={<IconUserCircle size={18} aria-hidden="true" />}>
          {t("userMenu.profile")}
        </MenuLink>
        <Menu.Item
          leftSection={<IconUsersGroup size={18} aria-hidden="true" />}
          onClick={() => void attempt(() => session.signIn({ from, prompt: "select_account" }))}
        >
          {t("userMenu.switchAccount")}
        </Menu.Item>
        <Menu.Divider />
        <Preferences />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={18} aria-hidden="true" />}
          onClick={() => void attempt(session.signOut)}
        >
          {t("userMenu.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
