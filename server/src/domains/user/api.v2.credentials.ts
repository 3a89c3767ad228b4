import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { KeysSearchFilter } from "#contract/zitadel/user/v2/key_pb.ts";
import type { PersonalAccessTokensSearchFilter } from "#contract/zitadel/user/v2/pat_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { emptyFilter, filterPage } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { requireOnUser } from "./access.ts";
import { requireMayGiveCredentials } from "./credential-access.ts";
import { addMachineKey, addPat, removeMachineKey, removePat } from "./credential-commands.ts";
import { credentialFilters, credentialSort, hasKey, hasPat, keysOf, patsOf } from "./credential-queries.ts";
import { dropSecret, generateSecret } from "./machine-commands.ts";
import { requireUser } from "./queries.ts";

const dateOf = (time: Timestamp | undefined): Date | undefined => time && timestampDate(time);

const credentialV2 = (row: Row<{ readonly expiration: string }>) => ({
  id: row.entityId,
  userId: row.aggregateId,
  organizationId: row.owner,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  expirationDate: timestamp(new Date(row.state.expiration)),
});

function credentialFilter({ filter }: KeysSearchFilter | PersonalAccessTokensSearchFilter): Sql {
  switch (filter.case) {
    case "keyIdFilter":
    case "tokenIdFilter":
      return credentialFilters.id(filter.value.id);
    case "userIdFilter":
      return credentialFilters.user(filter.value.id);
    case "organizationIdFilter":
      return credentialFilters.org(filter.value.id);
    case "createdDateFilter":
      return credentialFilters.created(filter.value.method, filter.value.timestamp);
    case "expirationDateFilter":
      return credentialFilters.expires(filter.value.method, filter.value.timestamp);
    default:
      throw emptyFilter();
  }
}

const paged = (total: number, limit: number) => ({
  totalResult: BigInt(total),
  appliedLimit: BigInt(limit),
});

/** What service users authenticate with. Removing what is not there succeeds without a date. */
export const userCredentialsPart = part(UserService, {
  async addSecret({ userId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    await requireMayGiveCredentials(ctx, userId);
    const { row, secret } = await generateSecret(ctx, userId);
    return { creationDate: timestamp(row.changedAt), clientSecret: secret };
  },
  async removeSecret({ userId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    const { state } = await requireUser(ctx, userId);
    if (state.kind === "machine" && state.machine.secretHash === undefined) return {};
    return { deletionDate: timestamp((await dropSecret(ctx, userId)).changedAt) };
  },
  async addKey({ userId, expirationDate, publicKey }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    await requireMayGiveCredentials(ctx, userId);
    const { row, keyId, file } = await addMachineKey(ctx, userId, dateOf(expirationDate), publicKey);
    return { keyId, keyContent: Buffer.from(file), creationDate: timestamp(row.createdAt) };
  },
  async removeKey({ userId, keyId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    if (!(await hasKey(ctx, userId, keyId))) return {};
    return { deletionDate: timestamp((await removeMachineKey(ctx, userId, keyId)).changedAt) };
  },
  async listKeys({ pagination, filters, sortingColumn = 0 }, ctx) {
    const scope = await callerScope(ctx, "user.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = filters.map(credentialFilter);
    const { rows, total } = await keysOf(ctx, scope, wanted, page, credentialSort(sortingColumn));
    return { pagination: paged(total, page.limit), result: rows.map(credentialV2) };
  },
  async addPersonalAccessToken({ userId, expirationDate }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    await requireMayGiveCredentials(ctx, userId);
    const { row, tokenId, token } = await addPat(ctx, userId, dateOf(expirationDate));
    return { tokenId, token, creationDate: timestamp(row.createdAt) };
  },
  async removePersonalAccessToken({ userId, tokenId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    if (!(await hasPat(ctx, userId, tokenId))) return {};
    return { deletionDate: timestamp((await removePat(ctx, userId, tokenId)).changedAt) };
  },
  async listPersonalAccessTokens({ pagination, filters, sortingColumn = 0 }, ctx) {
    const scope = await callerScope(ctx, "user.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = filters.map(credentialFilter);
    const { rows, total } = await patsOf(ctx, scope, wanted, page, credentialSort(sortingColumn));
    return { pagination: paged(total, page.limit), result: rows.map(credentialV2) };
  },
});
