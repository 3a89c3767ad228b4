/** Addresses of the pages, and how they are put together. */

export const base = "/ui/v2/login";

export const paths = {
  entry: `${base}/login`,
  loginName: `${base}/loginname`,
  accounts: `${base}/accounts`,
  password: `${base}/password`,
  passwordChange: `${base}/password/change`,
  success: `${base}/signedin`,
  logout: `${base}/logout`,
  loggedOut: `${base}/logout/done`,
  registerOrg: `${base}/register/org`,
  device: `${base}/device`,
  deviceConsent: `${base}/device/consent`,
  deviceDone: `${base}/device/done`,
  cancel: `${base}/cancel`,
  assets: `${base}/assets`,
} as const;

type Query = Readonly<Record<string, string | undefined>>;

/** `path?name=value…` without the values that are missing. */
export function link(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(name, value);
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** A link from settings; undefined unless it leads to a web page, a mailbox or a phone. */
export function safeHref(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:https?:\/\/|mailto:|tel:|\/(?![/\\]))/i.test(text) ? text : undefined;
}

/** A link from settings, for the page's language: it may carry `{{.Lang}}`. */
export const linkIn = (language: string, link: string | undefined): string | undefined =>
  safeHref(link?.replaceAll("{{.Lang}}", language));
