import {
  IdpLink,
  type IdpLinkState,
  idpLinkId,
  type NewIdpLink,
  prepareIdpLink,
  requireHuman,
  requireUser,
  User,
} from "#src/domains/user/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { alreadyExists, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/**
 * Lets a person log in with an account at an identity provider.
 * @throws not_found for nobody; failed_precondition for a service user; what `prepareIdpLink` says; already_exists
 *   IDPLINK-Th2rs when it is theirs, USER-Ln1tk when it is anybody else's
 */
export async function addIdpLink(
  ctx: Ctx,
  userId: string,
  wanted: NewIdpLink,
): Promise<Written<IdpLinkState>> {
  const { state, owner: orgId } = await requireUser(ctx, userId);
  requireHuman(state, "IDPLINK-Us2hu");
  const link = await prepareIdpLink(ctx, { userId, orgId }, wanted);
  const refs = [link.ref, ref(User, userId)] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([before, user]) => {
    requireHuman(user, "IDPLINK-Us3hu");
    if (before) throw alreadyExists("IDPLINK-Th2rs", "Errors.User.ExternalIDP.AlreadyExists");
    return [link.events, []];
  });
  return row;
}

/** @throws not_found IDPLINK-Rm1nf */
export async function removeIdpLink(
  ctx: Ctx,
  userId: string,
  idpConfigId: string,
  externalUserId: string,
): Promise<Written<IdpLinkState>> {
  const id = idpLinkId(idpConfigId, externalUserId);
  const [row] = await ctx.store.execute(ctx, [ref(IdpLink, userId, id)], ([link]) => {
    if (!link) throw notFound("IDPLINK-Rm1nf", "Errors.User.ExternalIDP.NotFound");
    const payload = { idpConfigId, userId: externalUserId };
    return [[{ type: "user.human.externalidp.removed", payload }]];
  });
  return row;
}
