/** Origins that a client's pages live at: those of its redirect URIs, and those named beside them. */
export function allowedOrigins(config: {
  readonly kind: "oidc" | "api";
  readonly redirectUris?: readonly string[];
  readonly additionalOrigins?: readonly string[];
}): ReadonlySet<string> {
  const uris = [...(config.redirectUris ?? []), ...(config.additionalOrigins ?? [])];
  const origins = uris.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri).origin);
  return new Set(origins.filter((origin) => origin !== "null"));
}
