/** What the API prints for authenticators, as browsers take and give it. Bytes are base64url in JSON. */
import type { JsonObject } from "@bufbuild/protobuf";

export const canUseAuthenticators = (): boolean => typeof globalThis.PublicKeyCredential === "function";

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function base64urlOf(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The options as JSON: everything that is not bytes stands as browsers want it. */
type OptionsJson = Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> & {
  readonly challenge: string;
  readonly user: Omit<PublicKeyCredentialUserEntity, "id"> & { readonly id: string };
  readonly excludeCredentials?: readonly (Omit<PublicKeyCredentialDescriptor, "id"> & {
    readonly id: string;
  })[];
};

/** @param json `{"publicKey": …}`, our own API's answer, whose shape WebAuthn names */
export function creationOptions(json: JsonObject): PublicKeyCredentialCreationOptions {
  const options = json["publicKey"] as unknown as OptionsJson;
  return {
    ...options,
    challenge: bytesOf(options.challenge),
    user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map((one) => ({ ...one, id: bytesOf(one.id) })),
  };
}

/** Asks the browser for a new credential. @throws DOMException when it or the person does not want to */
export async function createCredential(json: JsonObject): Promise<JsonObject> {
  const credential = await navigator.credentials.create({ publicKey: creationOptions(json) });
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException("none", "NotAllowedError");
  const { response } = credential;
  if (!(response instanceof AuthenticatorAttestationResponse))
    throw new DOMException("none", "NotAllowedError");
  return {
    id: credential.id,
    rawId: base64urlOf(credential.rawId),
    type: credential.type,
    response: {
      attestationObject: base64urlOf(response.attestationObject),
      clientDataJSON: base64urlOf(response.clientDataJSON),
      transports: response.getTransports(),
    },
    clientExtensionResults: {},
  };
}
