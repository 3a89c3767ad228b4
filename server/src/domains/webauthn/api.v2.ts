import type {
  CreatePasskeyRegistrationLinkRequest,
  RegisterPasskeyRequest,
  RegisterU2FRequest,
  VerifyPasskeyRegistrationRequest,
  VerifyU2FRegistrationRequest,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceV2beta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { requireMayGiveCredentials, requireOnUser, requireSelfOrOnUser } from "#src/domains/user/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetails, part, type Wire } from "#src/platform/rpc/index.ts";
import { requireMayFinish, requireMayRegister } from "./access.ts";
import { createPasskeyCode, enterPasskeyCode } from "./code-commands.ts";
import { readyAuthenticators } from "./queries.ts";
import { answerRegistration, beginRegistration, dropAuthenticator } from "./registration-commands.ts";
import { attachmentFrom, authenticatorShown, credentialFrom, structFrom } from "./translate.ts";

/** v2 and v2beta are one: the same fields, the same behaviour. */
const handlers = {
  async registerPasskey(request: Wire<RegisterPasskeyRequest>, ctx: Ctx) {
    const { userId, code, domain, authenticator } = request;
    if (!code) await requireMayRegister(ctx, userId);
    const { row, options } = await beginRegistration(ctx, {
      kind: "passkey",
      userId,
      domain,
      attachment: attachmentFrom(authenticator),
      code: code && (await enterPasskeyCode(ctx, userId, code)),
    });
    return {
      details: details(row),
      passkeyId: row.entityId,
      publicKeyCredentialCreationOptions: structFrom(options),
    };
  },
  async verifyPasskeyRegistration(request: Wire<VerifyPasskeyRegistrationRequest>, ctx: Ctx) {
    const { userId, passkeyId: id, publicKeyCredential, passkeyName: name } = request;
    const kind = "passkey";
    await requireMayFinish(ctx, userId, kind, id);
    const credential = credentialFrom(publicKeyCredential);
    return { details: details(await answerRegistration(ctx, { kind, userId, id, credential, name })) };
  },
  async createPasskeyRegistrationLink(
    { userId, medium }: Wire<CreatePasskeyRegistrationLinkRequest>,
    ctx: Ctx,
  ) {
    await requireOnUser(ctx, userId, "user.passkey.write");
    if (medium.case !== "returnCode") {
      const { urlTemplate } = medium.value ?? {};
      const { row } = await createPasskeyCode(ctx, userId, { kind: "send", urlTemplate });
      return { details: details(row) };
    }
    await requireMayGiveCredentials(ctx, userId);
    const { row, id, returned = "" } = await createPasskeyCode(ctx, userId, { kind: "return" });
    return { details: details(row), code: { id, code: returned } };
  },
  async registerU2F({ userId, domain }: Wire<RegisterU2FRequest>, ctx: Ctx) {
    await requireMayRegister(ctx, userId);
    const { row, options } = await beginRegistration(ctx, { kind: "u2f", userId, domain });
    return {
      details: details(row),
      u2fId: row.entityId,
      publicKeyCredentialCreationOptions: structFrom(options),
    };
  },
  async verifyU2FRegistration(request: Wire<VerifyU2FRegistrationRequest>, ctx: Ctx) {
    const { userId, u2fId: id, publicKeyCredential, tokenName: name } = request;
    const kind = "u2f";
    await requireMayFinish(ctx, userId, kind, id);
    const credential = credentialFrom(publicKeyCredential);
    return { details: details(await answerRegistration(ctx, { kind, userId, id, credential, name })) };
  },
};

export const userPart = part(UserService, {
  ...handlers,
  async listPasskeys({ userId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.read");
    const rows = await readyAuthenticators(ctx, userId, "passkey");
    return { details: listDetails(rows.length, ctx.now), result: rows.map(authenticatorShown) };
  },
  async removePasskey({ userId, passkeyId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.credential.write");
    return { details: details(await dropAuthenticator(ctx, userId, "passkey", passkeyId)) };
  },
  async removeU2F({ userId, u2fId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.credential.write");
    return { details: details(await dropAuthenticator(ctx, userId, "u2f", u2fId)) };
  },
});

export const userBetaPart = part(UserServiceV2beta, handlers);
