import { createHash } from "node:crypto";
import { equalText } from "#src/platform/crypto/index.ts";
import { OAuthError } from "./errors.ts";
import type { Params } from "./params.ts";

/** Method 0 plain, 1 S256; as stored. */
export interface Challenge {
  readonly Challenge: string;
  readonly Method: 0 | 1;
}

/** A SHA-256 in base64url. */
const s256Form = /^[A-Za-z0-9_-]{43}$/;
const verifierForm = /^[A-Za-z0-9._~-]{43,128}$/;

const wrong = (id: string, text: string) => new OAuthError("invalid_request", id, text);

/**
 * The challenge of an authorization request (RFC 7636 section 4.3).
 * @param rules `required`: the client cannot keep a secret, so nothing but this ties the code to it;
 *   `plainAllowed`: it is in development mode, where the method that hides nothing may be used
 * @throws invalid_request naming the parameter
 */
export function readChallenge(
  params: Params,
  rules: { readonly required: boolean; readonly plainAllowed: boolean },
): Challenge | undefined {
  const challenge = params.get("code_challenge");
  const method = params.get("code_challenge_method");
  if (challenge === undefined) {
    if (rules.required || method !== undefined)
      throw wrong("OIDC-Pk1mi", "parameter code_challenge is missing (PKCE, RFC 7636)");
    return undefined;
  }
  if (method === "S256") {
    if (!s256Form.test(challenge))
      throw wrong("OIDC-Pk2fo", "parameter code_challenge is no SHA-256 in base64url");
    return { Challenge: challenge, Method: 1 };
  }
  if (method !== undefined && method !== "plain")
    throw wrong("OIDC-Pk3me", "parameter code_challenge_method is unknown; S256 is the one to use");
  if (!rules.plainAllowed)
    throw wrong("OIDC-Pk4pl", "parameter code_challenge_method must be S256 outside of development mode");
  if (!verifierForm.test(challenge)) throw wrong("OIDC-Pk5fo", "parameter code_challenge is malformed");
  return { Challenge: challenge, Method: 0 };
}

const refused = (id: string, text: string) => new OAuthError("invalid_grant", id, text);

/**
 * Whether who redeems the code is who asked for it (RFC 7636 section 4.6). A verifier without a challenge is refused
 * as well: the challenge may have been stripped from the request on its way (RFC 9700 section 4.8).
 * @throws invalid_grant naming the parameter
 */
export function checkVerifier(
  challenge: Challenge | undefined,
  verifier: string | undefined,
  required: boolean,
): void {
  if (challenge === undefined) {
    if (verifier !== undefined) throw refused("OIDC-Pk6un", "parameter code_verifier has no code_challenge");
    if (required) throw refused("OIDC-Pk7no", "the request had no code_challenge");
    return;
  }
  if (verifier === undefined) throw refused("OIDC-Pk8mi", "parameter code_verifier is missing");
  const proof = challenge.Method === 1 ? createHash("sha256").update(verifier).digest("base64url") : verifier;
  if (!verifierForm.test(verifier) || !equalText(proof, challenge.Challenge))
    throw refused("OIDC-Pk9wr", "parameter code_verifier does not fit the code_challenge");
}
