/** Whether what an authenticator answered is right: the edge to the library that knows the formats. */
import type {
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
  VerifiedAuthenticationResponse,
} from "@simplewebauthn/server";
import { algorithms } from "./options.ts";
import { mayAnswer } from "./relying-party.ts";

/** What was asked, and what a right answer must have. */
export interface Expected {
  readonly challenge: string;
  readonly rpId: string;
  /** Whether the authenticator must have recognised its user. */
  readonly userVerified: boolean;
}

export interface Registered {
  /** base64 */
  readonly keyId: string;
  /** COSE, base64 */
  readonly publicKey: string;
  readonly attestationType: string;
  /** base64 */
  readonly aaguid: string;
  readonly signCount: number;
}

/** Loaded by the first who registers or logs in with an authenticator: it would slow down every start. */
const library = () => import("@simplewebauthn/server");

/**
 * We ask for no attestation, so that browsers send none, or what the authenticator signs with its new key. The other
 * formats name certificates, and with them addresses that the library would fetch.
 */
const formats: ReadonlySet<string> = new Set(["none", "packed", "fido-u2f"]);

/** @returns undefined for an answer that is not right in any respect */
export async function verifyRegistration(
  answer: object,
  expected: Expected,
): Promise<Registered | undefined> {
  const response = (answer as Partial<RegistrationResponseJSON>).response;
  const origin = originOf(response, expected.rpId);
  if (response === undefined || origin === undefined) return undefined;
  try {
    const { verifyRegistrationResponse } = await library();
    const { decodeAttestationObject, isoBase64URL } = await import("@simplewebauthn/server/helpers");
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
    if (!formats.has(attestation.get("fmt"))) return undefined;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      // Whatever the caller sent: the library looks at each part of it, and throws where one is missing or wrong.
      response: answer as RegistrationResponseJSON,
      expectedChallenge: expected.challenge,
      expectedOrigin: origin,
      expectedRPID: expected.rpId,
      requireUserVerification: expected.userVerified,
      supportedAlgorithmIDs: [...algorithms],
    });
    if (!verified) return undefined;
    const { credential, fmt, aaguid } = registrationInfo;
    return {
      keyId: Buffer.from(credential.id, "base64url").toString("base64"),
      publicKey: Buffer.from(credential.publicKey).toString("base64"),
      attestationType: fmt,
      aaguid: Buffer.from(aaguid.replaceAll("-", ""), "hex").toString("base64"),
      signCount: credential.counter,
    };
  } catch {
    return undefined;
  }
}

/** What is known of the authenticator that answers. */
export interface Known {
  /** base64url */
  readonly keyId: string;
  /** COSE, base64 */
  readonly publicKey: string;
}

/** @returns undefined for an answer that is not right in any respect; the counter is left to the caller */
export async function verifyAssertion(
  answer: object,
  known: Known,
  expected: Expected,
): Promise<{ readonly userVerified: boolean; readonly signCount: number } | undefined> {
  const origin = originOf((answer as Partial<AuthenticationResponseJSON>).response, expected.rpId);
  if (origin === undefined) return undefined;
  const { verifyAuthenticationResponse } = await library();
  const result: VerifiedAuthenticationResponse | undefined = await verifyAuthenticationResponse({
    // Whatever the caller sent: the library looks at each part of it, and throws where one is missing or wrong.
    response: answer as AuthenticationResponseJSON,
    expectedChallenge: expected.challenge,
    expectedOrigin: origin,
    expectedRPID: expected.rpId,
    requireUserVerification: expected.userVerified,
    credential: { id: known.keyId, publicKey: Buffer.from(known.publicKey, "base64"), counter: 0 },
  }).catch(() => undefined);
  if (!result?.verified) return undefined;
  const { userVerified, newCounter } = result.authenticationInfo;
  return { userVerified, signCount: newCounter };
}

/** The page that asked, if it may; no page asks from within a page of somebody else. */
function originOf(
  response: { readonly clientDataJSON?: unknown } | undefined,
  rpId: string,
): string | undefined {
  const { origin, crossOrigin } = clientDataOf(response) ?? {};
  return typeof origin === "string" && crossOrigin !== true && mayAnswer(origin, rpId) ? origin : undefined;
}

/** The challenge that an answer says it is to, not verified yet: to find what was asked. */
export function challengeOf(answer: object): string | undefined {
  const { challenge } = clientDataOf((answer as Partial<RegistrationResponseJSON>).response) ?? {};
  return typeof challenge === "string" ? challenge : undefined;
}

interface ClientData {
  readonly origin?: unknown;
  readonly challenge?: unknown;
  readonly crossOrigin?: unknown;
}

function clientDataOf(
  response: { readonly clientDataJSON?: unknown } | undefined | null,
): ClientData | undefined {
  const text = response?.clientDataJSON;
  if (typeof text !== "string") return undefined;
  try {
    const data: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return typeof data === "object" && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}
