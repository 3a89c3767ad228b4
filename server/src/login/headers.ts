/** Headers of every page. */

/**
 * Where forms may lead. Chromium applies form-action to the whole chain of redirects after a form, also to those that
 * the application makes after its callback; so with a request its scheme is allowed and, for https, every https
 * address. Where the way ends on this origin, nothing leaves it.
 */
export function formTargets(redirectUri: string | undefined): readonly string[] {
  const scheme =
    redirectUri === undefined ? undefined : /^([a-z][a-z0-9+.-]*):/i.exec(redirectUri)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme === "javascript" || scheme === "data") return [];
  if (scheme !== "http") return [`${scheme}:`];
  return ["https:", "http:"];
}

interface PagePolicy {
  readonly nonce: string;
  /** Where forms may lead beside this origin; undefined: they lead nowhere at all. */
  readonly formTargets: readonly string[] | undefined;
  readonly frameOrigins: readonly string[];
}

export function pageHeaders({
  nonce,
  formTargets: targets,
  frameOrigins,
}: PagePolicy): Readonly<Record<string, string>> {
  const framers = frameOrigins.filter((origin) => /^https?:\/\/[\w.:[\]*-]+$/.test(origin));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    `form-action ${targets === undefined ? "'none'" : ["'self'", ...targets].join(" ")}`,
    `frame-ancestors ${framers.length === 0 ? "'none'" : `'self' ${framers.join(" ")}`}`,
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    // Not "no-referrer": our own forms have to carry their origin.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...(framers.length === 0 ? { "x-frame-options": "DENY" } : {}),
  };
}
