/** The RPCs of the contract by whether the composition root answers them. */
import { parts as sliceParts } from "#src/app/parts.ts";
import { loginParts } from "#src/login/index.ts";
import { collectParts } from "#src/platform/rpc/collect-parts.ts";
import { contractMethods, type RpcMethod } from "#src/platform/rpc/contract.ts";
import type { ServicePart } from "#src/platform/rpc/index.ts";

export const parts: readonly ServicePart[] = [...sliceParts, ...loginParts];

const handlers = collectParts(parts);

export const implemented: readonly RpcMethod[] = contractMethods.filter(({ name }) => handlers.has(name));
export const unimplemented: readonly RpcMethod[] = contractMethods.filter(({ name }) => !handlers.has(name));

/** `user.v2.UserService/SetEmail`: names without the package that all share. */
export const shortName = ({ name }: RpcMethod): string => name.replace(/^zitadel\./, "");

/** Whether a call may write; the contract has no annotation for it, but its names are regular. */
export const isReading = ({ method }: RpcMethod): boolean =>
  /^(Get|List|Is|Search|Healthz|Export|BulkGet)/.test(method.name);
