import { type Purpose, randomToken, type Sealed, type Secrets } from "#src/platform/crypto/index.ts";
import { invalid } from "#src/platform/failure/index.ts";

/** @throws invalid_argument unless it is an address over https or http, without a user in it */
export function hookEndpoint(id: string, key: string, endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isHook = url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === "";
  if (!isHook) throw invalid(id, key, { field: "endpoint" });
  return endpoint;
}

/** A new key that calls of a hook are signed with: shown to who set up the hook, kept sealed. */
export function newSigningKey(
  secrets: Pick<Secrets, "seal">,
  purpose: Purpose,
): { readonly plain: string; readonly sealed: Sealed } {
  const plain = randomToken();
  return { plain, sealed: secrets.seal(purpose, plain) };
}
