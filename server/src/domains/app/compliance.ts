import type { OidcConfig } from "./state.ts";

const isHttps = (uri: string): boolean => uri.startsWith("https://");
const isHttp = (uri: string): boolean => uri.startsWith("http://");
const isCustom = (uri: string): boolean => !isHttps(uri) && !isHttp(uri);

/** `http` to one's own machine, which RFC 8252 section 7.3 allows to native applications. */
export function isLoopback(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/**
 * What of a configuration goes against OAuth 2.0 security practice (RFC 9700, RFC 8252), as message keys. Such a
 * configuration is kept, and shown as not compliant.
 */
export function complianceProblems(config: OidcConfig): readonly string[] {
  const problems = [
    ...responseAndGrantProblems(config),
    ...redirectProblems(config),
    ...clientProblems(config),
  ];
  return problems.length === 0 ? [] : ["Application.OIDC.V1.NotCompliant", ...new Set(problems)];
}

function responseAndGrantProblems({
  grantTypes,
  responseTypes,
  redirectUris,
}: OidcConfig): readonly string[] {
  const problems: string[] = [];
  const needsRedirect = grantTypes.includes(0) || grantTypes.includes(1);
  if (needsRedirect && redirectUris.length === 0) problems.push("Application.OIDC.V1.NoRedirectUris");
  if (grantTypes.includes(2) && !grantTypes.includes(0) && !grantTypes.includes(3))
    problems.push("Application.OIDC.V1.GrantType.Refresh.NoAuthCode");
  if (responseTypes.length === 0 && needsRedirect)
    problems.push("Application.OIDC.V1.NotAllCombinationsAreAllowed");
  return problems;
}

function redirectProblems({
  grantTypes,
  redirectUris,
  applicationType,
  devMode,
}: OidcConfig): readonly string[] {
  const problems: string[] = [];
  const implicit = grantTypes.includes(1);
  const custom = redirectUris.some(isCustom);
  const plain = redirectUris.some(isHttp);
  if (implicit && custom) problems.push("Application.OIDC.V1.Implicit.RedirectUris.CustomNotAllowed");
  if (implicit && plain && !devMode && applicationType !== 2)
    problems.push("Application.OIDC.V1.Implicit.RedirectUris.HttpNotAllowed");
  if (grantTypes.includes(0) && custom && applicationType !== 2)
    problems.push("Application.OIDC.V1.Code.RedirectUris.CustomOnlyForNative");
  if (grantTypes.includes(0) && plain && !devMode && applicationType === 1)
    problems.push("Application.OIDC.V1.Code.RedirectUris.HttpOnlyForWeb");
  if (applicationType === 2 && !devMode && redirectUris.some((uri) => isHttp(uri) && !isLoopback(uri)))
    problems.push("Application.OIDC.V1.Native.RedirectUris.MustBeHttpLocalhost");
  return problems;
}

function clientProblems({ applicationType, authMethodType }: OidcConfig): readonly string[] {
  if (applicationType === 2 && authMethodType !== 2)
    return ["Application.OIDC.V1.Native.AuthMethodType.NotNone"];
  if (applicationType === 1 && authMethodType !== 2)
    return ["Application.OIDC.V1.UserAgent.AuthMethodType.NotNone"];
  return [];
}

/** Whether a client of this kind has a secret at all: basic and post. */
export const hasSecret = (method: OidcConfig["authMethodType"]): boolean => method === 0 || method === 1;
