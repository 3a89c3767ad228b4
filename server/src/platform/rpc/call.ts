import type { Message } from "@bufbuild/protobuf";
import type { Exchange } from "#src/platform/http/index.ts";
import type { Translate } from "#src/platform/i18n/index.ts";
import type { Caller, Ctx } from "#src/platform/request/index.ts";
import type { AuthRule } from "./annotations.ts";
import type { RpcMethod } from "./contract.ts";
import type { ServicePart } from "./handlers.ts";
import type { OrgReference } from "./org-reference.ts";

export type RpcProtocol = "connect" | "grpc" | "grpc-web" | "rest";

/** One RPC as its headers tell it, before the message is read. */
export interface Call {
  readonly method: RpcMethod;
  readonly protocol: RpcProtocol;
  readonly exchange: Exchange;
  /** When the client stops waiting, on the clock of `RpcOptions`. */
  readonly deadline: number | undefined;
}

/** How a call ended, for metrics. */
export interface CallOutcome {
  readonly method: string;
  readonly protocol: RpcProtocol;
  /** gRPC code, 0 for success. */
  readonly code: number;
  readonly durationMs: number;
}

/** What the composition root gives to the RPC room. */
export interface RpcOptions {
  readonly parts: readonly ServicePart[];
  /**
   * Who carries this bearer token. Not called for public methods.
   * @throws unauthenticated or permission_denied Failure
   */
  readonly authenticate: (token: string, call: Call) => Promise<Caller>;
  /**
   * The context of the request. `org` is what the request or `x-zitadel-orgid` names as context organization;
   * undefined means the caller's own.
   * @throws permission_denied AUTH-Bs7Ds when the named organization does not exist
   */
  readonly makeCtx: (call: Call, caller: Caller, org: OrgReference | undefined) => Promise<Ctx>;
  /** The decision over the method's annotation (platform/authz). @throws Failure when the caller may not */
  readonly authorize: (rule: AuthRule, ctx: Ctx, request: Message) => void | Promise<void>;
  readonly translate: Translate;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
  /** Something threw what is not a refusal; the client has been told the request id alone. */
  readonly onUnexpected: (error: unknown, call: Call) => void;
  readonly onCall?: (outcome: CallOutcome) => void;
}
