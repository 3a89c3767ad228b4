export { managementKeyPart, managementPart } from "./api.v1.ts";
export { applicationKeyPart, applicationPart } from "./api.v2.ts";
export { appBetaPart } from "./api.v2beta.ts";
export { type Client, clientById, clientIdsOf, clientKey, verifyClientSecret } from "./client.ts";
export { createApiApp, createOidcApp } from "./commands.ts";
export { isLoopback } from "./compliance.ts";
export { addApiApp, addOidcApp } from "./decisions.ts";
export { allowedOrigins } from "./origins.ts";
export { App, AppKey, type OidcConfig } from "./state.ts";
