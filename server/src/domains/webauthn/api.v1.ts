import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { requireMayGiveCredentials, requireOwnHuman } from "#src/domains/user/index.ts";
import { addedV1, changedV1, duration, part } from "#src/platform/rpc/index.ts";
import { createPasskeyCode } from "./code-commands.ts";
import { linkV1 } from "./link.ts";
import { readyAuthenticators } from "./queries.ts";
import { dropAuthenticator } from "./registration-commands.ts";
import { authenticatorShown } from "./translate.ts";

/** Passkeys and second factors of people of the context organization. */
export const managementPart = part(ManagementService, {
  async removeHumanAuthFactorU2F({ userId, tokenId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { details: changedV1(await dropAuthenticator(ctx, userId, "u2f", tokenId)) };
  },
  async listHumanPasswordless({ userId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { result: (await readyAuthenticators(ctx, userId, "passkey")).map(authenticatorShown) };
  },
  async addPasswordlessRegistration({ userId }, ctx) {
    await requireOwnHuman(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    const code = await createPasskeyCode(ctx, userId, { kind: "link" });
    return {
      details: addedV1(code.row),
      link: linkV1(ctx, userId, code),
      expiration: duration(code.expirySeconds),
    };
  },
  async sendPasswordlessRegistration({ userId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { details: addedV1((await createPasskeyCode(ctx, userId, { kind: "send" })).row) };
  },
  async removeHumanPasswordless({ userId, tokenId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { details: changedV1(await dropAuthenticator(ctx, userId, "passkey", tokenId)) };
  },
});
