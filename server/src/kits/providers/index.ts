export { hookEndpoint, newSigningKey } from "./hook.ts";
export { activeOf, inTurn, type Switched } from "./order.ts";
export { providerSwitch } from "./switch.ts";
