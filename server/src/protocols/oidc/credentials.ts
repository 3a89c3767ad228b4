import { decodeJwt } from "jose";
import { OAuthError } from "./errors.ts";
import type { Params } from "./params.ts";

/** What a client shows to say who it is (RFC 6749 section 2.3, RFC 7523 section 2.2). */
export type Credentials =
  | { readonly method: "basic" | "post"; readonly clientId: string; readonly secret: string }
  | { readonly method: "private_key_jwt"; readonly clientId: string; readonly assertion: string }
  | { readonly method: "none"; readonly clientId: string };

export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** @throws invalid_client for credentials nobody can read; invalid_request for none, or more than one kind of them */
export function readCredentials(params: Params, authorization: string | undefined): Credentials {
  const basic = authorization === undefined ? undefined : readBasic(authorization);
  const clientId = params.get("client_id");
  const secret = params.get("client_secret");
  const assertion = readAssertion(params);
  const kinds = [basic, secret, assertion].filter((kind) => kind !== undefined);
  if (kinds.length > 1)
    throw invalidRequest(
      "OIDC-Ca1tm",
      "parameter client_secret: the client authenticates in more than one way",
    );
  const found = basic ?? assertion;
  if (found && clientId !== undefined && clientId !== found.clientId)
    throw invalidRequest("OIDC-Ca2di", "parameter client_id is not the client that authenticates");
  if (found) return found;
  if (clientId === undefined) throw invalidRequest("OIDC-Ca3no", "parameter client_id is missing");
  return secret === undefined ? { method: "none", clientId } : { method: "post", clientId, secret };
}

const invalidRequest = (id: string, text: string) => new OAuthError("invalid_request", id, text);
const invalidClient = (id: string, text: string) => new OAuthError("invalid_client", id, text);

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** User name and password are form-urlencoded before they are joined (RFC 6749 section 2.3.1). */
function readBasic(authorization: string): Credentials {
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(authorization) ?? [];
  try {
    const text = utf8.decode(Buffer.from(encoded ?? "", "base64"));
    const at = text.indexOf(":");
    const [clientId, secret] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)].map((part) =>
      decodeURIComponent(part.replaceAll("+", " ")),
    );
    if (at > 0 && clientId && secret !== undefined && !`${clientId}${secret}`.includes("\0"))
      return { method: "basic", clientId, secret };
  } catch {
    // Broken UTF-8 or broken percent-encoding: told below.
  }
  throw invalidClient("OIDC-Ca4ba", "the Authorization header is no Basic authentication");
}

function readAssertion(params: Params): Credentials | undefined {
  const assertion = params.get("client_assertion");
  const type = params.get("client_assertion_type");
  if (assertion === undefined) {
    if (type !== undefined) throw invalidRequest("OIDC-Ca5mi", "parameter client_assertion is missing");
    return undefined;
  }
  if (type !== assertionType)
    throw invalidRequest("OIDC-Ca6ty", `parameter client_assertion_type must be ${assertionType}`);
  return { method: "private_key_jwt", clientId: subjectOf(assertion), assertion };
}

/** Who the assertion says it is from; its signature is checked once that client's key is known. */
function subjectOf(assertion: string): string {
  try {
    const { sub } = decodeJwt(assertion);
    if (typeof sub === "string" && sub !== "") return sub;
  } catch {
    // No JWT: told below.
  }
  throw invalidClient("OIDC-Ca7as", "parameter client_assertion is no JWT with a subject");
}
