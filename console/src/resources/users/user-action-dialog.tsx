import { useMutation } from "@connectrpc/connect-query";
import type { User } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { UserService } from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { useNavigate } from "@tanstack/react-router";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { useSay } from "../../components/say.ts";
import { type TextKey, useI18n } from "../../i18n/index.tsx";
import { problemOf } from "../../problem/problem.ts";
import { nameOf, type StateAction } from "./user.ts";

const { method } = UserService;

interface Props {
  readonly user: User;
  readonly action: StateAction | "delete";
  readonly onClose: () => void;
}

function useActions() {
  return {
    lock: useMutation(method.lockUser),
    unlock: useMutation(method.unlockUser),
    deactivate: useMutation(method.deactivateUser),
    reactivate: useMutation(method.reactivateUser),
    delete: useMutation(method.deleteUser),
  };
}

export function UserActionDialog({ user, action, onClose }: Props) {
  const { t } = useI18n();
  const say = useSay();
  const navigate = useNavigate();
  const { mutateAsync, isPending, error } = useActions()[action];
  const name = nameOf(user);
  const deletes = action === "delete";
  const done: TextKey = `user.${action}Done`;

  async function confirm(): Promise<void> {
    try {
      await mutateAsync({ userId: user.userId });
    } catch {
      return; // The dialog shows it.
    }
    say(done, { name });
    onClose();
    if (deletes) await navigate({ to: "/users" });
  }

  return (
    <ConfirmDialog
      title={deletes ? t("user.deleteTitle", { name }) : t(`user.${action}`)}
      text={t(`user.${action}Text`, { name })}
      submit={t(deletes ? "user.deleteSubmit" : `user.${action}`)}
      dangerous={deletes}
      {...(deletes ? { typed: user.username } : {})}
      busy={isPending}
      problem={error === null ? undefined : problemOf(error)}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
