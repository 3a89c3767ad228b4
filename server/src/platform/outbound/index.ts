export type { GetLimits, Got, Sent } from "./get.ts";
export { createDenyList, type DenyList, specialNetworks, specialNetworksButLoopback } from "./networks.ts";
export { createOutbound, type Outbound, type OutboundOptions } from "./outbound.ts";
export { type OutboundReason, OutboundRefusal } from "./refusal.ts";
