import { createHash } from "node:crypto";
import { acrOf } from "./acr.ts";
import { amrOf } from "./amr.ts";

/** What was issued, as the tokens tell it. Times are whole seconds since the epoch. */
export interface IssuedFacts {
  readonly issuer: string;
  readonly userId: string;
  readonly audience: readonly string[];
  /** Empty when no application stands behind it. */
  readonly clientId: string;
  readonly tokenId: string;
  readonly issuedAt: number;
  readonly accessExpiresAt: number;
  readonly authTime: number;
  readonly authMethods: readonly number[];
  /** The authentication contexts that the client asked for. */
  readonly acrValues?: readonly string[] | undefined;
  readonly nonce?: string | undefined;
  /** The login session; empty for service users. */
  readonly sessionId: string;
  /** Clocks of the application may be off by this much. */
  readonly skewSeconds: number;
}

type Claims = Readonly<Record<string, unknown>>;

/** Claims of an access token that is a JWT. It carries no scope: the APIs judge by audience and roles. */
export function accessTokenClaims(facts: IssuedFacts, more: Claims): Record<string, unknown> {
  const { issuer, userId, audience, clientId, tokenId, issuedAt, accessExpiresAt, skewSeconds } = facts;
  return {
    ...more,
    iss: issuer,
    sub: userId,
    aud: audience,
    exp: accessExpiresAt + skewSeconds,
    iat: issuedAt - skewSeconds,
    nbf: issuedAt - skewSeconds,
    jti: tokenId,
    ...(clientId === "" ? {} : { client_id: clientId }),
  };
}

/**
 * Claims of an ID token (OIDC Core section 2). Whoever asked for it is always in its audience; a service user that
 * asked with a JWT of its own is its own client.
 */
export function idTokenClaims(
  facts: IssuedFacts,
  { lifetimeSeconds, atHash }: { readonly lifetimeSeconds: number; readonly atHash: string },
  more: Claims,
): Record<string, unknown> {
  const { issuer, userId, audience, clientId, issuedAt, skewSeconds, nonce, sessionId } = facts;
  const party = clientId === "" ? userId : clientId;
  const acr = acrOf(facts.authMethods, facts.acrValues);
  return {
    ...more,
    iss: issuer,
    sub: userId,
    aud: [...new Set([...audience, party])],
    exp: issuedAt + lifetimeSeconds + skewSeconds,
    iat: issuedAt - skewSeconds,
    auth_time: facts.authTime,
    amr: amrOf(facts.authMethods),
    ...(acr === undefined ? {} : { acr }),
    at_hash: atHash,
    azp: party,
    client_id: party,
    ...(nonce === undefined ? {} : { nonce }),
    ...(sessionId === "" ? {} : { sid: sessionId }),
  };
}

/**
 * The left half of the access token's hash (OIDC Core section 3.1.3.6), by the hash of the algorithm that signs the
 * ID token; Ed25519's is SHA-512.
 */
export function atHashOf(accessToken: string, alg: string): string {
  const digest = createHash(alg === "EdDSA" ? "sha512" : `sha${alg.slice(2)}`)
    .update(accessToken)
    .digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}
