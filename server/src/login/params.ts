/** What came with a request to a page, from the query or the form. */

export interface Params {
  /** The first value of that name, or undefined. */
  get(name: string): string | undefined;
  /** As in `Visit.requestId`; also from the names that applications' redirects use. */
  readonly requestId: string | undefined;
  readonly sessionId: string | undefined;
  readonly organization: string | undefined;
  /** Trimmed; control characters are left out, since no name has any. */
  readonly loginName: string | undefined;
}

const maxIdLength = 200;

export function readParams(values: URLSearchParams): Params {
  const get = (name: string): string | undefined => values.get(name) ?? undefined;
  const id = (name: string): string | undefined => get(name)?.slice(0, maxIdLength + 1);
  const prefixed = (prefix: string, value: string | undefined): string | undefined =>
    value === undefined || value === "" ? undefined : prefix + value;
  return {
    get,
    requestId:
      prefixed("", id("requestId")) ??
      prefixed("oidc_", id("authRequest")) ??
      prefixed("saml_", id("samlRequest")),
    sessionId: prefixed("", id("sessionId")),
    organization: prefixed("", id("organization")),
    loginName: prefixed(
      "",
      get("loginName")
        ?.replace(/\p{Cc}/gu, "")
        .trim(),
    ),
  };
}

/** Ids are decimal numbers or words with a prefix; anything else is nobody's id. */
export function isId(text: string): boolean {
  return text.length <= maxIdLength && /^[\w.-]+$/.test(text);
}
