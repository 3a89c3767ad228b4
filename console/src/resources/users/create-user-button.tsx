import { Button, Menu, Text } from "@mantine/core";
import { IconChevronDown, IconRobot, IconUser } from "@tabler/icons-react";
import { MenuLink } from "../../components/links.tsx";
import { useI18n } from "../../i18n/index.tsx";

/** A person or a service user. */
export function CreateUserButton() {
  const { t } = useI18n();
  return (
    <Menu width={280} position="bottom-end" shadow="md">
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={16} aria-hidden="true" />}>{t("users.create")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuLink to="/users/create" leftSection={<IconUser size={20} stroke={1.7} aria-hidden="true" />}>
          {t("users.createHuman")}
          <Text size="sm" c="dimmed">
            {t("users.createHumanText")}
          </Text>
        </MenuLink>
        <MenuLink
          to="/users/create-machine"
          leftSection={<IconRobot size={20} stroke={1.7} aria-hidden="true" />}
        >
          {t("users.createService")}
          <Text size="sm" c="dimmed">
            {t("users.createServiceText")}
          </Text>
        </MenuLink>
      </Menu.Dropdown>
    </Menu>
  );
}
