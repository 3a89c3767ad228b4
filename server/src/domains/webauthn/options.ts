/** What browsers are asked for; binary values are base64url, as `parseCreationOptionsFromJSON` reads them. */
import type { AuthenticatorKind } from "./events.ts";

/** For so long an authenticator may answer. */
export const timeoutSeconds = 300;

/** COSE: ES256, EdDSA, RS256. */
export const algorithms: readonly number[] = [-7, -8, -257];

export type UserVerification = "required" | "preferred" | "discouraged";

/** Of the contract's UserVerificationRequirement; preferred is what browsers take where nothing is said. */
export function userVerificationOf(requirement: number): UserVerification {
  switch (requirement) {
    case 1:
      return "required";
    case 3:
      return "discouraged";
    default:
      return "preferred";
  }
}

const publicKey = "public-key";

const credentials = (keyIds: readonly string[]) => keyIds.map((id) => ({ id, type: publicKey }));

export interface Registration {
  readonly kind: AuthenticatorKind;
  readonly rpId: string;
  readonly rpName: string;
  readonly challenge: string;
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  /** Of authenticators that the person has already. */
  readonly known: readonly string[];
  readonly attachment?: "platform" | "cross-platform" | undefined;
}

/**
 * A passkey proves who holds it by itself, so that it must know its user; where there is room it is found without
 * naming anybody. A second factor may be a key that can do neither.
 */
const selections = {
  passkey: { userVerification: "required", residentKey: "preferred", requireResidentKey: false },
  u2f: { userVerification: "discouraged", residentKey: "discouraged", requireResidentKey: false },
} as const;

/** For `navigator.credentials.create`. */
export const creationOptions = (registration: Registration) => ({
  publicKey: {
    attestation: "none",
    authenticatorSelection: {
      ...selections[registration.kind],
      ...(registration.attachment ? { authenticatorAttachment: registration.attachment } : {}),
    },
    challenge: registration.challenge,
    excludeCredentials: credentials(registration.known),
    pubKeyCredParams: algorithms.map((alg) => ({ alg, type: publicKey })),
    rp: { id: registration.rpId, name: registration.rpName },
    timeout: timeoutSeconds * 1000,
    user: {
      displayName: registration.displayName,
      id: Buffer.from(registration.userId).toString("base64url"),
      name: registration.userName,
    },
  },
});

export interface Authentication {
  readonly rpId: string;
  readonly challenge: string;
  readonly allowed: readonly string[];
  readonly userVerification: UserVerification;
}

/** For `navigator.credentials.get`. */
export const requestOptions = ({ rpId, challenge, allowed, userVerification }: Authentication) => ({
  publicKey: {
    allowCredentials: credentials(allowed),
    challenge,
    rpId,
    timeout: timeoutSeconds * 1000,
    userVerification,
  },
});
