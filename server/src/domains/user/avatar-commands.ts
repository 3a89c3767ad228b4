import { assetKey, forgetUnused, keepAsset, readAsset } from "#src/domains/asset/index.ts";
import { type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addAvatar, removeAvatar } from "./avatar-decisions.ts";
import { avatarUses } from "./published-queries.ts";
import { type HumanUser, User, type UserState } from "./state.ts";

/**
 * Gives a person another picture.
 * @returns where it is
 * @throws invalid_argument as `readAsset`
 */
export async function setAvatar(
  ctx: Ctx,
  { aggregateId: userId, owner }: Row<HumanUser>,
  bytes: Buffer,
): Promise<{ readonly owner: string; readonly key: string }> {
  const asset = readAsset(bytes, "photo");
  const place = {
    owner,
    subject: userId,
    key: assetKey(`users/${encodeURIComponent(userId)}/avatar`, asset),
  };
  await keepAsset(ctx, {
    place,
    asset,
    name: () => ctx.store.execute(ctx, [ref(User, userId)], ([user]) => [addAvatar(place.key)(user)]),
    uses: avatarUses,
  });
  return place;
}

/** @throws not_found USER-Av1no where there is none */
export async function dropAvatar(
  ctx: Ctx,
  { aggregateId: userId, owner }: Pick<Row<HumanUser>, "aggregateId" | "owner">,
): Promise<Written<UserState>> {
  const [user] = await ctx.store.execute(ctx, [ref(User, userId)], ([before]) => [removeAvatar(before)]);
  await forgetUnused(ctx, { owner, subject: userId }, avatarUses);
  return user;
}
