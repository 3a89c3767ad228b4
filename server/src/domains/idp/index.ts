export { type Provider, providerById } from "./providers.ts";
