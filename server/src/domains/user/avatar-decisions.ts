import { required } from "#src/platform/failure/index.ts";
import { requireHuman } from "./decisions.ts";
import type { UserEvent } from "./events.ts";
import type { UserState } from "./state.ts";

/** Nothing happens when it is that picture already. */
export const addAvatar =
  (storeKey: string) =>
  (user: UserState | undefined): readonly UserEvent[] =>
    requireHuman(user, "USER-Av1hu").human.avatarKey === storeKey
      ? []
      : [{ type: "user.human.avatar.added", payload: { storeKey } }];

export function removeAvatar(user: UserState | undefined): readonly UserEvent[] {
  const { avatarKey } = requireHuman(user, "USER-Av2hu").human;
  const storeKey = required(avatarKey, "USER-Av1no", "Errors.Assets.Object.NotFound");
  return [{ type: "user.human.avatar.removed", payload: { storeKey } }];
}
