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

const demandedBy = ({ required, baseUri }: LoginFeature): string => (required ? baseUri : "");

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
  const page = below(baseOf(origin, demandedBy(feature) || config.loginBaseURI), "/login");
  return `${page}?authRequest=${encodeURIComponent(authRequestId)}`;
}

interface LogoutWish {
  /** Where to go then; a page of ours when undefined. */
  readonly back: string | undefined;
  /** Says that `back` was checked, and whose session it is: nobody is sent anywhere on the word of a link. */
  readonly token: string | undefined;
  readonly logoutHint?: string | undefined;
  readonly uiLocales?: string | undefined;
}

/**
 * Where somebody chooses what to log out of.
 * @param loginBaseURI of the application that they log out of, where it does not say whose session that is: the pages
 *   that they logged in at know
 */
export function logoutUrl(
  origin: string,
  { back, token, logoutHint, uiLocales }: LogoutWish,
  feature = hostedFeature,
  loginBaseURI = "",
): string {
  const query = Object.entries({
    post_logout_redirect: back,
    // Logins differ in what they call it.
    post_logout_redirect_uri: back,
    logout_token: token,
    logout_hint: logoutHint,
    ui_locales: uiLocales,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  const page = below(baseOf(origin, demandedBy(feature) || loginBaseURI || feature.baseUri), "/logout");
  return query.length === 0 ? page : `${page}?${query.join("&")}`;
}

/** Where somebody enters the code that a device shows. */
export const deviceUrl = (origin: string, userCode: string | undefined, feature = hostedFeature): string => {
  const page = below(baseOf(origin, feature.baseUri), "/device");
  return userCode === undefined ? page : `${page}?user_code=${encodeURIComponent(userCode)}`;
};

/** Where somebody is told that they are logged out. */
export const loggedOutUrl = (origin: string, feature = hostedFeature): string =>
  below(baseOf(origin, feature.baseUri), "/logout/done");
