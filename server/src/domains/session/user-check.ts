import { findByLoginName, isUsable, type UserState, userById } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

export type WantedUser = { readonly userId: string } | { readonly loginName: string };

/** Whether a caller may be told that there is somebody who cannot log in at the moment, and why. */
export type Tells = (user: Row<UserState>) => boolean;

/**
 * The user whom a check names.
 * @throws failed_precondition COMMAND-JLK35 or COMMAND-Us3na for who is locked or not active, by id and by name alike;
 *   by name not_found SESSION-Us4nf, as for nobody, for those who may not be told
 */
export async function checkUser(ctx: Ctx, wanted: WantedUser, tells: Tells): Promise<Row<UserState>> {
  const byId = "userId" in wanted;
  const found = byId ? [await userById(ctx, wanted.userId)] : await findByLoginName(ctx, wanted.loginName);
  const [user] = found;
  if (user === undefined || found.length > 1)
    throw notFound("SESSION-Us4nf", "Errors.User.NotFound", { field: "checks.user" });
  if (await isUsable(ctx, user)) return user;
  const told = tells(user);
  if (!told && !byId) throw notFound("SESSION-Us4nf", "Errors.User.NotFound", { field: "checks.user" });
  if (told && user.state.status === "locked") throw precondition("COMMAND-JLK35", "Errors.User.Locked");
  throw precondition("COMMAND-Us3na", "Errors.User.NotActive");
}
