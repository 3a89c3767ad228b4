import type { JsonObject } from "@bufbuild/protobuf";
import { PasskeyAuthenticator } from "#contract/zitadel/user/v2/auth_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { StartedRegistration } from "./registration-commands.ts";
import type { ReadyAuthenticator } from "./state.ts";

// Plain JSON as it stands; only its lists are marked as not to be changed.
export const structFrom = (options: object): JsonObject => options as JsonObject;

/** @throws invalid_argument WEBAUTHN-Cr2no without one */
export function credentialFrom(credential: object | undefined): object {
  if (credential === undefined)
    throw invalid("WEBAUTHN-Cr2no", "Errors.User.WebAuthN.CreateCredentialFailed", {
      field: "publicKeyCredential",
    });
  return credential;
}

export function attachmentFrom(authenticator: number): "platform" | "cross-platform" | undefined {
  switch (authenticator) {
    case PasskeyAuthenticator.PLATFORM:
      return "platform";
    case PasskeyAuthenticator.CROSS_PLATFORM:
      return "cross-platform";
    default:
      return undefined;
  }
}

/** AUTH_FACTOR_STATE_READY, in every generation. */
const ready = 2 as const;

/** Of those whose registration is finished. */
export const authenticatorShown = ({ entityId, state }: Row<ReadyAuthenticator>) => ({
  id: entityId,
  state: ready,
  name: state.name,
});

/** The first generation carries what browsers take and give as the bytes of its JSON. */
export const keyV1 = ({ options }: StartedRegistration) => ({
  publicKey: Buffer.from(JSON.stringify(options)),
});

/** @throws invalid_argument WEBAUTHN-Cr3js for what is no JSON object */
export function credentialV1(bytes: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // It is refused below.
  }
  throw invalid("WEBAUTHN-Cr3js", "Errors.User.WebAuthN.CreateCredentialFailed", {
    field: "verification.publicKeyCredential",
  });
}
