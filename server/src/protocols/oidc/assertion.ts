import { createPublicKey, type KeyObject } from "node:crypto";
import { decodeJwt, type JWTPayload, jwtVerify } from "jose";
import type { Once } from "#src/platform/limits/index.ts";
import { OAuthError, type OAuthErrorCode } from "./errors.ts";
import { paths } from "./paths.ts";

/** Algorithms that assertions may be signed with: asymmetric ones alone, so that a public key is never a secret. */
export const assertionAlgs = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"];

const maxAgeSeconds = 3600;
const toleranceSeconds = 1;

/** A public key as stored: PEM (SPKI) in base64. */
interface StoredKey {
  readonly publicKey: string;
}

/* A memo by the identity of an immutable state: parsing a key costs more than checking a signature with it. */
const parsedKeys = new WeakMap<StoredKey, KeyObject>();

function parsed(key: StoredKey): KeyObject {
  const known = parsedKeys.get(key);
  if (known) return known;
  const made = createPublicKey(Buffer.from(key.publicKey, "base64"));
  parsedKeys.set(key, made);
  return made;
}

export interface Expected {
  /** Both issuer and subject (RFC 7523 section 3). */
  readonly subject: string;
  /** Our own origin. */
  readonly issuer: string;
  readonly now: Date;
  readonly instanceId: string;
  /** Who remembers the assertions that were used. */
  readonly once: Pick<Once, "first">;
  /** The code of the refusal, and the parameter it is about. */
  readonly code: OAuthErrorCode;
  readonly param: string;
}

/**
 * Checks a JWT that a client or a service user signed for us: signature, issuer = subject, audience (our issuer or
 * the token endpoint), not expired, and at most an hour old. One that has an id of its own (`jti`) is good for one use
 * (RFC 7523 section 3); the reference takes assertions without one, and so do we.
 * @param key by its id, the JWT's `kid`
 */
export async function verifyAssertion(
  assertion: string,
  key: (keyId: string) => Promise<StoredKey | undefined>,
  expected: Expected,
): Promise<JWTPayload> {
  const claims = await verified(assertion, key, expected);
  await requireFirstUse(claims, expected);
  return claims;
}

async function verified(
  assertion: string,
  key: (keyId: string) => Promise<StoredKey | undefined>,
  expected: Expected,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(
      assertion,
      async ({ kid }) => {
        const found = kid === undefined || kid.length > 200 ? undefined : await key(kid);
        if (!found) throw new Error("unknown key");
        return parsed(found);
      },
      {
        algorithms: assertionAlgs,
        issuer: expected.subject,
        subject: expected.subject,
        audience: [expected.issuer, `${expected.issuer}${paths.token}`],
        currentDate: expected.now,
        clockTolerance: toleranceSeconds,
        maxTokenAge: maxAgeSeconds,
        requiredClaims: ["exp", "iat"],
      },
    );
    return payload;
  } catch (error) {
    const refusal = `parameter ${expected.param} is not valid: signature, key, issuer, subject, audience or time`;
    throw new OAuthError(expected.code, "OIDC-As1nv", refusal, undefined, error);
  }
}

/** Uses are remembered as long as the assertion would be accepted: until it expires, or is too old. */
async function requireFirstUse(
  { jti, exp = 0, iat = 0 }: JWTPayload,
  { once, instanceId, subject, code, param }: Expected,
): Promise<void> {
  if (jti === undefined) return;
  const until = new Date((Math.min(exp, iat + maxAgeSeconds) + toleranceSeconds) * 1000);
  const first =
    typeof jti === "string" &&
    (await once.first({ instanceId, kind: "assertion", subject: `${subject}\n${jti}`, until }));
  if (!first)
    throw new OAuthError(code, "OIDC-As2us", `parameter ${param} was used before: its jti is known`);
}

/** The issuer that a JWT names, unchecked; undefined for anything that is no JWT. */
export function claimedIssuer(assertion: string): string | undefined {
  try {
    const { iss } = decodeJwt(assertion);
    return typeof iss === "string" && /^[\w.@-]{1,200}$/.test(iss) ? iss : undefined;
  } catch {
    return undefined;
  }
}
