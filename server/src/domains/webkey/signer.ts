import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { compactVerify, type JWTPayload } from "jose";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { WebKey, type WebKeyState } from "./state.ts";

const signOffLoop = promisify(sign);

/* A memo by the identity of an immutable state: unsealing and parsing a key costs more than a signature. */
const privateKeys = new WeakMap<WebKeyState, KeyObject>();

function privateKeyOf(ctx: Ctx, key: WebKeyState): KeyObject {
  const known = privateKeys.get(key);
  if (known) return known;
  const parsed = createPrivateKey(ctx.secrets.open("web_key", key.privateKey));
  privateKeys.set(key, parsed);
  return parsed;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** What node:crypto calls the algorithms of RFC 7518 and RFC 8037; JOSE wants raw r||s for ECDSA. */
function signatureOf(alg: string, key: KeyObject, data: Buffer): Promise<Buffer> {
  if (alg === "EdDSA") return signOffLoop(null, data, key);
  const digest = `sha${alg.slice(2)}`;
  return alg.startsWith("ES")
    ? signOffLoop(digest, data, { key, dsaEncoding: "ieee-p1363" })
    : signOffLoop(digest, data, key);
}

/** A JWT in compact form (RFC 7519), signed by the instance's active key. @throws internal without an active key */
export async function signJwt(ctx: Ctx, claims: JWTPayload, typ = "JWT"): Promise<string> {
  const active = await ctx.config.by(WebKey, "status", "active");
  if (!active) throw new Failure("internal", "WEBKEY-No1ac", "Errors.WebKey.NoActive");
  const alg = active.state.publicKey.alg ?? "RS256";
  const input = `${base64url({ alg, typ, kid: active.aggregateId })}.${base64url(claims)}`;
  const signature = await signatureOf(alg, privateKeyOf(ctx, active.state), Buffer.from(input));
  return `${input}.${signature.toString("base64url")}`;
}

/**
 * The claims of a JWT that this instance signed; undefined for any other. Expiry is the caller's to judge, since
 * an `id_token_hint` may be expired.
 */
export async function verifyOwnJwt(ctx: Ctx, token: string): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await compactVerify(token, async ({ kid }) => {
      const key = kid === undefined ? undefined : await ctx.config.row(WebKey, kid);
      if (!key) throw new Error("unknown key");
      return createPublicKey({ key: key.state.publicKey, format: "jwk" });
    });
    // The signature is ours, so the payload is what we wrote.
    const claims = JSON.parse(Buffer.from(payload).toString()) as JWTPayload;
    return claims.iss === ctx.origin ? claims : undefined;
  } catch {
    return undefined;
  }
}
