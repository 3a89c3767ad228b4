import { newRoot } from "#src/kits/chosenid/index.ts";
import type { Ref } from "#src/platform/eventstore/index.ts";
import { alreadyExists } from "#src/platform/failure/index.ts";
import { type Ctx, isServiceId } from "#src/platform/request/index.ts";
import type { UserEvent } from "./events.ts";
import { User, type UserState } from "./state.ts";

const key = "Errors.User.AlreadyExisting";

/**
 * A user to be made. Beside ids that somebody had who is gone, those are refused that stand for a part of the product or
 * a user of the system: who had one of those would have made what they made, such as every session of the login pages.
 * @param id of the refusal of an id that was used before
 * @throws already_exists
 */
export function newUser(
  ctx: Pick<Ctx, "newId">,
  chosen: string | undefined,
  id: string,
): Ref<UserState, UserEvent> {
  if (chosen !== undefined && isServiceId(chosen)) throw alreadyExists("USER-Id7rs", key);
  return newRoot(ctx, User, chosen, { id, key, field: "userId" });
}
