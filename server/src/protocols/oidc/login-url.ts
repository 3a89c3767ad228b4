import type { OidcConfig } from "#src/domains/app/index.ts";
import type { LoginFeature } from "./turn.ts";

/** Our own pages, below the issuer. */
const hosted = "/ui/v2/login";
const hostedFeature: LoginFeature = { required: false, baseUri: "" };

const below = (base: string, path: string): string => `${base.replace(/\/+$/, "")}${path}`;

/**
 * Where somebody logs in for a request. What the instance demands comes before what the application wants.
 * @param config of the application
 */
export function loginUrl(
  origin: string,
  config: Pick<OidcConfig, "loginBaseURI">,
  authRequestId: string,
  feature = hostedFeature,
): string {
  const base = feature.required ? feature.baseUri : config.loginBaseURI;
  const page = below(base === "" ? `${origin}${hosted}` : base, "/login");
  return `${page}?authRequest=${encodeURIComponent(authRequestId)}`;
}

/** Where somebody chooses what to log out of. @param back where to go then; a page of ours when undefined */
export function logoutUrl(origin: string, back: string | undefined, feature = hostedFeature): string {
  const page = below(feature.baseUri === "" ? `${origin}${hosted}` : feature.baseUri, "/logout");
  return back === undefined ? page : `${page}?post_logout_redirect=${encodeURIComponent(back)}`;
}

/** Where somebody is told that they are logged out. */
export const loggedOutUrl = (origin: string, feature = hostedFeature): string =>
  below(feature.baseUri === "" ? `${origin}${hosted}` : feature.baseUri, "/logout/done");
