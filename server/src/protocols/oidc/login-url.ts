import type { OidcConfig } from "#src/domains/app/index.ts";
import type { LoginFeature } from "./turn.ts";

/** Our own pages, below the issuer. */
const hosted = "/ui/v2/login";
const hostedFeature: LoginFeature = { required: false, baseUri: "" };

/** A path is below the issuer; nothing means our own pages. */
const baseOf = (origin: string, base: string): string => {
  if (base === "") return `${origin}${hosted}`;
  return base.startsWith("/") ? `${origin}${base}` : base;
};

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
  const demanded = feature.required ? feature.baseUri : "";
  const page = below(baseOf(origin, demanded === "" ? config.loginBaseURI : demanded), "/login");
  return `${page}?authRequest=${encodeURIComponent(authRequestId)}`;
}

/**
 * Where somebody chooses what to log out of.
 * @param back where to go then; a page of ours when undefined
 * @param token says that `back` was checked: nobody is sent anywhere on the word of a link
 */
export function logoutUrl(
  origin: string,
  { back, token }: { readonly back: string | undefined; readonly token: string },
  feature = hostedFeature,
): string {
  const page = below(baseOf(origin, feature.baseUri), "/logout");
  if (back === undefined) return page;
  return `${page}?post_logout_redirect=${encodeURIComponent(back)}&logout_token=${token}`;
}

/** Where somebody enters the code that a device shows. */
export const deviceUrl = (origin: string, userCode: string | undefined, feature = hostedFeature): string => {
  const page = below(baseOf(origin, feature.baseUri), "/device");
  return userCode === undefined ? page : `${page}?user_code=${encodeURIComponent(userCode)}`;
};

/** Where somebody is told that they are logged out. */
export const loggedOutUrl = (origin: string, feature = hostedFeature): string =>
  below(baseOf(origin, feature.baseUri), "/logout/done");
