import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { listPage } from "#src/kits/search/index.ts";
import { addedV1, changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { requireMayGiveCredentials } from "./credential-access.ts";
import { addMachineKey, addPat, removeMachineKey, removePat } from "./credential-commands.ts";
import { credentialFilters, keysOf, patsOf, requireKey, requirePat } from "./credential-queries.ts";
import { loginNamesOf } from "./login-names.ts";
import { changeMachineUser, createMachine, dropSecret, generateSecret } from "./machine-commands.ts";
import { refuseUnchanged, requireOwnMachine, requireOwnUser } from "./own.ts";
import { keyV1, patV1, tokenTypeV1 } from "./translate.v1.ts";

const dateOf = (time: Timestamp | undefined): Date | undefined => time && timestampDate(time);

/** Service users of the context organization and what they authenticate with. */
export const managementMachinePart = part(ManagementService, {
  async addMachineUser({ userId, userName, name, description, accessTokenType }, ctx) {
    const row = await createMachine(ctx, {
      orgId: ctx.orgId,
      userId: userId || undefined,
      userName,
      name,
      description,
      accessTokenType: tokenTypeV1(accessTokenType),
    });
    return { userId: row.aggregateId, details: addedV1(row) };
  },
  async updateMachine({ userId, name, description, accessTokenType }, ctx) {
    const before = await requireOwnMachine(ctx, userId);
    const after = await changeMachineUser(ctx, userId, {
      name,
      description,
      accessTokenType: tokenTypeV1(accessTokenType),
    });
    refuseUnchanged(before, after, "COMMAND-2n8vs", "Errors.User.NotChanged");
    return { details: changedV1(after) };
  },
  async generateMachineSecret({ userId }, ctx) {
    const user = await requireOwnMachine(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    const { row, secret } = await generateSecret(ctx, userId);
    // The user name alone names nobody where others may have it too.
    const { preferred: clientId } = await loginNamesOf(ctx, user);
    return { clientId, clientSecret: secret, details: changedV1(row) };
  },
  async removeMachineSecret({ userId }, ctx) {
    await requireOwnMachine(ctx, userId);
    return { details: changedV1(await dropSecret(ctx, userId)) };
  },
  async addMachineKey({ userId, expirationDate, publicKey }, ctx) {
    await requireOwnUser(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    const { row, keyId, file } = await addMachineKey(ctx, userId, dateOf(expirationDate), publicKey);
    return { keyId, keyDetails: Buffer.from(file), details: addedV1(row) };
  },
  async getMachineKeyByIDs({ userId, keyId }, ctx) {
    await requireOwnUser(ctx, userId);
    return { key: keyV1(await requireKey(ctx, userId, keyId)) };
  },
  async listMachineKeys({ userId, query }, ctx) {
    await requireOwnUser(ctx, userId);
    const filters = [credentialFilters.user(userId)];
    const { rows, total } = await keysOf(ctx, { all: true }, filters, listPage(query, ctx.pageLimits));
    return { details: listDetailsV1(total, ctx.now), result: rows.map(keyV1) };
  },
  async removeMachineKey({ userId, keyId }, ctx) {
    await requireOwnUser(ctx, userId);
    return { details: changedV1(await removeMachineKey(ctx, userId, keyId)) };
  },
  async addPersonalAccessToken({ userId, expirationDate }, ctx) {
    await requireOwnUser(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    const { row, tokenId, token } = await addPat(ctx, userId, dateOf(expirationDate));
    return { tokenId, token, details: addedV1(row) };
  },
  async getPersonalAccessTokenByIDs({ userId, tokenId }, ctx) {
    await requireOwnUser(ctx, userId);
    return { token: patV1(await requirePat(ctx, userId, tokenId)) };
  },
  async listPersonalAccessTokens({ userId, query }, ctx) {
    await requireOwnUser(ctx, userId);
    const filters = [credentialFilters.user(userId)];
    const { rows, total } = await patsOf(ctx, { all: true }, filters, listPage(query, ctx.pageLimits));
    return { details: listDetailsV1(total, ctx.now), result: rows.map(patV1) };
  },
  async removePersonalAccessToken({ userId, tokenId }, ctx) {
    await requireOwnUser(ctx, userId);
    return { details: changedV1(await removePat(ctx, userId, tokenId)) };
  },
});
