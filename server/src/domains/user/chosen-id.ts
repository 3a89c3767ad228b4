import { requireNeverUsed } from "#src/kits/chosenid/index.ts";
import { alreadyExists } from "#src/platform/failure/index.ts";
import { type Ctx, isServiceId } from "#src/platform/request/index.ts";
import { User } from "./state.ts";

const key = "Errors.User.AlreadyExisting";

/**
 * Refuses an id of the caller's choice that somebody had who is gone, or that stands for a part of the product or a
 * user of the system: who had one of those would have made what they made, such as every session of the login pages.
 * @param id of the refusal of an id that was used before
 * @throws already_exists
 */
export async function requireFreeUserId(ctx: Ctx, chosen: string | undefined, id: string): Promise<void> {
  if (chosen !== undefined && isServiceId(chosen)) throw alreadyExists("USER-Id7rs", key);
  await requireNeverUsed(ctx, User, chosen, { id, key, field: "userId" });
}
