export type { AuthRule, HttpBinding } from "./annotations.ts";
export type { Call, CallOutcome, RpcOptions, RpcProtocol } from "./call.ts";
export { type AnyHandler, collectParts } from "./collect-parts.ts";
export type { RpcMethod } from "./contract.ts";
export { addedV1, changedV1, details, listDetails, listDetailsV1, timestamp } from "./details.ts";
export { type Handlers, part, type ServicePart } from "./handlers.ts";
export { createRpc, type RpcServerOptions } from "./mount.ts";
export type { OrgReference } from "./org-reference.ts";
export type { Wire } from "./wire.ts";
