/** Where a sign-in leads back to. Only paths of the console count: the value has been through the browser's storage. */
export function returnPath(state: unknown, base: string): string {
  if (typeof state !== "string" || !state.startsWith(base)) return base;
  const { origin, pathname, search, hash } = new URL(state, "https://console.invalid");
  if (origin !== "https://console.invalid" || !pathname.startsWith(base)) return base;
  const backToSignIn = ["auth/callback", "signedout"].some((path) => pathname === `${base}${path}`);
  return backToSignIn ? base : `${pathname}${search}${hash}`;
}

/** The account named by `login_hint`, and the address without it. */
export function takeLoginHint(href: string): { readonly hint: string | undefined; readonly rest: string } {
  const url = new URL(href, "https://console.invalid");
  const hint = url.searchParams.get("login_hint") || undefined;
  url.searchParams.delete("login_hint");
  return { hint, rest: `${url.pathname}${url.search}${url.hash}` };
}
