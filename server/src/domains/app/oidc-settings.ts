import { invalid } from "#src/platform/failure/index.ts";
import { isLoopback } from "./compliance.ts";
import type { GrantType, OidcSettings } from "./events.ts";

/** In nanoseconds. */
const maxClockSkew = 5_000_000_000;

/**
 * Refuses settings that could never work: redirect and logout URIs and origins that are none, more clock skew than 5 s,
 * and a response type without the grant that it belongs to. What merely is unwise is reported instead.
 */
export function checkOidcSettings(settings: OidcSettings): void {
  requireSmall(settings);
  const { redirectUris = [], postLogoutRedirectUris = [], additionalOrigins = [], clockSkew = 0 } = settings;
  const { backChannelLogoutURI = "", devMode = false } = settings;
  requireAll("redirectUris", redirectUris, isRedirectUri, withoutFragment);
  requireAll("postLogoutRedirectUris", postLogoutRedirectUris, isRedirectUri, withoutFragment);
  requireAll("additionalOrigins", additionalOrigins, isOrigin, originOf);
  if (!isBackChannelUri(backChannelLogoutURI, devMode))
    throw refusal(
      "backChannelLogoutUri",
      backChannelLogoutURI,
      devMode ? "https://…, http://localhost…" : "https://…",
    );
  if (clockSkew < 0 || clockSkew > maxClockSkew) throw refusal("clockSkew", `${clockSkew / 1e9}s`, "0s–5s");
  const grants = settings.grantTypes ?? [];
  for (const responseType of settings.responseTypes ?? []) {
    const fits = responseType === 0 ? grants.includes(0) || grants.includes(3) : grants.includes(1);
    if (!fits)
      throw refusal("grantTypes", grants.map(grantName).join(", "), grantName(responseType === 0 ? 0 : 1));
  }
}

const grantName = (type: GrantType): string =>
  ["authorization_code", "implicit", "refresh_token", "device_code", "token_exchange"][type] ?? "";

/** As much of a wrong value as is shown. */
const shownCharacters = 200;

const refusal = (field: string, value: string, wanted: string) =>
  invalid("APP-Cf6iv", "Errors.Project.App.OIDCConfigInvalid", {
    field,
    values: { value: value.slice(0, shownCharacters), wanted },
  });

/** Refuses the first value that is none, and says what would be right in its place. */
function requireAll(
  field: string,
  values: readonly string[],
  isRight: (value: string) => boolean,
  wanted: (value: string) => string,
): void {
  const wrong = values.find((value) => !isRight(value));
  if (wrong !== undefined) throw refusal(field, wrong, wanted(wrong));
}

/** Bytes of all settings together, as JSON: every request of a client reads them. */
const maxSettingsBytes = 7000;
const fieldNames: Readonly<Record<string, string>> = {
  backChannelLogoutURI: "backChannelLogoutUri",
  loginBaseURI: "loginVersion",
};

/** @throws invalid_argument naming what takes the most room */
function requireSmall(settings: OidcSettings): void {
  const sizes = Object.entries(settings)
    .map(([field, value]) => ({ field, bytes: Buffer.byteLength(JSON.stringify(value) ?? "") }))
    .toSorted((a, b) => b.bytes - a.bytes);
  if (sizes.reduce((sum, { bytes }) => sum + bytes, 0) <= maxSettingsBytes) return;
  const largest = sizes[0]?.field ?? "";
  throw invalid("APP-Bg7sz", "Errors.Project.App.TooLarge", {
    field: fieldNames[largest] ?? largest,
    values: { bytes: maxSettingsBytes },
  });
}

/** Absolute, without a fragment (RFC 6749 section 3.1.2). */
const isRedirectUri = (uri: string): boolean =>
  /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(uri) &&
  !uri.includes("#") &&
  !/^(javascript|data|vbscript|file):/i.test(uri);

const withoutFragment = (uri: string): string => {
  const rest = uri.replace(/#.*/s, "");
  return isRedirectUri(rest) ? rest : "https://…, com.example.app:/…";
};

/**
 * Where logout tokens go (Back-Channel Logout 1.0 section 2.2): by TLS, in development also to one's own machine;
 * without a fragment, and without a password, which would stand in records.
 */
function isBackChannelUri(uri: string, devMode: boolean): boolean {
  if (uri === "") return true;
  if (!URL.canParse(uri) || uri.includes("#")) return false;
  const { protocol, username, password } = new URL(uri);
  const isAllowed = protocol === "https:" || (devMode && isLoopback(uri));
  return isAllowed && username === "" && password === "";
}

const isOrigin = (origin: string): boolean => {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin || url.origin === origin.replace(/\/$/, "");
};

const originOf = (value: string): string => {
  const origin = URL.canParse(value) ? new URL(value).origin : "null";
  return origin === "null" ? "https://app.example.com" : origin;
};
