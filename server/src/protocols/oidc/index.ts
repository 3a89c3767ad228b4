export { oidcRoutes } from "./http.ts";
export { paths } from "./paths.ts";
export type { LoginFeature, OidcParts } from "./turn.ts";
