import type { User } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { Button, Menu } from "@mantine/core";
import {
  IconChevronDown,
  IconLock,
  IconLockOpen,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useAccess } from "../../app/viewer.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { type StateAction, stateActions } from "./user.ts";
import { UserActionDialog } from "./user-action-dialog.tsx";

const icons: Readonly<Record<StateAction, typeof IconLock>> = {
  lock: IconLock,
  unlock: IconLockOpen,
  deactivate: IconPlayerPause,
  reactivate: IconPlayerPlay,
};

interface Props {
  readonly user: User;
  /** Nobody shuts themselves out by a slip. */
  readonly own: boolean;
}

/** What may be done with this user now. */
export function UserActions({ user, own }: Props) {
  const { t } = useI18n();
  const { can } = useAccess();
  const [asked, ask] = useState<StateAction | "delete">();
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    ask(undefined);
    button.current?.focus();
  };
  const actions = can("user.write") && !own ? stateActions(user.state) : [];
  const mayDelete = can("user.delete") && !own;
  if (actions.length === 0 && !mayDelete) return null;
  return (
    <>
      {/* The dialog takes the focus from the menu; the menu must not take it back. */}
      <Menu width={210} position="bottom-end" shadow="md" returnFocus={false}>
        <Menu.Target>
          <Button
            ref={button}
            variant="default"
            rightSection={<IconChevronDown size={16} aria-hidden="true" />}
          >
            {t("user.actions")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((action) => {
            const Icon = icons[action];
            return (
              <Menu.Item
                key={action}
                leftSection={<Icon size={17} aria-hidden="true" />}
                onClick={() => ask(action)}
              >
                {t(`user.${action}`)}
              </Menu.Item>
            );
          })}
          {mayDelete && actions.length > 0 && <Menu.Divider />}
          {mayDelete && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={17} aria-hidden="true" />}
              onClick={() => ask("delete")}
            >
              {t("user.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked !== undefined && <UserActionDialog key={asked} user={user} action={asked} onClose={close} />}
    </>
  );
}
