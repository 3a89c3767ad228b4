import { AuthService } from "#contract/zitadel/auth_pb.ts";
import type { WebAuthNVerification } from "#contract/zitadel/user_pb.ts";
import { requireSelfHuman } from "#src/domains/user/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, duration, part } from "#src/platform/rpc/index.ts";
import { createPasskeyCode } from "./code-commands.ts";
import type { AuthenticatorKind } from "./events.ts";
import { linkV1 } from "./link.ts";
import { readyAuthenticators } from "./queries.ts";
import {
  answerRegistration,
  beginRegistration,
  dropAuthenticator,
  registrationOf,
} from "./registration-commands.ts";
import { authenticatorShown, credentialFrom, credentialV1, keyV1 } from "./translate.ts";

/** Begins a registration for the host that the request came to. */
async function begin(ctx: Ctx, kind: AuthenticatorKind) {
  const { aggregateId: userId } = await requireSelfHuman(ctx);
  const started = await beginRegistration(ctx, { kind, userId, domain: "" });
  return { key: keyV1(started), details: addedV1(started.row) };
}

/** The request does not name the registration: the answer says to which challenge it is. */
async function answer(ctx: Ctx, kind: AuthenticatorKind, verification: WebAuthNVerification | undefined) {
  const { aggregateId: userId } = await requireSelfHuman(ctx);
  const credential = credentialFrom(verification && credentialV1(verification.publicKeyCredential));
  const id = await registrationOf(ctx, userId, kind, credential);
  const name = verification?.tokenName ?? "";
  return { details: changedV1(await answerRegistration(ctx, { kind, userId, id, credential, name })) };
}

async function drop(ctx: Ctx, kind: AuthenticatorKind, id: string) {
  const { aggregateId: userId } = await requireSelfHuman(ctx);
  return { details: changedV1(await dropAuthenticator(ctx, userId, kind, id)) };
}

/** One's own passkeys and second factors. */
export const authPart = part(AuthService, {
  addMyAuthFactorU2F: (_request, ctx) => begin(ctx, "u2f"),
  verifyMyAuthFactorU2F: ({ verification }, ctx) => answer(ctx, "u2f", verification),
  removeMyAuthFactorU2F: ({ tokenId }, ctx) => drop(ctx, "u2f", tokenId),
  addMyPasswordless: (_request, ctx) => begin(ctx, "passkey"),
  verifyMyPasswordless: ({ verification }, ctx) => answer(ctx, "passkey", verification),
  removeMyPasswordless: ({ tokenId }, ctx) => drop(ctx, "passkey", tokenId),
  async listMyPasswordless(_request, ctx) {
    const { aggregateId: userId } = await requireSelfHuman(ctx);
    return { result: (await readyAuthenticators(ctx, userId, "passkey")).map(authenticatorShown) };
  },
  async addMyPasswordlessLink(_request, ctx) {
    const { aggregateId: userId } = await requireSelfHuman(ctx);
    const code = await createPasskeyCode(ctx, userId, { kind: "link" });
    return {
      details: addedV1(code.row),
      link: linkV1(ctx, userId, code),
      expiration: duration(code.expirySeconds),
    };
  },
  async sendMyPasswordlessLink(_request, ctx) {
    const { aggregateId: userId } = await requireSelfHuman(ctx);
    return { details: addedV1((await createPasskeyCode(ctx, userId, { kind: "send" })).row) };
  },
});
