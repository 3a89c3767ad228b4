import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { exportJWK } from "jose";
import type { Secrets } from "#src/platform/crypto/index.ts";
import { fresh, type Ref, ref } from "#src/platform/eventstore/index.ts";
import { Failure, precondition, required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { KeyMaterial } from "./pool-queries.ts";
import { allWebKeys, signerBeside } from "./queries.ts";
import { WebKey, type WebKeyConfig, type WebKeyEvent, type WebKeyState, type WebKeyType } from "./state.ts";

const makeKeyPair = promisify(generateKeyPair);

/** What a key is made as. Numbers as in `WebKeyConfig`. */
export type KeyShape =
  | { readonly type: "rsa"; readonly bits: 1 | 2 | 3; readonly hasher: 1 | 2 | 3 }
  | { readonly type: "ecdsa"; readonly curve: 1 | 2 | 3 }
  | { readonly type: "ed25519" };

export const defaultShape: KeyShape = { type: "rsa", bits: 1, hasher: 1 };

const rsaBits = { 1: 2048, 2: 3072, 3: 4096 } as const;
const rsaAlgs = { 1: "RS256", 2: "RS384", 3: "RS512" } as const;
const curves = { 1: "P-256", 2: "P-384", 3: "P-521" } as const;
const curveAlgs = { 1: "ES256", 2: "ES384", 3: "ES512" } as const;
const typeNumbers: Readonly<Record<KeyShape["type"], WebKeyType>> = { rsa: 1, ecdsa: 2, ed25519: 3 };

const algOf = (shape: KeyShape): string => {
  if (shape.type === "rsa") return rsaAlgs[shape.hasher];
  return shape.type === "ecdsa" ? curveAlgs[shape.curve] : "EdDSA";
};

const configOf = (shape: KeyShape): WebKeyConfig => {
  if (shape.type === "rsa") return { Bits: shape.bits, Hasher: shape.hasher };
  return shape.type === "ecdsa" ? { Curve: shape.curve } : {};
};

function keyPair(shape: KeyShape) {
  if (shape.type === "rsa") return makeKeyPair("rsa", { modulusLength: rsaBits[shape.bits] });
  return shape.type === "ecdsa"
    ? makeKeyPair("ec", { namedCurve: curves[shape.curve] })
    : makeKeyPair("ed25519");
}

/** A new key pair, made off the event loop and sealed. */
export async function makeKey(secrets: Pick<Secrets, "seal">, shape: KeyShape): Promise<KeyMaterial> {
  const { privateKey, publicKey } = await keyPair(shape);
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  return {
    privateKey: secrets.seal("web_key", pem),
    publicKey: { ...(await exportJWK(publicKey)), use: "sig", alg: algOf(shape) },
  };
}

/** A key on its way to an instance, for callers that store it with more in one unit. */
export interface PreparedKey {
  readonly keyId: string;
  readonly ref: Ref<WebKeyState, WebKeyEvent>;
  readonly added: WebKeyEvent;
}

export function preparedKey(
  keyId: string,
  { privateKey, publicKey }: KeyMaterial,
  shape: KeyShape,
): PreparedKey {
  return {
    keyId,
    ref: fresh(WebKey, keyId),
    added: {
      type: "web_key.added",
      payload: {
        privateKey,
        publicKey: { ...publicKey, kid: keyId },
        config: configOf(shape),
        configType: typeNumbers[shape.type],
      },
    },
  };
}

export async function createWebKey(ctx: Ctx, shape: KeyShape) {
  const { ref: target, added } = preparedKey(ctx.newId(), await makeKey(ctx.secrets, shape), shape);
  const [key] = await ctx.store.execute(ctx, [target], () => [[added]]);
  return key;
}

/** More than others ever activate keys of theirs in between. */
const maxAttempts = 10;

/**
 * Makes one key the signer; the one before goes on verifying. It is retired in the unit that activates the next: of
 * several activations at once each retires the one before it.
 */
export async function activateWebKey(ctx: Ctx, keyId: string) {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const signer = await signerBeside(ctx, keyId);
    // Without one, whichever becomes it meanwhile is among all the others.
    const others = signer ? [signer] : (await allWebKeys(ctx)).filter((key) => key.aggregateId !== keyId);
    const refs = [ref(WebKey, keyId), ...others.map((key) => ref(WebKey, key.aggregateId))] as const;
    const [key] = await ctx.store.execute(ctx, refs, ([next, ...beside]) => {
      const { status } = required(next, "WEBKEY-teiG3", "Errors.WebKey.NotFound");
      const active = beside.map((state) => state?.status === "active");
      // Where another key has become the signer meanwhile, that is the one to retire.
      const isOutrun = signer !== undefined && !active.includes(true);
      if (status === "active" || isOutrun) return [[], ...active.map(() => [])];
      return [[happened("activated")], ...active.map((is) => (is ? [happened("deactivated")] : []))];
    });
    if (key.state?.status === "active") return key;
  }
  throw new Failure("aborted", "WEBKEY-Ac2rc", "Errors.Conflict");
}

const happened = (what: "activated" | "deactivated"): WebKeyEvent => ({
  type: `web_key.${what}`,
  payload: null,
});

/** The signer cannot be removed; tokens signed by a removed key are refused from then on. */
export async function removeWebKey(ctx: Ctx, keyId: string) {
  const [key] = await ctx.store.execute(ctx, [ref(WebKey, keyId)], ([before]) => {
    if (before === undefined) return [[]];
    if (before.status === "active") throw precondition("WEBKEY-Chai1", "Errors.WebKey.ActiveDelete");
    return [[{ type: "web_key.removed", payload: null }]];
  });
  return key;
}
