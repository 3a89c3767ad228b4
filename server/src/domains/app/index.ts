export { type Client, clientById, clientIdsOf, clientKey, verifyClientSecret } from "./client.ts";
export { createApiApp, createOidcApp } from "./commands.ts";
export { isLoopback } from "./compliance.ts";
export { addApiApp, addOidcApp } from "./decisions.ts";
export { App, AppKey, type OidcConfig } from "./state.ts";
