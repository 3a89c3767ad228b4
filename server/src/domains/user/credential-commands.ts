import { createPublicKey } from "node:crypto";
import { makeRsaPair } from "#src/platform/crypto/index.ts";
import { fresh, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { MachineKey, type MachineKeyState, Pat, type PatState } from "./credentials.ts";
import { loseCredential, requireMachine } from "./decisions.ts";
import { User } from "./state.ts";

/** When a credential without an expiration date ends. */
export const never = "9999-12-31T23:59:59Z";

/** What every personal access token may do; the contract knows no others. */
const patScopes = [
  "openid",
  "profile",
  "urn:zitadel:iam:user:metadata",
  "urn:zitadel:iam:user:resourceowner",
] as const;

function expirationFrom(ctx: Ctx, wanted: Date | undefined): string {
  if (wanted === undefined) return never;
  if (wanted <= ctx.now)
    throw invalid("COMMAND-Ix1pd", "Errors.User.ExpirationInPast", { field: "expirationDate" });
  return wanted.toISOString();
}

/**
 * A personal access token that is not written yet: its row and events, for a unit of the caller's, and the token.
 * @throws invalid_argument COMMAND-Ix1pd for an end that is past
 */
export function preparePat(ctx: Ctx, userId: string, expirationDate: Date | undefined) {
  const tokenId = ctx.newId();
  const payload = { tokenId, expiration: expirationFrom(ctx, expirationDate), scopes: patScopes };
  return {
    tokenId,
    ref: fresh(Pat, userId, tokenId),
    events: [{ type: "user.pat.added" as const, payload }],
    token: ctx.secrets.sealToken("access_token", `${tokenId}:${userId}`),
  };
}

/** Makes a personal access token; the token itself is shown once. */
export async function addPat(
  ctx: Ctx,
  userId: string,
  expirationDate: Date | undefined,
): Promise<{ readonly row: Written<PatState>; readonly tokenId: string; readonly token: string }> {
  const { tokenId, token, ...pat } = preparePat(ctx, userId, expirationDate);
  const [, row] = await ctx.store.execute(ctx, [ref(User, userId), pat.ref], ([user]) => {
    requireMachine(user, "COMMAND-Df3g2");
    return [[], pat.events];
  });
  return { row, tokenId, token };
}

/** @throws not_found COMMAND-4m77G */
export async function removePat(ctx: Ctx, userId: string, tokenId: string): Promise<Written<PatState>> {
  const [row] = await ctx.store.execute(ctx, [ref(Pat, userId, tokenId)], ([pat]) => {
    if (!pat) throw notFound("COMMAND-4m77G", "Errors.User.PAT.NotFound");
    return [[{ type: "user.pat.removed", payload: { tokenId } }]];
  });
  return row;
}

export interface NewKey {
  readonly row: Written<MachineKeyState>;
  readonly keyId: string;
  /** The key file to hand out once (JSON), empty when the caller brought the public key. */
  readonly file: string;
}

/**
 * A key pair that is not written yet: of the caller's making (public key as PEM), or generated here.
 * @throws invalid_argument COMMAND-Ix1pd for an end that is past, COMMAND-Pk4iv for what is no public key
 */
export async function prepareMachineKey(
  ctx: Ctx,
  userId: string,
  expirationDate: Date | undefined,
  publicKeyPem: Uint8Array,
) {
  const keyId = ctx.newId();
  const expiration = expirationFrom(ctx, expirationDate);
  const pair = publicKeyPem.length > 0 ? given(publicKeyPem) : await makeRsaPair();
  const publicKey = Buffer.from(pair.publicKey).toString("base64");
  const payload = { keyId, type: 1 as const, expirationDate: expiration, publicKey };
  const file = pair.privateKey
    ? JSON.stringify({
        type: "serviceaccount",
        keyId,
        key: pair.privateKey,
        ...(expirationDate ? { expirationDate: expiration } : {}),
        userId,
      })
    : "";
  return {
    keyId,
    ref: fresh(MachineKey, userId, keyId),
    events: [{ type: "user.machine.key.added" as const, payload }],
    file,
  };
}

/** Adds a key pair: of the caller's making (public key as PEM), or generated here and handed out once. */
export async function addMachineKey(
  ctx: Ctx,
  userId: string,
  expirationDate: Date | undefined,
  publicKeyPem: Uint8Array,
): Promise<NewKey> {
  const { keyId, file, ...key } = await prepareMachineKey(ctx, userId, expirationDate, publicKeyPem);
  const [, row] = await ctx.store.execute(ctx, [ref(User, userId), key.ref], ([user]) => {
    requireMachine(user, "COMMAND-5N9vs");
    return [[], key.events];
  });
  return { row, keyId, file };
}

function given(pem: Uint8Array): { publicKey: string; privateKey: "" } {
  try {
    const key = createPublicKey(Buffer.from(pem));
    return { publicKey: key.export({ type: "spki", format: "pem" }).toString(), privateKey: "" };
  } catch {
    throw invalid("COMMAND-Pk4iv", "Errors.User.Machine.Key.Invalid", { field: "publicKey" });
  }
}

/** What was got with it ends too. @throws not_found COMMAND-4m77H */
export async function removeMachineKey(
  ctx: Ctx,
  userId: string,
  keyId: string,
): Promise<Written<MachineKeyState>> {
  const refs = [ref(MachineKey, userId, keyId), ref(User, userId)] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([key, user]) => {
    if (!key) throw notFound("COMMAND-4m77H", "Errors.User.Machine.Key.NotFound");
    return [[{ type: "user.machine.key.removed", payload: { keyId } }], loseCredential(keyId)(user)];
  });
  return row;
}
