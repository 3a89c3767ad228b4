/** What every call goes through, whichever protocol brought it. */
import { create, type DescMessage, isMessage, type Message } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { limitHeadersOf, unauthenticated } from "#src/platform/failure/index.ts";
import type { Caller } from "#src/platform/request/index.ts";
import type { AuthRule } from "./annotations.ts";
import type { Call, RpcOptions } from "./call.ts";
import { type AnyHandler, collectParts, collectProofs } from "./collect-parts.ts";
import { within } from "./deadline.ts";
import { orgReferenceOf } from "./org-reference.ts";
import { Refused } from "./refused.ts";
import { type Reason, reason } from "./validate/reason.ts";
import { createValidator } from "./validate/validate.ts";
import { findUnstorable } from "./well-formed.ts";
import { toWireError, type WireError } from "./wire-error.ts";

export interface Chain {
  /** Tenant, caller, and whether there is a handler at all; to be asked before the message is read. */
  admit(call: Call): Promise<Caller>;
  /** Context, permission, validation, handler. */
  answer(call: Call, caller: Caller, request: Message): Promise<Message>;
  /** The refusal as the client sees it; unforeseen errors are reported here. */
  refuse(error: unknown, call: Call): WireError;
  readonly clock: () => number;
  readonly onCall: NonNullable<RpcOptions["onCall"]>;
}

/** Manages the instances themselves, so it answers on any host, also on that of a blocked instance. */
export const tenantless = "zitadel.system.v1.SystemService";

const nobody: Caller = {
  kind: "anonymous",
  userId: "",
  orgId: "",
  scopes: [],
  memberships: async () => [],
};

/** @throws Error when two parts give the same method, or one that does not exist */
export function createChain(options: RpcOptions): Chain {
  const handlers = collectParts(options.parts);
  const proofs = collectProofs(options.parts);
  const validate = createValidator();
  return {
    clock: options.clock,
    onCall: options.onCall ?? (() => {}),
    admit: async (call) => {
      if (call.method.service.typeName !== tenantless) await call.exchange.tenant();
      const { method, exchange } = call;
      const header = exchange.header("authorization") || undefined;
      const mayProve = header === undefined && proofs.has(method.name);
      const caller =
        method.auth.kind === "public" || mayProve
          ? nobody
          : await options.authenticate(readBearer(header), call);
      handlerOf(handlers, call);
      return caller;
    },
    answer: (call, caller, request) =>
      within(
        async () => {
          const broken = findUnstorable(request);
          if (broken !== undefined) throw refused(unstorable(request, broken));
          const rule = ruleFor(call, caller, request, proofs.get(call.method.name));
          const ctx = await options.makeCtx(call, caller, orgReferenceOf(call, request));
          await options.authorize(rule, ctx, request);
          const violation = validate(call.method.method.input, request);
          if (violation !== undefined) throw refused(violation);
          // `part` has checked handler and message against the same method where the slice was written.
          const result = await handlerOf(handlers, call)(request as never, ctx);
          return toMessage(call.method.method.output, result);
        },
        call.deadline,
        options.clock(),
      ),
    refuse: (error, call) => {
      const { requestId, languages, addHeader } = call.exchange;
      for (const [name, value] of Object.entries(limitHeadersOf(error))) addHeader(name, value);
      const wire = toWireError(error, requestId, languages, options.translate);
      if (wire.unexpected) options.onUnexpected(error, call);
      return wire;
    },
  };
}

const missing = (): Refused => new Refused(Code.Unauthenticated, "auth header missing");

/** The method's annotation; for nobody whose request has the field that is proof enough, none. */
function ruleFor(call: Call, caller: Caller, request: Message, proof: string | undefined): AuthRule {
  const { auth } = call.method;
  if (proof === undefined || caller.kind !== "anonymous" || auth.kind === "public") return auth;
  const value: unknown = Reflect.get(request, proof);
  if (typeof value !== "string" || value === "") throw missing();
  return { kind: "public" };
}

function readBearer(header: string | undefined): string {
  if (header === undefined) throw missing();
  const token = /^Bearer +([^\s,]+)$/i.exec(header)?.[1];
  if (token === undefined) throw unauthenticated("AUTH-toLo1", "Errors.AuthHeader.Invalid");
  return token;
}

function handlerOf(handlers: ReadonlyMap<string, AnyHandler>, { method }: Call): AnyHandler {
  const handler = handlers.get(method.name);
  if (handler === undefined) {
    throw new Refused(Code.Unimplemented, `${method.name.replace("/", ".")} is not implemented`);
  }
  return handler;
}

function unstorable(request: Message, path: string): Reason {
  const name = request.$typeName.slice(request.$typeName.lastIndexOf(".") + 1);
  return reason("Characters", `invalid ${name}.${path}: value has characters that are not allowed`);
}

const refused = ({ id, text }: Reason): Refused => new Refused(Code.InvalidArgument, text, id);

function toMessage(schema: DescMessage, result: object): Message {
  if (isMessage(result, schema)) return result;
  // A literal of the method's output, as `part` has checked; its exact type is only known there.
  return create(schema, result as Record<string, unknown>);
}
