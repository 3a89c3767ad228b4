import { type ImportHumanUserRequest, ManagementService } from "#contract/zitadel/management_pb.ts";
import { createHuman, type NewHuman, newHumanV1 } from "#src/domains/user/index.ts";
import { createPasskeyCode, linkV1 } from "#src/domains/webauthn/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, duration, part } from "#src/platform/rpc/index.ts";

/** Nothing of what a person brings along from elsewhere is left out. */
function humanFrom(orgId: string, request: ImportHumanUserRequest): NewHuman {
  const { password: plain, hashedPassword } = request;
  const hashed = hashedPassword && { hash: hashedPassword.value };
  const password = plain === "" ? hashed : { plain };
  return {
    ...newHumanV1(orgId, request),
    password,
    passwordChangeRequired: request.passwordChangeRequired,
    totpSecret: request.otpCode || undefined,
    recoveryCodes: request.recoveryCodes.map(({ codeType: { case: kind, value = "" } }) =>
      kind === "hash" ? { hash: value } : { plain: value },
    ),
    idpLinks: request.idps.map(({ configId: idpId, ...link }) => ({ ...link, idpId })),
    mustInitialise: password === undefined || !request.email?.isEmailVerified,
  };
}

async function passkeyRegistration(ctx: Ctx, userId: string) {
  const code = await createPasskeyCode(ctx, userId, { kind: "link" });
  const expiration = duration(code.expirySeconds);
  return { link: linkV1(ctx, userId, code), lifetime: expiration, expiration };
}

/** People who come from another system, with what they log in by there. */
export const managementImportPart = part(ManagementService, {
  async importHumanUser(request, ctx) {
    const { row } = await createHuman(ctx, humanFrom(ctx.orgId, request));
    const { aggregateId: userId } = row;
    const passwordlessRegistration = request.requestPasswordlessRegistration
      ? await passkeyRegistration(ctx, userId)
      : undefined;
    return { userId, details: addedV1(row), passwordlessRegistration };
  },
});
